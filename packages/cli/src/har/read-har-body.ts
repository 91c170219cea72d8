import { parseMediaType } from '@multistatus/wire';
import { type Exchange, type HeaderFields, headerOf } from '../exchange.js';
import { exchangeFinding, type Finding } from '../finding.js';
import { type Members, numberIn, objectIn, textIn } from './har-shape.js';

const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;

/** Gives the body of a captured response, and what is wrong with it: it may be left out, cut or base64. */
export function readHarBody(response: Members, headers: HeaderFields): Pick<Exchange, 'body' | 'findings'> {
  const content = objectIn(response, 'content');
  const text = textIn(content, 'text');
  const size = numberIn(content, 'size');
  if (text === undefined || (text === '' && (size ?? 0) > 0)) {
    const message = `the capture has no body of this response${size ? `, which had ${size} bytes` : ''}`;
    return { body: undefined, findings: [exchangeFinding('no-body', message)] };
  }
  if (textIn(content, 'encoding')?.toLowerCase() !== 'base64') {
    const isUtf8 = /^(?:utf-?8|)$/.test(parseMediaType(headerOf(headers, 'content-type'))?.charset ?? '');
    // What is ASCII alone has as many bytes in any charset of the web.
    const bytes = isUtf8 || /^\p{ASCII}*$/u.test(text) ? Buffer.byteLength(text) : undefined;
    return { body: text, findings: checkSizes(bytes, size, headers) };
  }
  if (!BASE64.test(text)) {
    return {
      body: undefined,
      findings: [exchangeFinding('no-body', 'the body in the capture is no base64')],
    };
  }
  const body = new Uint8Array(Buffer.from(text, 'base64'));
  const note = exchangeFinding('base64', 'the capture holds the body as base64; it was decoded');
  return { body, findings: [note, ...checkSizes(body.byteLength, size, headers)] };
}

/** A capture of text in another charset than UTF-8 does not show how many bytes it had. */
function checkSizes(bytes: number | undefined, size: number | undefined, headers: HeaderFields): Finding[] {
  if (bytes === undefined) return [];
  if (size !== undefined && bytes < size) {
    return [exchangeFinding('truncated', `the body had ${size} bytes, and the capture holds ${bytes}`)];
  }
  const length = Number(headerOf(headers, 'content-length') ?? Number.NaN);
  if (headerOf(headers, 'content-encoding') !== undefined || Number.isNaN(length) || length === bytes)
    return [];
  return [exchangeFinding('content-length', `Content-Length is ${length}, and the body has ${bytes} bytes`)];
}
