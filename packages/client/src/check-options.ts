/**
 * Refuses an options object with a member that no option is called.
 *
 * @throws {TypeError} that names the member, and the options that there are.
 */
export function rejectUnknownOptions(owner: string, options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`${owner} options must be an object, got ${String(options)}`);
  }
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) {
      throw new TypeError(`${owner}.${name} is not an option; known are ${known.join(', ')}`);
    }
  }
}

/**
 * Gives a number that an option says, or its default.
 *
 * @throws {RangeError} if it is no integer from `min` up.
 */
export function resolveInteger(
  name: string,
  value: number | undefined,
  { min, preset }: { readonly min: number; readonly preset: number },
): number {
  const number = value === undefined ? preset : value;
  if (!Number.isSafeInteger(number) || number < min) {
    throw new RangeError(`${name} must be an integer from ${min} up, got ${String(value)}`);
  }
  return number;
}
