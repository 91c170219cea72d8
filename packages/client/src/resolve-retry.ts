import { rejectUnknownOptions, resolveInteger } from './check-options.js';

/** Options for sending operations again that may be repeated. */
export interface RetryOptions {
  /** The maximum number of times that one operation is sent, including the first time. @defaultValue 3 */
  readonly maxTries?: number | undefined;
  /**
   * The upper bound of the random delay before the second try, in milliseconds. It doubles with each further try.
   * @defaultValue 250
   */
  readonly baseDelayMs?: number | undefined;
  /** The longest delay, in milliseconds. If `Retry-After` exceeds it, there is no further try. @defaultValue 30_000 */
  readonly maxDelayMs?: number | undefined;
  /** The source of time and randomness, which a test can replace. @defaultValue that of the platform */
  readonly clock?: RetryClock | undefined;
}

/** The time and randomness used for delays. */
export interface RetryClock {
  /** Returns the time in milliseconds since 1970-01-01 UTC. */
  now(): number;
  /** Returns a random number of at least 0 and less than 1. */
  random(): number;
  /** Resolves after the delay. */
  wait(delayMs: number): Promise<void>;
}

/** Retry options with the defaults applied. */
export type ResolvedRetry = { readonly [Name in keyof RetryOptions]-?: NonNullable<RetryOptions[Name]> };

const PLATFORM_CLOCK: RetryClock = {
  now: () => Date.now(),
  random: () => Math.random(),
  wait: (delayMs) =>
    new Promise((resolve) => {
      setTimeout(resolve, delayMs);
    }),
};

/**
 * Checks retry options and applies the defaults; returns `undefined` if nothing is to be sent again.
 *
 * @throws {TypeError} for an unknown option.
 * @throws {RangeError} for a number out of bounds.
 */
export function resolveRetry(options: RetryOptions | undefined): ResolvedRetry | undefined {
  if (options === undefined) return undefined;
  rejectUnknownOptions('retry', options, ['maxTries', 'baseDelayMs', 'maxDelayMs', 'clock']);
  const { maxTries, baseDelayMs, maxDelayMs, clock } = options;
  return {
    maxTries: resolveInteger('retry.maxTries', maxTries, { min: 1, defaultValue: 3 }),
    baseDelayMs: resolveInteger('retry.baseDelayMs', baseDelayMs, { min: 0, defaultValue: 250 }),
    maxDelayMs: resolveInteger('retry.maxDelayMs', maxDelayMs, { min: 0, defaultValue: 30_000 }),
    clock: clock ?? PLATFORM_CLOCK,
  };
}
