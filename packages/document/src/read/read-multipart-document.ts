import { headerOf, isOmittedHeader } from '@multistatus/wire';
import {
  boundaryOf,
  type Field,
  MultipartError,
  type Part,
  partsOf,
  readHttpResponse,
} from '@multistatus/wire/multipart';
import { DocumentError, quote } from '../document-error.js';
import type { HeaderMap, Multistatus, MultistatusResponse } from '../multistatus.js';
import { omitUndefined } from '../omit-undefined.js';
import { keepReasonPhrase } from '../status-line.js';
import { toXmlChars } from '../xml-char.js';
import { type OnFault, readPart } from './document-fault.js';
import type { ResolvedReadLimits } from './read-limits.js';
import { readPartBody } from './read-part-body.js';
import { toItemHref } from './to-item-href.js';

/** Larger than what HTTP servers send: Node allows 16 KiB by default. */
const MAX_HEAD_BYTES = 65_536;

/** What is needed to read a multipart answer. */
interface Reading {
  readonly limits: ResolvedReadLimits;
  readonly onFault: OnFault | undefined;
  readonly responses: MultistatusResponse[];
  /** The number of parts so far that have or should have a response. */
  count: number;
}

/**
 * Reads the answer to a multipart batch (OData 4.01 part 1 section 11.7.7, Google): a response for each `application/http`
 * part, and those of a changeset in its place. The Content-ID becomes the `id`. No part says which resource it is about, so the
 * `href` is {@link toItemHref} of the id, or of the number of the part, such as `part-2.1`.
 *
 * @throws {DocumentError} of rule `multipart`, `truncated` or `maxResponses` if the body cannot be read.
 */
export function readMultipartDocument(
  bytes: Uint8Array,
  contentType: string,
  { limits, onFault }: Pick<Reading, 'limits' | 'onFault'>,
): Multistatus {
  const boundary = boundaryOf(contentType);
  if (boundary === undefined) {
    throw new DocumentError('multipart', 'the Content-Type has no boundary', { pointer: '' });
  }
  const reading: Reading = { limits, onFault, responses: [], count: 0 };
  readParts(bytes, boundary, { reading });
  return { responses: reading.responses };
}

function readParts(
  bytes: Uint8Array,
  boundary: string,
  { reading, container }: { readonly reading: Reading; readonly container?: string },
): void {
  const { limits, onFault } = reading;
  const readAll = (): void => {
    for (const part of partsOf(bytes, boundary, {
      maxParts: limits.maxResponses,
      maxHeadBytes: MAX_HEAD_BYTES,
    })) {
      const number = container === undefined ? String(part.number) : `${container}.${part.number}`;
      readOne(part, number, { reading, isNested: container !== undefined });
    }
  };
  readPart(() => locate(readAll, container), onFault);
}

function readOne(
  part: Part,
  number: string,
  { reading, isNested }: { readonly reading: Reading; readonly isNested: boolean },
): void {
  const { limits, onFault, responses } = reading;
  const contentType = part.headers['content-type'];
  const boundary = isNested ? undefined : boundaryOf(contentType);
  if (boundary !== undefined) {
    readParts(part.body, boundary, { reading, container: number });
    return;
  }
  const position = reading.count;
  if (position === limits.maxResponses) {
    throw new DocumentError('maxResponses', 'there are too many responses', { part: number });
  }
  reading.count += 1;
  const response = readPart(
    () => locate(() => toResponse(part, number), number),
    onFault,
    () => omitUndefined({ position, hrefs: [], id: part.headers['content-id'] }),
  );
  if (response !== undefined) responses.push(response);
}

function toResponse({ headers: partHeaders, body: bytes }: Part, number: string): MultistatusResponse {
  const contentType = partHeaders['content-type'] ?? '';
  if (!/^application\/http[\t ]*(?:;|$)/i.test(contentType)) {
    const what = contentType === '' ? 'has no Content-Type' : `is of type ${quote(contentType)}`;
    throw new DocumentError('multipart', `the part ${what}, not application/http`, { part: number });
  }
  const { status, reason, fields, body } = readHttpResponse(bytes, { maxHeadBytes: MAX_HEAD_BYTES });
  const all = toHeaderMap(fields);
  // OData 2.0 sends the Content-ID in the response, not in the part.
  const id = partHeaders['content-id'] ?? headerOf(all, 'content-id');
  const headers = Object.entries(all).filter(([name]) => !isOfMessage(name.toLowerCase()));
  const {
    headers: kept,
    body: content,
    problem,
  } = readPartBody(body, headers.length === 0 ? undefined : Object.fromEntries(headers));
  return omitUndefined({
    id,
    href: toItemHref(id ?? `part-${number}`),
    status,
    reasonPhrase: keepReasonPhrase(status, toXmlChars(reason)),
    headers: kept,
    ...(problem === undefined ? { body: content } : { problem }),
    location: headerOf(all, 'location') || undefined,
  });
}

/** What counts or delimits the bytes of a message means nothing in another format. */
function isOfMessage(name: string): boolean {
  return name === 'content-id' || isOmittedHeader(name);
}

function toHeaderMap(fields: readonly Field[]): HeaderMap {
  const byName = new Map<string, { readonly name: string; readonly values: string[] }>();
  for (const [name, value] of fields) {
    const known = byName.get(name.toLowerCase());
    if (known === undefined) byName.set(name.toLowerCase(), { name, values: [value] });
    else known.values.push(value);
  }
  const entries = [...byName.values()].map(
    ({ name, values }) => [name, values.length === 1 ? (values[0] ?? '') : values] as const,
  );
  return Object.fromEntries(entries);
}

/** Runs `read`. A `MultipartError` becomes a `DocumentError` that names the part, counted in the whole body. */
function locate<T>(read: () => T, container?: string): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof MultipartError)) throw error;
    const part = [container, error.part].filter((number) => number !== undefined).join('.');
    const rule =
      error.limit?.name === 'maxParts' ? 'maxResponses' : error.isTruncated ? 'truncated' : 'multipart';
    throw new DocumentError(rule, error.reason, part === '' ? { pointer: '' } : { part });
  }
}
