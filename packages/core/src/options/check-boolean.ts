/**
 * Checks that an option is true or false, or absent. `option` is its full name, such as `batch.timings`.
 *
 * @throws {TypeError} if it is anything else.
 */
export function checkBoolean(option: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'boolean')
    throw new TypeError(`${option} must be true or false`);
}
