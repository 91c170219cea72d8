/**
 * Gives the path of a request target, without query and trailing slashes: `/batch`, or '' for the root.
 *
 * Takes origin-form and absolute-form, which servers must accept too (RFC 9112 section 3.2.2).
 */
export function pathOf(target: string): string {
  // Asked of every request that passes a batch on its way: those in origin-form need no look for an origin.
  const path = target.startsWith('/') ? target : target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i, '');
  const query = path.indexOf('?');
  let end = query === -1 ? path.length : query;
  while (path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}
