import type { BatchRequest } from '@multistatus/inspect';
import {
  decodeUtf8,
  isHopByHopHeader,
  isJsonType,
  isOperationId,
  parseMediaType,
  toBase64,
} from '@multistatus/wire';
import { groupFields, withoutOuterLineBreaks } from '@multistatus/wire/multipart';
import { makeJsonSafe } from '../terminal/make-safe.js';
import type { Conversion } from './conversion.js';

/**
 * Returns the JSON form of a multipart batch. Its requests run one after another and stop at the first failure, as those of a
 * multipart batch of OData do.
 */
export function batchToJson(requests: readonly BatchRequest[]): Conversion {
  const lines = requests.map(toLine);
  const losses = requests.flatMap(({ part, id }) =>
    id === undefined || isOperationId(id) ? [] : [`the Content-ID of part ${part}, which cannot be an id`],
  );
  const text = `{"execution":"sequential","onError":"stop","requests":[\n${lines.join(',\n')}\n]}\n`;
  return { output: makeJsonSafe(text), losses };
}

function toLine({ part, id, method, url, headers, body }: BatchRequest): string {
  const [group, member] = part.split('.');
  const sent = headers.filter(([name]) => !isOfMessage(name.toLowerCase()));
  const members = {
    ...(id === undefined || !isOperationId(id) ? {} : { id }),
    ...(member === undefined ? {} : { atomicityGroup: `changeset-${group}` }),
    method,
    url,
    ...(sent.length === 0 ? {} : { headers: joinRepeated(sent) }),
  };
  const start = JSON.stringify(members).slice(0, -1);
  const contentType = sent.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  return `${start}${bodyMembers(body, contentType)}}`;
}

/** What belongs to the message or its part, and not to the request. */
function isOfMessage(name: string): boolean {
  return name === 'content-length' || name === 'content-id' || isHopByHopHeader(name);
}

function joinRepeated(fields: BatchRequest['headers']): Readonly<Record<string, string>> {
  return Object.fromEntries(groupFields(fields).map(([name, values]) => [name, values.join(', ')]));
}

function bodyMembers(bytes: Uint8Array, contentType: string | undefined): string {
  const trimmed = withoutOuterLineBreaks(bytes);
  if (trimmed.length === 0) return '';
  const isJson = isJsonType(parseMediaType(contentType)?.type ?? '');
  const text = decodeUtf8(isJson ? trimmed : bytes);
  if (text === undefined) return `,"body":"${toBase64(bytes)}","bodyEncoding":"base64"`;
  if (isJson && isJsonText(text)) return `,"body":${text.replace(/[\r\n]+/g, '')}`;
  return `,"body":${JSON.stringify(text)},"bodyEncoding":"text"`;
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
