import { decodeText } from '../document/decode-text.js';
import { sniffFormat } from '../document/detect-format.js';
import { exchangeFinding, type Finding } from '../finding.js';
import { decodeContent } from '../http/decode-content.js';

/** Text in base64 or base64url, with any white space. */
export const BASE64: RegExp = /^[\w+/\s-]+(?:=\s*){0,2}$/;

/** A body that was decoded, with a note if it was in base64 or the capture is wrong about that. */
export interface DecodedText {
  readonly body: Uint8Array | string;
  readonly findings: readonly Finding[];
}

/**
 * Decodes the `text` of a capture. Some tools mark plain text as base64, do not mark base64, or keep the Content-Encoding
 * in it, so the content decides.
 */
export function decodeHarText(
  text: string,
  isMarked: boolean,
  contentEncoding: string | undefined,
): DecodedText {
  const bytes = BASE64.test(text) ? new Uint8Array(Buffer.from(text, 'base64')) : undefined;
  if (bytes === undefined) {
    const note = 'the capture says that the body is base64, but it is plain text';
    return { body: text, findings: isMarked ? [exchangeFinding('base64', note)] : [] };
  }
  const body = decompress(bytes, contentEncoding);
  if (isMarked) {
    return {
      body,
      findings: [exchangeFinding('base64', 'the capture contains the body as base64; it was decoded')],
    };
  }
  if (!isDocument(body)) return { body: text, findings: [] };
  const note = 'the capture contains the body as base64, but does not say so; it was decoded';
  return { body, findings: [exchangeFinding('base64', note)] };
}

/** Decodes the Content-Encoding, if it is still there. */
function decompress(bytes: Uint8Array, contentEncoding: string | undefined): Uint8Array {
  if (isDocument(bytes)) return bytes;
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const { body } = decodeContent(bytes, contentEncoding ?? (isGzip ? 'gzip' : undefined));
  return body !== undefined && isDocument(body) ? body : bytes;
}

function isDocument(bytes: Uint8Array): boolean {
  return sniffFormat(decodeText(bytes, undefined)) !== undefined;
}
