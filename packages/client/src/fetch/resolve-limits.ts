import { rejectUnknownOptions, resolveInteger } from '../check-options.js';

/** What a server takes in one batch; each is 1 or more. */
export interface LimitOptions {
  /** Operations in one batch. @defaultValue 100 */
  readonly maxOperations?: number | undefined;
  /** Bytes of one batch. @defaultValue 1_048_576 (1 MiB) */
  readonly maxBodyBytes?: number | undefined;
  /** Characters of an operation's path and query. @defaultValue 8_192 */
  readonly maxUrlLength?: number | undefined;
  /** Bytes of an operation's headers. @defaultValue 16_384 (16 KiB) */
  readonly maxHeaderBytes?: number | undefined;
}

/** Each limit with its value. */
export type Limits = { readonly [Name in keyof LimitOptions]-?: number };

/** Those of the server of this family, where nobody has changed them. */
const DEFAULTS: Limits = {
  maxOperations: 100,
  maxBodyBytes: 1_048_576,
  maxUrlLength: 8_192,
  maxHeaderBytes: 16_384,
};

const NAMES: readonly (keyof Limits)[] = Object.keys(DEFAULTS) as (keyof Limits)[];

/**
 * Checks the limits of an options object, and gives those that it says.
 *
 * @throws {TypeError} for one that is none. @throws {RangeError} for one that is no integer from 1 up.
 */
export function checkLimits(options: LimitOptions = {}): Partial<Limits> {
  rejectUnknownOptions('limits', options, NAMES);
  const said = NAMES.filter((name) => options[name] !== undefined);
  return Object.fromEntries(
    said.map((name) => [name, resolveInteger(`limits.${name}`, options[name], { min: 1, preset: 1 })]),
  );
}

/** Whether there is nothing left to ask the server. */
export function areComplete(limits: Partial<Limits>): limits is Limits {
  return NAMES.every((name) => limits[name] !== undefined);
}

/** Gives every limit: what the options say, else what the server says, else the default. */
export function resolveLimits(said: Partial<Limits>, described: unknown): Limits {
  const limits: Record<keyof Limits, number> = { ...DEFAULTS };
  for (const name of NAMES) limits[name] = said[name] ?? readLimit(described, name) ?? limits[name];
  return limits;
}

/** Gives a limit that stands in a foreign object, if it is one. */
export function readLimit(source: unknown, name: string): number | undefined {
  if (typeof source !== 'object' || source === null || !Object.hasOwn(source, name)) return undefined;
  const value = (source as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 ? value : undefined;
}

/** Whether a name is that of a limit. */
export function isLimitName(name: unknown): name is keyof Limits {
  return typeof name === 'string' && Object.hasOwn(DEFAULTS, name);
}
