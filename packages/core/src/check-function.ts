/**
 * Checks an option of a batch that is a function, or absent.
 *
 * @throws {TypeError} otherwise.
 */
export function checkFunction(option: string, value: unknown): void {
  if (value === undefined || typeof value === 'function') return;
  throw new TypeError(`batch.${option} must be a function, got ${value === null ? 'null' : typeof value}`);
}
