/**
 * Checks an option that is a function, or absent; `option` names it in full, as in `batch.allow`.
 *
 * @throws {TypeError} otherwise.
 */
export function checkFunction(option: string, value: unknown): void {
  if (value === undefined || typeof value === 'function') return;
  throw new TypeError(`${option} must be a function, got ${value === null ? 'null' : typeof value}`);
}
