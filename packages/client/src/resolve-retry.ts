import { rejectUnknownOptions, resolveInteger } from './check-options.js';

/** Options for sending a batch, or some of its operations, again. */
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
  /**
   * How long to wait in all, in milliseconds, for an earlier request with the same Idempotency-Key that is still running
   * (409). Such waiting is not a try. @defaultValue 60_000
   */
  readonly maxInProgressMs?: number | undefined;
  /** The source of time and randomness, which a test can replace. @defaultValue that of the platform */
  readonly clock?: RetryClock | undefined;
}

/** The time and randomness used for delays. */
export interface RetryClock {
  /** Returns the time in milliseconds since 1970-01-01 UTC. */
  now(): number;
  /** Returns a random number of at least 0 and less than 1. */
  random(): number;
  /** Resolves after the delay, or as soon as the signal is aborted. */
  wait(delayMs: number, signal?: AbortSignal): Promise<void>;
}

/** Retry options with the defaults applied. */
export type ResolvedRetry = { readonly [Name in keyof RetryOptions]-?: NonNullable<RetryOptions[Name]> };

const NAMES = ['maxTries', 'baseDelayMs', 'maxDelayMs', 'maxInProgressMs', 'clock'];
const PLATFORM_CLOCK: RetryClock = {
  now: () => Date.now(),
  random: () => Math.random(),
  wait: (delayMs, signal) =>
    new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, delayMs);
      signal?.addEventListener('abort', end);
      if (signal?.aborted === true) end();
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
  rejectUnknownOptions('retry', options, NAMES);
  return withDefaults(options);
}

/** What applies to a batch with an Idempotency-Key if there are no retry options. */
export const DEFAULT_RETRY: ResolvedRetry = withDefaults({});

function withDefaults(options: RetryOptions): ResolvedRetry {
  const { maxTries, baseDelayMs, maxDelayMs, maxInProgressMs, clock } = options;
  return {
    maxTries: resolveInteger('retry.maxTries', maxTries, { min: 1, defaultValue: 3 }),
    baseDelayMs: resolveInteger('retry.baseDelayMs', baseDelayMs, { min: 0, defaultValue: 250 }),
    maxDelayMs: resolveInteger('retry.maxDelayMs', maxDelayMs, { min: 0, defaultValue: 30_000 }),
    maxInProgressMs: resolveInteger('retry.maxInProgressMs', maxInProgressMs, {
      min: 0,
      defaultValue: 60_000,
    }),
    clock: clock ?? PLATFORM_CLOCK,
  };
}
