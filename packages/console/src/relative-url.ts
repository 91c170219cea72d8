const ANY_ORIGIN = 'http://origin.invalid';

/**
 * Returns the URL of a path relative to a page whose path is `page`. It stays right behind a proxy that adds or removes a prefix
 * of both.
 */
export function relativeUrl(page: string, path: string): string {
  const { pathname, search } = new URL(path, ANY_ORIGIN);
  const from = page.split('/').slice(1, -1);
  const to = pathname.split('/').slice(1);
  let common = 0;
  while (common < Math.min(from.length, to.length - 1) && from[common] === to[common]) common += 1;
  // `./` keeps a first segment with a colon from being read as a scheme.
  return `${'../'.repeat(from.length - common) || './'}${to.slice(common).join('/')}${search}`;
}
