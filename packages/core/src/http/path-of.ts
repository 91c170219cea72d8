/**
 * Returns the path of a request target, without query and trailing slashes: `/batch`, or '' for the root.
 *
 * The target is in origin-form or absolute-form; servers must accept both (RFC 9112 section 3.2.2).
 */
export function pathOf(target: string): string {
  // Called for every request that passes a batch endpoint, so the common origin-form skips the regular expression.
  const path = target.startsWith('/') ? target : target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i, '');
  const query = path.indexOf('?');
  let end = query === -1 ? path.length : query;
  while (path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}
