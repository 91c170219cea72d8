/**
 * Gives the path of a request target, without query and trailing slashes: `/batch`, or '' for the root.
 *
 * Takes origin-form and absolute-form, which servers must accept too (RFC 9112 section 3.2.2).
 */
export function pathOf(target: string): string {
  const path = target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i, '').split('?', 1)[0] ?? '';
  let end = path.length;
  while (path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}
