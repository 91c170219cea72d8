import { headerOf, isAnyBase64, isJsonType, normaliseBase64, parseMediaType } from '@multistatus/wire';
import type { Body, HeaderMap } from '../multistatus.js';

/**
 * Returns the body that a JSON string represents in a batch of OData or Microsoft Graph: base64 or base64url of bytes,
 * unless the content is text or JSON (OData JSON Format 4.01 section 19).
 */
export function toForeignBody(jsonText: string, headers: HeaderMap): Body {
  const contentType = headerOf(headers, 'content-type') ?? '';
  const type = parseMediaType(contentType)?.type ?? '';
  if (contentType === '' || isJsonType(type)) return { encoding: 'json', text: jsonText };
  const text = JSON.parse(jsonText) as string;
  const isText = type.startsWith('text/') || !isAnyBase64(text);
  return isText ? { encoding: 'text', text } : { encoding: 'base64', text: normaliseBase64(text) };
}
