import { suggestNames } from '@multistatus/wire';

/**
 * Rejects an options object that has an unknown member.
 *
 * @throws {TypeError} naming the member, a similar option, and all options.
 */
export function rejectUnknownOptions(owner: string, options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`${owner} options must be an object, got ${String(options)}`);
  }
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) {
      throw new TypeError(
        `${owner}.${name} is not an option; ${suggestNames(name, { kind: 'options', known })}`,
      );
    }
  }
}

/**
 * Returns the function that sends requests: the option `fetch`, or the global one.
 *
 * @throws {TypeError} if the option is not a function, or if the platform has no `fetch`.
 */
export function resolveFetch(
  owner: string,
  fetch: typeof globalThis.fetch | undefined,
): typeof globalThis.fetch {
  if (fetch !== undefined && typeof fetch !== 'function') {
    throw new TypeError(`${owner}.fetch must be a function, got ${typeof fetch}`);
  }
  if (fetch === undefined && typeof globalThis.fetch !== 'function') {
    throw new TypeError(`${owner}.fetch must be set, because the platform has no fetch`);
  }
  return fetch ?? ((input, init) => globalThis.fetch(input, init));
}

/**
 * Returns the value of a numeric option, or its default.
 *
 * @throws {RangeError} if the value is not an integer of at least `min`.
 */
export function resolveInteger(
  name: string,
  value: number | undefined,
  { min, defaultValue }: { readonly min: number; readonly defaultValue: number },
): number {
  const number = value === undefined ? defaultValue : value;
  if (!Number.isSafeInteger(number) || number < min) {
    throw new RangeError(`${name} must be an integer >= ${min}, got ${String(value)}`);
  }
  return number;
}
