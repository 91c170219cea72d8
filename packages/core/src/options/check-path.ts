/**
 * Checks that the option `path` of an adapter is a path that begins with `/`, or absent.
 *
 * @throws {TypeError} if it is anything else.
 */
export function checkPath(path: unknown): void {
  if (path === undefined || (typeof path === 'string' && path.startsWith('/'))) return;
  throw new TypeError(`batch.path must be a path that begins with /, got ${JSON.stringify(path)}`);
}
