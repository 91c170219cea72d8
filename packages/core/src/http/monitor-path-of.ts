/**
 * Returns the path of a monitor below an endpoint, `/monitors` or `/monitors/<id>`; `undefined` if a path is not one. `path` and
 * `endpoint` are paths as `pathOf` returns them.
 */
export function monitorPathOf(path: string, endpoint: string): string | undefined {
  if (!path.startsWith(`${endpoint}/monitors`)) return undefined;
  const below = path.slice(endpoint.length);
  return below === '/monitors' || below.startsWith('/monitors/') ? below : undefined;
}
