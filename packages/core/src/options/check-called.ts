/**
 * Checks that a function that creates a handler has been called with its options, and not mounted as the handler itself: then a
 * framework calls it with a request and further arguments. `extra` are the arguments after the options; `usage` shows the right
 * code.
 *
 * @throws {TypeError} if there are further arguments.
 */
export function checkCalled(name: string, extra: readonly unknown[], usage: string): void {
  if (extra.length > 0) throw new TypeError(`${name}() needs to be called: ${usage}`);
}
