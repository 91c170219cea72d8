import type { BatchRequest } from '@multistatus/inspect';
import {
  decodeUtf8,
  isHopByHopHeader,
  isJsonType,
  isOperationId,
  parseMediaType,
  toBase64,
  UNNAMED_ID_PREFIX,
} from '@multistatus/wire';
import { groupFields, withoutOuterLineBreaks } from '@multistatus/wire/multipart';
import { makeJsonSafe } from '../terminal/make-safe.js';
import type { Conversion } from './conversion.js';

const FOR_ODATA =
  'for an endpoint of OData or Microsoft Graph, execution and onError: remove them; OData stops at the first failure with "Prefer: continue-on-error=false"';

/**
 * Returns the JSON form of a multipart batch. At an endpoint of `batch()`, its requests run one after another and stop at the
 * first failure, as those of a multipart batch of OData do. Each request has an id, which OData and Microsoft Graph need.
 */
export function batchToJson(requests: readonly BatchRequest[]): Conversion {
  const ids = toIds(requests);
  const lines = requests.map((request, index) => toLine(request, ids[index] ?? ''));
  const unusable = requests.flatMap(({ part, id }) =>
    id === undefined || isOperationId(id) ? [] : [`the Content-ID of part ${part}, which cannot be an id`],
  );
  const losses = [...unusable, FOR_ODATA];
  const text = `{"execution":"sequential","onError":"stop","requests":[\n${lines.join(',\n')}\n]}\n`;
  return { output: makeJsonSafe(text), losses };
}

/** Returns the Content-ID of each request, or an id made of the number of its part. */
function toIds(requests: readonly BatchRequest[]): string[] {
  const taken = new Set(requests.map(({ id }) => id));
  return requests.map(({ part, id }) => {
    if (id !== undefined && isOperationId(id)) return id;
    let made = UNNAMED_ID_PREFIX + part;
    while (taken.has(made)) made = UNNAMED_ID_PREFIX + made;
    return made;
  });
}

function toLine({ part, method, url, headers, body }: BatchRequest, id: string): string {
  const [group, member] = part.split('.');
  const sent = headers.filter(([name]) => !isOfMessage(name.toLowerCase()));
  const members = {
    id,
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
