import { rejectUnknownOptions, resolveInteger } from '../check-options.js';

/** The limits of a server for one batch. All are integers from 1 up. */
export interface LimitOptions {
  /** Number of operations in one batch. @defaultValue 100 */
  readonly maxOperations?: number | undefined;
  /** Number of operations in one batch whose method may change something. @defaultValue as `maxOperations` */
  readonly maxUnsafeOperations?: number | undefined;
  /** Size of one batch in bytes. @defaultValue 1_048_576 (1 MiB) */
  readonly maxBodyBytes?: number | undefined;
  /** Length of an operation's path and query in characters. @defaultValue 8_192 */
  readonly maxUrlLength?: number | undefined;
  /** Size of an operation's headers in bytes. @defaultValue 16_384 (16 KiB) */
  readonly maxHeaderBytes?: number | undefined;
}

/** Limits with the defaults applied. */
export type Limits = { readonly [Name in keyof LimitOptions]-?: number };

/** The defaults of the multistatus server. */
const DEFAULTS: Limits = {
  maxOperations: 100,
  maxUnsafeOperations: 100,
  maxBodyBytes: 1_048_576,
  maxUrlLength: 8_192,
  maxHeaderBytes: 16_384,
};

const LIMIT_NAMES: readonly (keyof Limits)[] = Object.keys(DEFAULTS) as (keyof Limits)[];

/**
 * Checks the limits in an options object, and returns those that are set.
 *
 * @throws {TypeError} for an unknown limit.
 * @throws {RangeError} for a limit that is not an integer from 1 up.
 */
export function checkLimits(options: LimitOptions = {}): Partial<Limits> {
  rejectUnknownOptions('limits', options, LIMIT_NAMES);
  const names = LIMIT_NAMES.filter((name) => options[name] !== undefined);
  return Object.fromEntries(
    names.map((name) => [name, resolveInteger(`limits.${name}`, options[name], { min: 1, defaultValue: 1 })]),
  );
}

/** Checks whether all limits are known that do not follow from others, so that the server need not be asked. */
export function areComplete(limits: Partial<Limits>): boolean {
  return LIMIT_NAMES.every((name) => name === 'maxUnsafeOperations' || limits[name] !== undefined);
}

/** Returns all limits: the value of the option, otherwise that reported by the server, otherwise the default. */
export function resolveLimits(options: Partial<Limits>, reported: unknown): Limits {
  const limits: Record<keyof Limits, number> = { ...DEFAULTS };
  for (const name of LIMIT_NAMES) limits[name] = options[name] ?? readLimit(reported, name) ?? limits[name];
  limits.maxUnsafeOperations =
    options.maxUnsafeOperations ?? readLimit(reported, 'maxUnsafeOperations') ?? limits.maxOperations;
  return limits;
}

/** Reads a limit from untrusted JSON; returns `undefined` unless it is an integer from 1 up. */
export function readLimit(source: unknown, name: string): number | undefined {
  if (typeof source !== 'object' || source === null || !Object.hasOwn(source, name)) return undefined;
  const value = (source as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 ? value : undefined;
}

/** Checks whether a value is the name of a limit. */
export function isLimitName(name: unknown): name is keyof Limits {
  return typeof name === 'string' && Object.hasOwn(DEFAULTS, name);
}
