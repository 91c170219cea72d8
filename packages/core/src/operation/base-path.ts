/**
 * Takes the public prefix off a path and query, as the proxy in front does: `/api/photos` is `/photos` behind `/api`.
 *
 * Gives `undefined` for a path that is not under the prefix.
 */
export function stripBasePath(path: string, basePath: string): string | undefined {
  if (!path.startsWith(basePath)) return undefined;
  const rest = path.slice(basePath.length);
  if (rest.startsWith('/')) return rest;
  return rest === '' || rest.startsWith('?') ? `/${rest}` : undefined;
}
