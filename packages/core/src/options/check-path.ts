/**
 * Checks that the option `path` of an adapter is a path that begins with `/`, or absent.
 *
 * @throws {TypeError} if it is anything else.
 */
export function checkPath(path: unknown, owner: 'batch' | 'batchMonitors' = 'batch'): void {
  if (path === undefined || (typeof path === 'string' && path.startsWith('/'))) return;
  throw new TypeError(`${owner}.path must be a path that begins with /, got ${JSON.stringify(path)}`);
}
