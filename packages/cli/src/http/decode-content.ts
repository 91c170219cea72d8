import { brotliDecompressSync, constants, gunzipSync, inflateSync } from 'node:zlib';
import { type Decompress, exchangeFinding, type Finding } from '@multistatus/inspect';
import { MAX_INPUT_BYTES } from '../read-input.js';

/** A decoded body; if it cannot be decoded, a finding says why. */
export interface DecodedContent {
  readonly body: Uint8Array | undefined;
  readonly findings: readonly Finding[];
}

/** Decodes the Content-Encoding of a body: gzip, deflate and br. A truncated body is decoded as far as possible. */
export function decodeContent(body: Uint8Array, contentEncoding: string | undefined): DecodedContent {
  let decoded = body;
  const codings = (contentEncoding ?? '').split(',').map((coding) => coding.trim().toLowerCase());
  for (const coding of codings.reverse()) {
    if (coding === '' || coding === 'identity' || decoded.byteLength === 0) continue;
    try {
      decoded = decodeCoding(decoded, coding);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const finding = exchangeFinding(
        'content-encoding',
        `the body cannot be decoded as ${coding}: ${reason}`,
      );
      return { body: undefined, findings: [finding] };
    }
  }
  return { body: decoded, findings: [] };
}

/** Decompresses a body of a capture with zlib, which knows more codings than the platform's `DecompressionStream`. */
export const decompress: Decompress = async (bytes, contentEncoding) =>
  decodeContent(bytes, contentEncoding).body;

function decodeCoding(body: Uint8Array, coding: string): Uint8Array {
  const limits = { maxOutputLength: MAX_INPUT_BYTES };
  const zlib = { ...limits, finishFlush: constants.Z_SYNC_FLUSH };
  if (coding === 'gzip' || coding === 'x-gzip') return gunzipSync(body, zlib);
  if (coding === 'deflate') return inflateSync(body, zlib);
  if (coding === 'br') {
    return brotliDecompressSync(body, { ...limits, finishFlush: constants.BROTLI_OPERATION_FLUSH });
  }
  throw new Error('this coding is not supported');
}
