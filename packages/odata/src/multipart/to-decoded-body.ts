import type { DecodedBody } from '@multistatus/core';
import { decodeUtf8, isJsonType, isUtf8, parseMediaType } from '@multistatus/wire';
import { withoutOuterLineBreaks } from '@multistatus/wire/multipart';
import { REFERENCE_START } from '../request/bind-entities.js';

/**
 * Returns the body of a request, or `undefined` if it has none: line breaks alone are not a body, because several clients write
 * some where there is none.
 *
 * Bytes are passed on as they are, whether or not they are what the Content-Type says: the app answers for that. Only JSON loses the
 * line breaks around it. It is passed on as text if references could be in it, and if there is no Content-Type: JSON is
 * the default of OData.
 */
export function toDecodedBody(bytes: Uint8Array, contentType: string | undefined): DecodedBody | undefined {
  const trimmed = withoutOuterLineBreaks(bytes);
  if (trimmed.length === 0) return undefined;
  const mediaType = parseMediaType(contentType);
  const isJson = mediaType !== undefined && isJsonType(mediaType.type);
  if (contentType !== undefined && !isJson) return { kind: 'bytes', bytes };
  const text = isUtf8(mediaType?.charset) ? jsonTextOf(trimmed, !isJson) : undefined;
  if (text !== undefined) return { kind: 'json', text };
  return { kind: 'bytes', bytes: isJson ? trimmed : bytes };
}

/** Returns the text of bytes that are valid JSON, if it has to be known. */
function jsonTextOf(bytes: Uint8Array, isAlwaysNeeded: boolean): string | undefined {
  const text = decodeUtf8(bytes);
  if (text === undefined || !(isAlwaysNeeded || text.includes(REFERENCE_START))) return undefined;
  try {
    JSON.parse(text);
    return text;
  } catch {
    return undefined;
  }
}
