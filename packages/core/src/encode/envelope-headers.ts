import type { EnvelopeRequest } from '../http/envelope.js';

/**
 * Returns the headers of a negotiated answer: `Vary` as the app has set it, with the request headers added that the
 * answer depends on (RFC 9110 section 12.5.5), and `Cache-Control: no-store` unless the app has set a Cache-Control.
 *
 * `applied` lists the preferences that were honoured (RFC 7240 section 3).
 */
export function negotiatedHeaders(
  responseHeaders: EnvelopeRequest['responseHeaders'],
  applied: readonly string[] = [],
): Record<string, string> {
  const present = responseHeaders['vary'];
  const vary = present === undefined ? 'Accept' : appendToken(joinField(present), 'Accept');
  const headers: Record<string, string> = { vary };
  if (responseHeaders['cache-control'] === undefined) headers['cache-control'] = 'no-store';
  if (applied.length > 0) {
    headers['vary'] = appendToken(vary, 'Prefer');
    headers['preference-applied'] = applied.join(', ');
  }
  return headers;
}

function joinField(field: unknown): string {
  return (Array.isArray(field) ? field : [field]).filter((value) => value !== undefined).join(', ');
}

function appendToken(present: string, token: string): string {
  const tokens = present.split(',').map((value) => value.trim().toLowerCase());
  if (tokens.includes('*') || tokens.includes(token.toLowerCase())) return present;
  return present === '' ? token : `${present}, ${token}`;
}
