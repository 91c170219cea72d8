/**
 * Removes the public prefix from a path and query, as the reverse proxy does: with the prefix `/api`, `/api/photos` becomes
 * `/photos`.
 *
 * Returns `undefined` for a path that is not under the prefix.
 */
export function stripBasePath(path: string, basePath: string): string | undefined {
  if (!path.startsWith(basePath)) return undefined;
  const rest = path.slice(basePath.length);
  if (rest.startsWith('/')) return rest;
  return rest === '' || rest.startsWith('?') ? `/${rest}` : undefined;
}
