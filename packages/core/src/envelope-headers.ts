import type { EnvelopeRequest } from './envelope.js';

/**
 * Gives the headers of every answer whose content was negotiated: what the app has set, with the names of the request
 * headers that had a say added to Vary (RFC 9110 section 12.5.5), and not to be stored unless the app says otherwise.
 */
export function negotiatedHeaders(
  responseHeaders: EnvelopeRequest['responseHeaders'],
  varyOn: readonly string[] = ['Accept'],
): Record<string, string> {
  let vary = joinField(responseHeaders['vary']);
  for (const token of varyOn) vary = appendToken(vary, token);
  const headers: Record<string, string> = { vary };
  if (responseHeaders['cache-control'] === undefined) headers['cache-control'] = 'no-store';
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
