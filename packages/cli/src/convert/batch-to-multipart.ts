import { fromBase64, isBase64, isObject } from '@multistatus/wire';
import {
  httpPartFields,
  multipartType,
  newBoundary,
  type OutgoingPart,
  type Piece,
  requestHead,
  writeMultipart,
} from '@multistatus/wire/multipart';
import type { Conversion } from './conversion.js';
import { toExactJson } from './exact-json.js';
import { joinPieces } from './join-pieces.js';

type Members = Readonly<Record<string, unknown>>;

/** A batch that `parseExactJson` has parsed. */
export interface JsonBatch extends Members {
  readonly requests: readonly unknown[];
}

const GOES_ON = 'that the batch goes on after a failure: send it with "Prefer: odata.continue-on-error"';
const WRITTEN = new Set(['id', 'method', 'url', 'headers', 'body', 'bodyEncoding', 'atomicityGroup']);

/**
 * Returns the multipart form of a JSON batch: operations of a group that stand together become a changeset.
 *
 * @throws {RangeError} if a method, URL or header cannot stand in an HTTP message.
 */
export async function batchToMultipart({ requests, ...settings }: JsonBatch): Promise<Conversion> {
  const losses = settings['onError'] === 'stop' ? [] : [GOES_ON];
  const parts: OutgoingPart[] = [];
  const closed = new Set<unknown>();
  let changeset: { readonly group: unknown; readonly parts: OutgoingPart[] } | undefined;
  for (const [index, operation] of requests.entries()) {
    const members = isObject(operation) ? operation : {};
    const unknown = Object.keys(members).filter((name) => !WRITTEN.has(name));
    losses.push(...unknown.map((name) => `/requests/${index}/${name}`));
    const group = members['atomicityGroup'];
    if (group !== changeset?.group) {
      if (group !== undefined && closed.has(group))
        losses.push(`that /requests/${index} belongs to the group before`);
      closed.add(changeset?.group);
      changeset = group === undefined ? undefined : { group, parts: [] };
      if (changeset !== undefined) parts.push(toChangeset(changeset.parts));
    }
    (changeset?.parts ?? parts).push(toPart(members));
  }
  return { output: await joinPieces(writeMultipart(parts, newBoundary('batch'))), losses };
}

/** The parts are written when all of them are known. */
function toChangeset(parts: readonly OutgoingPart[]): OutgoingPart {
  const boundary = newBoundary('changeset');
  return { fields: [['Content-Type', multipartType(boundary)]], body: writeMultipart(parts, boundary) };
}

function toPart({ id, method, url, headers, body, bodyEncoding }: Members): OutgoingPart {
  const fields = Object.entries(isObject(headers) ? headers : {}).map(
    ([name, value]) => [name, toText(value)] as const,
  );
  const content = toContent(body, bodyEncoding);
  const hasType = fields.some(([name]) => name.toLowerCase() === 'content-type');
  const type = content === '' || hasType ? [] : [['Content-Type', 'application/json'] as const];
  const head = requestHead(toText(method), toText(url), [...fields, ...type]);
  return { fields: httpPartFields(id === undefined ? undefined : toText(id)), body: [head, content] };
}

function toContent(body: unknown, encoding: unknown): Piece {
  if (body === undefined) return '';
  if (typeof body === 'string' && encoding === 'text') return body;
  return encoding === 'base64' && typeof body === 'string' && isBase64(body)
    ? fromBase64(body)
    : toExactJson(body);
}

/** Returns a text as it is, and a number, which some clients send in its place, by its digits. */
function toText(value: unknown): string {
  if (value === undefined) return '';
  const json = toExactJson(value);
  return typeof value === 'string' && json.startsWith('"') ? value : json;
}
