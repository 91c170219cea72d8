import type { Exchange, HeaderFields } from '../exchange.js';
import { fromLooseBase64 } from './decode-har-text.js';
import type { Decompress } from './decompress.js';
import { type Members, numberIn, objectIn, objectsIn, textIn } from './har-shape.js';
import { readHarBody } from './read-har-body.js';

/** The relevant content of a capture. */
export interface HarCapture {
  /** The number of all exchanges. */
  readonly total: number;
  /** The exchanges with status 207, and those with another status whose body is a multistatus or a multipart answer. */
  readonly exchanges: readonly Exchange[];
}

const HAR_START = /^[\s\uFEFF]*\{\s*"log"\s*:/;
// In JSON, what OData and Microsoft Graph send has no href; they answer with 200.
const MULTISTATUS =
  /<(?:[\w.-]+:)?multistatus[\s>]|^\s*\{(?:\s*"summary"\s*:\s*\{[^{}]*\}\s*,)?\s*"responses"\s*:\s*\[\s*\{[^{}]*"href"\s*:/;
/** The first part is an HTTP message or a changeset, not a piece of a file (RFC 9110 section 14.6). */
const MULTIPART_ANSWER =
  /^--\S[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*?content-type:[\t ]*(?:application\/http|multipart\/mixed)\b/i;
const START_LENGTH = 1000;

/** Checks whether a text begins like a HAR, so that a truncated one is recognised as well. */
export function looksLikeHar(text: string): boolean {
  return HAR_START.test(text);
}

/** Reads the HAR of a browser or a proxy; resolves with `undefined` for any other JSON. */
export async function readHar(json: unknown, decompress: Decompress): Promise<HarCapture | undefined> {
  if (typeof json !== 'object' || json === null) return undefined;
  const log = objectIn(json as Members, 'log');
  if (!Array.isArray(log['entries'])) return undefined;
  const entries = objectsIn(log, 'entries');
  const exchanges: Exchange[] = [];
  for (const entry of entries.filter(isMultistatus)) exchanges.push(await readEntry(entry, decompress));
  return { total: entries.length, exchanges };
}

function isMultistatus(entry: Members): boolean {
  const response = objectIn(entry, 'response');
  if (numberIn(response, 'status') === 207) return true;
  const { text } = objectIn(response, 'content');
  if (typeof text !== 'string') return false;
  const start = text.slice(0, START_LENGTH).trimStart();
  const bytes = fromLooseBase64(start);
  const decoded = bytes === undefined ? start : new TextDecoder().decode(bytes);
  return MULTISTATUS.test(decoded.replace(/^\uFEFF/, '')) || MULTIPART_ANSWER.test(decoded.trimStart());
}

async function readEntry(entry: Members, decompress: Decompress): Promise<Exchange> {
  const request = objectIn(entry, 'request');
  const response = objectIn(entry, 'response');
  const headers = readHeaders(response);
  return {
    request: {
      method: textIn(request, 'method') ?? '',
      url: withoutCredentials(textIn(request, 'url') ?? ''),
      body: textIn(objectIn(request, 'postData'), 'text'),
    },
    response: {
      status: numberIn(response, 'status') ?? 0,
      reason: textIn(response, 'statusText') ?? '',
      httpVersion: readVersion(textIn(response, 'httpVersion') ?? textIn(request, 'httpVersion') ?? ''),
      headers,
      startedAt: textIn(entry, 'startedDateTime'),
      totalMs: numberIn(entry, 'time'),
    },
    ...(await readHarBody(response, headers, decompress)),
  };
}

/**
 * Reads the header fields: an array or, from some tools, an object. Skips the pseudo-header fields of HTTP/2, which
 * browsers include. A capture without any header may still have the media type.
 */
function readHeaders(response: Members): HeaderFields {
  const isArray = Array.isArray(response['headers']);
  const fields = isArray
    ? objectsIn(response, 'headers').map((field) => [
        textIn(field, 'name') ?? '',
        textIn(field, 'value') ?? '',
      ])
    : Object.entries(objectIn(response, 'headers')).map(([name, value]) => [name, String(value)]);
  const mimeType = textIn(objectIn(response, 'content'), 'mimeType') ?? '';
  if (fields.length === 0) return mimeType === '' ? [] : [['content-type', mimeType]];
  return fields
    .filter(([name = '']) => name !== '' && !name.startsWith(':'))
    .flatMap(([name = '', value = '']) => value.split('\n').map((each) => [name, each.trim()] as const));
}

/** Chrome writes `h2` and `http/2.0`, Firefox `HTTP/2`, mitmproxy `HTTP/2.0`. */
function readVersion(text: string): string {
  return /^(?:HTTP\/|h)?(\d(?:\.\d)?)/i.exec(text)?.[1]?.replace(/^([23])\.0$/, '$1') ?? '';
}

function withoutCredentials(url: string): string {
  if (!URL.canParse(url) || !/^[a-z]+:\/\/[^/?#]*@/i.test(url)) return url;
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  return shown.href;
}
