import type { EnvelopeRequest } from './envelope.js';

/**
 * Gives the headers of every answer of the endpoint whose content was negotiated: what the app has set, with Accept
 * added to Vary (RFC 9110 section 12.5.5), and not to be stored unless the app says otherwise.
 */
export function negotiatedHeaders(
  responseHeaders: EnvelopeRequest['responseHeaders'],
): Record<string, string> {
  const headers: Record<string, string> = { vary: appendToken(responseHeaders['vary'], 'Accept') };
  if (responseHeaders['cache-control'] === undefined) headers['cache-control'] = 'no-store';
  return headers;
}

function appendToken(field: unknown, token: string): string {
  const present = (Array.isArray(field) ? field : [field]).filter((value) => value !== undefined).join(', ');
  const tokens = present.split(',').map((value) => value.trim().toLowerCase());
  if (tokens.includes('*') || tokens.includes(token.toLowerCase())) return present;
  return present === '' ? token : `${present}, ${token}`;
}
