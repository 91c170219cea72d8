import { type Body, isXmlText, MAX_BODY_DEPTH } from '@multistatus/document';
import { isJsonType, isUtf8, isXmlType, parseMediaType } from '@multistatus/wire';
import { toBase64 } from './base64.js';
import { depthOfJson } from './depth-of-json.js';

const TEXT_TYPES: ReadonlySet<string> = new Set([
  'application/javascript',
  'application/ecmascript',
  'application/x-www-form-urlencoded',
]);
/** Keeps a byte order mark, because it is part of the text. */
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Returns the body of an answer in the most readable lossless form: JSON if it has a JSON type, parses, and is not nested too
 * deeply for readers of documents; text if its type or charset indicates text and the bytes are valid in that charset; else
 * base64. Returns `undefined` for an empty body.
 */
export function toBody(bytes: Uint8Array, contentType: string | undefined): Body | undefined {
  if (bytes.byteLength === 0) return undefined;
  const mediaType = parseMediaType(contentType);
  if (mediaType !== undefined) {
    const { type, charset } = mediaType;
    const isJson = isJsonType(type);
    const text = isJson || charset !== undefined || isTextType(type) ? decode(bytes, charset) : undefined;
    if (text !== undefined) {
      if (isJson && isUtf8(charset) && isJsonText(text) && isReadable(text))
        return { encoding: 'json', text };
      // In XML, text with forbidden characters is written as base64 of UTF-8: that would change bytes of another charset.
      if (isUtf8(charset) || isXmlText(text)) return { encoding: 'text', text };
    }
  }
  return { encoding: 'base64', text: toBase64(bytes) };
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
    return undefined; // the bytes are not valid in the charset, or the charset is unknown
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

/** Checks that JSON is not nested deeper than readers of documents allow. Each level takes two characters: few texts are read. */
function isReadable(text: string): boolean {
  return text.length <= 2 * MAX_BODY_DEPTH || depthOfJson(text) <= MAX_BODY_DEPTH;
}
