import { countOf, parseMediaType } from '@multistatus/wire';
import { type Exchange, type HeaderFields, headerOf } from '../exchange.js';
import { exchangeFinding, type Finding } from '../finding.js';
import { type Members, numberIn, objectIn, textIn } from './har-shape.js';

const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;

/** Reads the body of a captured response. The findings report a missing, truncated or base64-encoded body. */
export function readHarBody(response: Members, headers: HeaderFields): Pick<Exchange, 'body' | 'findings'> {
  const content = objectIn(response, 'content');
  const text = textIn(content, 'text');
  const size = numberIn(content, 'size');
  if (text === undefined || (text === '' && (size ?? 0) > 0)) {
    const message = `the capture has no body of this response${size ? `, which had ${countOf(size, 'byte')}` : ''}`;
    return { body: undefined, findings: [exchangeFinding('no-body', message)] };
  }
  if (textIn(content, 'encoding')?.toLowerCase() !== 'base64') {
    const isUtf8 = /^(?:utf-?8|)$/.test(parseMediaType(headerOf(headers, 'content-type'))?.charset ?? '');
    // ASCII text has the same length in every charset of the web.
    const bytes = isUtf8 || /^\p{ASCII}*$/u.test(text) ? Buffer.byteLength(text) : undefined;
    return { body: text, findings: checkSizes(bytes, size, headers) };
  }
  if (!BASE64.test(text)) {
    return {
      body: undefined,
      findings: [exchangeFinding('no-body', 'the body in the capture is not base64')],
    };
  }
  const body = new Uint8Array(Buffer.from(text, 'base64'));
  const note = exchangeFinding('base64', 'the capture contains the body as base64; it was decoded');
  return { body, findings: [note, ...checkSizes(body.byteLength, size, headers)] };
}

/** `bytes` is undefined for text in a charset other than UTF-8, because its original size is not known. */
function checkSizes(bytes: number | undefined, size: number | undefined, headers: HeaderFields): Finding[] {
  if (bytes === undefined) return [];
  if (size !== undefined && bytes < size) {
    const message = `the body had ${countOf(size, 'byte')}, but the capture contains only ${bytes}`;
    return [exchangeFinding('truncated', message)];
  }
  const length = Number(headerOf(headers, 'content-length') ?? Number.NaN);
  if (headerOf(headers, 'content-encoding') !== undefined || Number.isNaN(length) || length === bytes)
    return [];
  const message = `Content-Length is ${length}, but the body has ${countOf(bytes, 'byte')}`;
  return [exchangeFinding('content-length', message)];
}
