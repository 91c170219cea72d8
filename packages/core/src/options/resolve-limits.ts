import { describeValue } from './describe-value.js';
import { rejectUnknownOptions } from './reject-unknown-options.js';

/** The greatest delay that a timer of the platform can have, about 24.8 days. */
export const MAX_TIMEOUT_MS = 2_147_483_647;

const DEFAULT_LIMITS = {
  maxOperations: 100,
  maxBodyBytes: 1_048_576,
  concurrency: 8,
  operationTimeoutMs: 10_000,
  batchTimeoutMs: 25_000,
  maxOperationResponseBytes: 4_194_304,
  maxResponseBytes: 33_554_432,
  maxUrlLength: 8_192,
  maxHeaderBytes: 16_384,
  maxJsonDepth: 64,
  maxDependencyDepth: 100,
  maxConcurrentRequests: 64,
  bodyTimeoutMs: 30_000,
} as const;

/** The bounds of a batch; each is finite by default and at least 1. */
export interface LimitOptions {
  /** Operations in one batch. @defaultValue 100 */
  readonly maxOperations?: number | undefined;
  /** Bytes of the request body. @defaultValue 1_048_576 (1 MiB) */
  readonly maxBodyBytes?: number | undefined;
  /** Operations of one batch that run at the same time. @defaultValue 8 */
  readonly concurrency?: number | undefined;
  /** Milliseconds after which an operation is aborted and answered 504. @defaultValue 10_000 */
  readonly operationTimeoutMs?: number | undefined;
  /** Milliseconds after which the batch answers with what it has. @defaultValue 25_000 */
  readonly batchTimeoutMs?: number | undefined;
  /** Bytes of one operation's response body; a longer one is omitted. @defaultValue 4_194_304 (4 MiB) */
  readonly maxOperationResponseBytes?: number | undefined;
  /** Bytes of all response bodies of a batch; those beyond are omitted. @defaultValue 33_554_432 (32 MiB) */
  readonly maxResponseBytes?: number | undefined;
  /** Characters of an operation's URL. @defaultValue 8_192 */
  readonly maxUrlLength?: number | undefined;
  /** Bytes of an operation's own header fields, names and separators included. @defaultValue 16_384 (16 KiB) */
  readonly maxHeaderBytes?: number | undefined;
  /** Levels of objects and arrays in the request body. @defaultValue 64 */
  readonly maxJsonDepth?: number | undefined;
  /** Operations or groups that have to succeed one after another before one may start. @defaultValue 100 */
  readonly maxDependencyDepth?: number | undefined;
  /**
   * Batches that the endpoint handles at the same time. A further one is answered 503 before its body is read; a place is
   * taken when the body has arrived, and given back when everything has run.
   *
   * @defaultValue 64
   */
  readonly maxConcurrentRequests?: number | undefined;
  /** Milliseconds after which a request whose body has not arrived completely is answered 408. @defaultValue 30_000 */
  readonly bodyTimeoutMs?: number | undefined;
}

/** All limits, each with its value. */
export type Limits = Readonly<Record<keyof LimitOptions, number>>;

/** The names of all limits, in the order in which they are documented. */
export const LIMIT_NAMES: readonly (keyof LimitOptions)[] = Object.keys(
  DEFAULT_LIMITS,
) as (keyof LimitOptions)[];

/**
 * Gives every limit of a batch a value: what the options say, or the default. An option that is `undefined` counts as
 * absent.
 *
 * @throws {TypeError} if `options` is not an object, or has a member that is not a limit.
 * @throws {RangeError} if a limit is not an integer of at least 1, or a timeout is above 2_147_483_647 ms.
 */
export function resolveLimits(options?: LimitOptions): Limits {
  return fillLimits('batch.limits', options, { defaults: DEFAULT_LIMITS });
}

/**
 * Returns a value for every limit of `defaults`: what the options say, or the default. Those in `unbounded` may be
 * `Infinity`. `owner` names the options in messages, as in `batch.limits`.
 *
 * @throws {TypeError} if `options` is not an object, or has a member that is not a limit.
 * @throws {RangeError} if a limit is not an integer of at least 1, or a timeout is above 2_147_483_647 ms.
 */
export function fillLimits<Name extends string>(
  owner: string,
  options: { readonly [Each in NoInfer<Name>]?: number | undefined } = {},
  {
    defaults,
    unbounded = [],
  }: { readonly defaults: Readonly<Record<Name, number>>; readonly unbounded?: readonly NoInfer<Name>[] },
): Readonly<Record<Name, number>> {
  const limits: Record<Name, number> = { ...defaults };
  const names = Object.keys(defaults) as Name[];
  rejectUnknownOptions(owner, options, { known: names });
  for (const name of names) {
    const given: unknown = options[name];
    if (given === undefined) continue;
    const max = name.endsWith('Ms') ? MAX_TIMEOUT_MS : Number.MAX_SAFE_INTEGER;
    const mayBeInfinite = unbounded.includes(name);
    const isFit = Number.isInteger(given) && (given as number) >= 1 && (given as number) <= max;
    if (!isFit && !(mayBeInfinite && given === Number.POSITIVE_INFINITY)) {
      const range = `an integer from 1 to ${max}${mayBeInfinite ? ', or Infinity' : ''}`;
      throw new RangeError(`${owner}.${name} must be ${range}, got ${describeValue(given)}`);
    }
    limits[name] = given as number;
  }
  return Object.freeze(limits);
}
