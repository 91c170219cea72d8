import {
  decodeUtf8,
  headerOf,
  isJsonType,
  isUtf8,
  isXmlType,
  parseMediaType,
  toBase64,
} from '@multistatus/wire';
import { withoutOuterLineBreaks } from '@multistatus/wire/multipart';
import { isDocumentError } from '../document-error.js';
import { MAX_BODY_DEPTH } from '../max-body-depth.js';
import type { HeaderMap } from '../multistatus.js';
import { JsonCursor } from './json-cursor.js';
import { type JsonContent, readJsonContent } from './read-json-content.js';

/**
 * Returns the content of a response in a multipart answer: JSON if its type or, without a type, its text is JSON; text if it is
 * UTF-8 of a type of text; else base64. Several servers write empty lines around a body, which are removed from
 * JSON and XML. A body of nothing but empty lines is none.
 */
export function readPartBody(
  bytes: Uint8Array,
  headers: HeaderMap | undefined,
): Pick<JsonContent, 'headers' | 'body' | 'problem'> {
  const trimmed = withoutOuterLineBreaks(bytes);
  if (trimmed.length === 0) return { headers, body: undefined, problem: undefined };
  const contentType = headerOf(headers, 'content-type');
  const { type, charset } = parseMediaType(contentType) ?? { type: '', charset: undefined };
  const isMarkup = isJsonType(type) || isXmlType(type) || contentType === undefined;
  const content = isMarkup ? trimmed : bytes;
  const isText = isMarkup || charset !== undefined || type.startsWith('text/');
  const text = isText && isUtf8(charset) ? decodeUtf8(content) : undefined;
  if (text === undefined) {
    return { headers, body: { encoding: 'base64', text: toBase64(content) }, problem: undefined };
  }
  const depth = isJsonType(type) || contentType === undefined ? depthOfJson(text) : undefined;
  if (depth === undefined) return { headers, body: { encoding: 'text', text }, problem: undefined };
  return readJsonContent({ value: { headers, body: 0 } }, [{ text, depth }], false);
}

/** Returns the nesting depth of a JSON text; `undefined` if it is not JSON, or nested more deeply than is read. */
function depthOfJson(text: string): number | undefined {
  const cursor = new JsonCursor(text);
  try {
    const depth = cursor.skipValue(MAX_BODY_DEPTH);
    return cursor.isAtEnd() ? depth : undefined;
  } catch (error) {
    if (!isDocumentError(error)) throw error;
    return undefined;
  }
}
