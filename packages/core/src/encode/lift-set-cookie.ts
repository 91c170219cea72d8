import type { Outcome } from '../operation/outcome.js';

/**
 * Gathers the Set-Cookie fields of all answers for the envelope, in request order.
 *
 * Of those with one name, domain and path the last wins, as it would in a cookie jar (RFC 6265 section 5.3). One
 * without a path gets that of its operation (section 5.1.4), where the envelope at `batchPath` would give another.
 */
export function liftSetCookie(
  outcomes: readonly Outcome[],
  { batchPath, basePath }: { readonly batchPath: string; readonly basePath: string },
): string[] {
  const cookies = new Map<string, string>();
  const envelopePath = defaultPath(batchPath);
  for (const outcome of outcomes) {
    if (outcome.kind !== 'answered') continue;
    const field = outcome.answer.headers['set-cookie'];
    if (field === undefined) continue;
    const ownPath = defaultPath(basePath + outcome.operation.url);
    for (const cookie of typeof field === 'string' ? [field] : field) {
      const { name, domain, path } = readScope(cookie);
      const key = JSON.stringify([name, domain, path ?? ownPath]);
      cookies.delete(key);
      cookies.set(
        key,
        path === undefined && ownPath !== envelopePath ? `${cookie}; Path=${ownPath}` : cookie,
      );
    }
  }
  return [...cookies.values()];
}

function readScope(cookie: string): { name: string; domain: string; path: string | undefined } {
  const [pair = '', ...attributes] = cookie.split(';');
  const readAttribute = (wanted: string): string | undefined => {
    const found = attributes.findLast(
      (attribute) => attribute.split('=', 1)[0]?.trim().toLowerCase() === wanted,
    );
    return found?.slice(found.indexOf('=') + 1).trim();
  };
  const path = readAttribute('path');
  return {
    name: pair.split('=', 1)[0]?.trim() ?? '',
    domain: readAttribute('domain')?.replace(/^\./, '').toLowerCase() ?? '',
    path: path?.startsWith('/') === true ? path : undefined,
  };
}

/** The directory of a URL's path: what a cookie jar takes for the path of a cookie that names none. */
function defaultPath(url: string): string {
  // A semicolon, legal in a path, would end the attribute and begin another.
  const [path = ''] = url.split(/[?;]/, 1);
  const end = path.lastIndexOf('/');
  return end <= 0 ? '/' : path.slice(0, end);
}
