/**
 * Checks that an option is a function, or absent. `option` is its full name, such as `batch.allow`.
 *
 * @throws {TypeError} if it is anything else.
 */
export function checkFunction(option: string, value: unknown): void {
  if (value === undefined || typeof value === 'function') return;
  throw new TypeError(`${option} must be a function, got ${value === null ? 'null' : typeof value}`);
}
