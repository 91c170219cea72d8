import type { Outcome } from '../operation/outcome.js';

/**
 * Returns the Set-Cookie fields of all answers for the response of the batch, in request order.
 *
 * If several cookies have the same name, domain and path, and all or none are partitioned (CHIPS), the last one wins, as in
 * the cookie jar of a browser (RFC 6265 section 5.3). A cookie without a path gets the default path of its operation (section 5.1.4) if that differs
 * from the default path of the batch at `batchPath`.
 */
export function liftSetCookie(
  outcomes: readonly Outcome[],
  { batchPath, basePath }: { readonly batchPath: string; readonly basePath: string },
): string[] {
  if (!outcomes.some(hasCookies)) return [];
  const cookies = new Map<string, string>();
  const envelopePath = defaultPath(batchPath);
  for (const outcome of outcomes) {
    if (outcome.kind !== 'answered') continue;
    const field = outcome.answer.headers['set-cookie'];
    if (field === undefined) continue;
    const ownPath = defaultPath(basePath + outcome.operation.url);
    for (const cookie of typeof field === 'string' ? [field] : field) {
      const { name, domain, path, isPartitioned } = readScope(cookie);
      const key = JSON.stringify([name, domain, path ?? ownPath, isPartitioned]);
      cookies.delete(key);
      cookies.set(
        key,
        path === undefined && ownPath !== envelopePath ? `${cookie}; Path=${ownPath}` : cookie,
      );
    }
  }
  return [...cookies.values()];
}

function hasCookies(outcome: Outcome): boolean {
  return outcome.kind === 'answered' && outcome.answer.headers['set-cookie'] !== undefined;
}

interface CookieScope {
  readonly name: string;
  readonly domain: string;
  readonly path: string | undefined;
  readonly isPartitioned: boolean;
}

function readScope(cookie: string): CookieScope {
  const [pair = '', ...attributes] = cookie.split(';');
  const findAttribute = (attributeName: string): string | undefined =>
    attributes.findLast((attribute) => attribute.split('=', 1)[0]?.trim().toLowerCase() === attributeName);
  const readAttribute = (attributeName: string): string | undefined => {
    const found = findAttribute(attributeName);
    return found?.slice(found.indexOf('=') + 1).trim();
  };
  const path = readAttribute('path');
  return {
    name: pair.split('=', 1)[0]?.trim() ?? '',
    domain: readAttribute('domain')?.replace(/^\./, '').toLowerCase() ?? '',
    path: path?.startsWith('/') === true ? path : undefined,
    isPartitioned: findAttribute('partitioned') !== undefined,
  };
}

/**
 * Returns the path that a browser assumes for a cookie without one: the directory of the URL (RFC 6265 section 5.1.4).
 */
function defaultPath(url: string): string {
  // A semicolon is legal in a path, but in Set-Cookie it would end the attribute and begin another.
  const [path = ''] = url.split(/[?;]/, 1);
  const end = path.lastIndexOf('/');
  return end <= 0 ? '/' : path.slice(0, end);
}
