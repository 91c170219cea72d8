import type { Outcome } from './outcome.js';

/**
 * Gathers the Set-Cookie fields of all answers for the envelope, in request order.
 *
 * Of those with one name, domain and path the last wins, as it would in a cookie jar (RFC 6265 section 5.3).
 */
export function liftSetCookie(outcomes: readonly Outcome[]): string[] {
  const cookies = new Map<string, string>();
  for (const outcome of outcomes) {
    if (outcome.kind !== 'answered') continue;
    const field = outcome.answer.headers['set-cookie'];
    if (field === undefined) continue;
    for (const cookie of typeof field === 'string' ? [field] : field) {
      const key = cookieKey(cookie);
      cookies.delete(key);
      cookies.set(key, cookie);
    }
  }
  return [...cookies.values()];
}

function cookieKey(cookie: string): string {
  const [pair = '', ...attributes] = cookie.split(';');
  const name = pair.split('=', 1)[0]?.trim() ?? '';
  const scope = ['domain', 'path'].map((wanted) => {
    const found = attributes.findLast(
      (attribute) => attribute.split('=', 1)[0]?.trim().toLowerCase() === wanted,
    );
    const value = found?.slice(found.indexOf('=') + 1).trim() ?? '';
    return wanted === 'domain' ? value.replace(/^\./, '').toLowerCase() : value;
  });
  return JSON.stringify([name, ...scope]);
}
