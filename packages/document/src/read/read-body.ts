import type { Body, HeaderMap } from '../multistatus.js';

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const JSON_TYPE = /^application\/(?:[^;\s]*\+)?json\s*(?:;|$)/i;

/** Tells whether a text is base64 (RFC 4648 section 4), with its padding. */
export function isBase64(text: string): boolean {
  return text.length % 4 === 0 && BASE64.test(text);
}

/** Gives a header field by its lower-case name, whatever the case it is written in; the first of several. */
export function headerOf(headers: HeaderMap | undefined, name: string): string | undefined {
  const [, value] = Object.entries(headers ?? {}).find(([field]) => field.toLowerCase() === name) ?? [];
  return typeof value === 'object' ? value[0] : value;
}

/**
 * Gives the body that a JSON string stands for in a batch of OData or Microsoft Graph: base64 or base64url of bytes,
 * save where the content is text or JSON (OData JSON Format 4.01 section 19).
 */
export function toForeignBody(jsonText: string, headers: HeaderMap): Body {
  const contentType = headerOf(headers, 'content-type') ?? '';
  if (contentType === '' || JSON_TYPE.test(contentType)) return { encoding: 'json', text: jsonText };
  const text = JSON.parse(jsonText) as string;
  const base64 = text.replaceAll('-', '+').replaceAll('_', '/');
  const padded = base64.padEnd(Math.ceil(base64.length / 4) * 4, '=');
  const isText = /^text\//i.test(contentType) || !isBase64(padded);
  return isText ? { encoding: 'text', text } : { encoding: 'base64', text: padded };
}
