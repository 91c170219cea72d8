import { countOf, parseMediaType } from '@multistatus/wire';
import { declaredEncoding } from '../document/decode-text.js';
import { contentTypeOf, type Exchange, type HeaderFields, headerOf } from '../exchange.js';
import { exchangeFinding, type Finding } from '../finding.js';
import { utf8Length } from '../utf8-length.js';
import { decodeHarText } from './decode-har-text.js';
import type { Decompress } from './decompress.js';
import { type Members, numberIn, objectIn, textIn } from './har-shape.js';

const UTF_8 = /^(?:utf-?8|)$/i;
const BOM_BYTES = 3;

/** Reads the body of a captured response. The findings report a missing or base64-encoded body, or a wrong length. */
export async function readHarBody(
  response: Members,
  headers: HeaderFields,
  decompress: Decompress,
): Promise<Pick<Exchange, 'body' | 'statedBytes' | 'findings'>> {
  const content = objectIn(response, 'content');
  const text = textIn(content, 'text');
  const size = numberIn(content, 'size');
  if (text === undefined || (text === '' && (size ?? 0) > 0)) {
    return { body: undefined, findings: [exchangeFinding('no-body', describeMissing(content, size))] };
  }
  const isMarked = textIn(content, 'encoding')?.toLowerCase() === 'base64';
  const contentEncoding = headerOf(headers, 'content-encoding');
  const { body, findings } = await decodeHarText(text, { isMarked, contentEncoding, decompress });
  const length =
    contentEncoding === undefined ? Number(headerOf(headers, 'content-length') ?? Number.NaN) : Number.NaN;
  const statedBytes = size ?? (Number.isNaN(length) ? undefined : length);
  const bytes = sizeOf(body, headers);
  const isExact = bytes !== undefined && (size ?? bytes) === bytes && !isChanged(response, body, length);
  return {
    body,
    statedBytes,
    findings: isExact && length !== bytes ? [...findings, ...wrongLength(length, bytes)] : findings,
  };
}

function describeMissing(content: Members, size: number | undefined): string {
  const message = `the capture has no body of this response${size ? `, which had ${countOf(size, 'byte')}` : ''}`;
  const file = textIn(content, '_file');
  return file === undefined ? message : `${message}: it refers to the file ${file}`;
}

function wrongLength(length: number, bytes: number): Finding[] {
  if (Number.isNaN(length)) return [];
  return [
    exchangeFinding(
      'content-length',
      `Content-Length is ${length}, but the body has ${countOf(bytes, 'byte')}`,
    ),
  ];
}

/** Returns the number of bytes that were transferred; `undefined` for text whose encoding is not UTF-8 or not known. */
function sizeOf(body: Uint8Array | string, headers: HeaderFields): number | undefined {
  if (typeof body !== 'string') return body.byteLength;
  const charset = parseMediaType(contentTypeOf(headers))?.charset ?? declaredEncoding(body) ?? '';
  // ASCII text has the same length in every charset of the web, except UTF-16.
  const isSame = /^\p{ASCII}*$/u.test(body) && !/^utf-?16/i.test(declaredEncoding(body) ?? '');
  return UTF_8.test(charset) || isSame ? utf8Length(body) : undefined;
}

/** Checks whether the tool has changed the body: decoded its Content-Encoding, or removed its byte order mark. */
function isChanged(response: Members, body: Uint8Array | string, length: number): boolean {
  const isDecoded =
    numberIn(response, 'bodySize') === length ||
    (numberIn(objectIn(response, 'content'), 'compression') ?? 0) > 0;
  return isDecoded || (typeof body === 'string' && length === utf8Length(body) + BOM_BYTES);
}
