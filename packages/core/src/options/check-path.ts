/**
 * Checks the option `path` of an adapter.
 *
 * @throws {TypeError} if it is given and no path that begins with `/`.
 */
export function checkPath(path: unknown): void {
  if (path === undefined || (typeof path === 'string' && path.startsWith('/'))) return;
  throw new TypeError(`batch.path must be a path that begins with /, got ${JSON.stringify(path)}`);
}
