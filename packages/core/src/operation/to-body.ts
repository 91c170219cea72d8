import { type Body, isXmlText } from '@multistatus/document';
import { isJsonType, isUtf8, isXmlType, parseMediaType } from '@multistatus/wire';

const TEXT_TYPES: ReadonlySet<string> = new Set([
  'application/javascript',
  'application/ecmascript',
  'application/x-www-form-urlencoded',
]);
/** A byte order mark is part of the text. */
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Gives the body of an answer the plainest form that loses nothing: JSON if its type says so and its text parses; text
 * if its type or a charset says so and the bytes are valid in it; else base64. `undefined` if there are no bytes.
 */
export function toBody(bytes: Uint8Array, contentType: string | undefined): Body | undefined {
  if (bytes.byteLength === 0) return undefined;
  const mediaType = parseMediaType(contentType);
  if (mediaType !== undefined) {
    const { type, charset } = mediaType;
    const isJson = isJsonType(type);
    const text = isJson || charset !== undefined || isTextType(type) ? decode(bytes, charset) : undefined;
    if (text !== undefined) {
      if (isJson && isUtf8(charset) && isJsonText(text)) return { encoding: 'json', text };
      // What XML cannot carry is written there as base64 of UTF-8, which would change the bytes of another charset.
      if (isUtf8(charset) || isXmlText(text)) return { encoding: 'text', text };
    }
  }
  return {
    encoding: 'base64',
    text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  };
}

function isTextType(type: string): boolean {
  return type.startsWith('text/') || isXmlType(type) || TEXT_TYPES.has(type);
}

function decode(bytes: Uint8Array, charset: string | undefined): string | undefined {
  try {
    return (isUtf8(charset) ? UTF8 : new TextDecoder(charset, { fatal: true, ignoreBOM: true })).decode(
      bytes,
    );
  } catch {
    return undefined; // bytes that are not valid in the charset, or a charset that nobody knows
  }
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
