import { fromBase64 } from '@multistatus/wire';
import { decodeText } from '../document/decode-text.js';
import { sniffFormat } from '../document/detect-format.js';
import { exchangeFinding, type Finding } from '../finding.js';
import type { Decompress } from './decompress.js';

// base64 or base64url, with any white space.
const BASE64 = /^[\w+/\s-]+(?:=\s*){0,2}$/;

/** A body that was decoded, with a note if it was in base64 or the capture is wrong about that. */
export interface DecodedText {
  readonly body: Uint8Array | string;
  readonly findings: readonly Finding[];
}

/** Returns the bytes of a text in base64 or base64url, with or without white space and padding; otherwise `undefined`. */
export function fromLooseBase64(text: string): Uint8Array | undefined {
  if (!BASE64.test(text)) return undefined;
  return fromBase64(
    text
      .replace(/[\s=]+/g, '')
      .replaceAll('-', '+')
      .replaceAll('_', '/'),
  );
}

/**
 * Decodes the `text` of a capture. Some tools mark plain text as base64, do not mark base64, or keep the Content-Encoding
 * in it, so the content decides.
 */
export async function decodeHarText(
  text: string,
  {
    isMarked,
    contentEncoding,
    decompress,
  }: {
    readonly isMarked: boolean;
    readonly contentEncoding: string | undefined;
    readonly decompress: Decompress;
  },
): Promise<DecodedText> {
  const bytes = fromLooseBase64(text);
  if (bytes === undefined) {
    const note = 'the capture says that the body is base64, but it is plain text';
    return { body: text, findings: isMarked ? [exchangeFinding('base64', note)] : [] };
  }
  const body = await decodeContent(bytes, contentEncoding, decompress);
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
async function decodeContent(
  bytes: Uint8Array,
  contentEncoding: string | undefined,
  decompress: Decompress,
): Promise<Uint8Array> {
  if (isDocument(bytes)) return bytes;
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const body = await decompress(bytes, contentEncoding ?? (isGzip ? 'gzip' : ''));
  return body !== undefined && isDocument(body) ? body : bytes;
}

function isDocument(bytes: Uint8Array): boolean {
  return sniffFormat(decodeText(bytes, undefined)) !== undefined;
}
