import { rejectUnknownOptions, resolveInteger } from './check-options.js';

/** Whether and when what may be sent again is sent again. */
export interface RetryOptions {
  /** How often one operation is sent at most, the first time included. @defaultValue 3 */
  readonly maxTries?: number | undefined;
  /** Bound of the random wait before the second try, in milliseconds; doubles with each further one. @defaultValue 250 */
  readonly baseDelayMs?: number | undefined;
  /** The longest wait, in milliseconds. A `Retry-After` beyond it ends the tries. @defaultValue 30_000 */
  readonly maxDelayMs?: number | undefined;
  /** Time and chance; a test gives its own. @defaultValue those of the platform */
  readonly clock?: RetryClock | undefined;
}

/** Where waiting gets time and chance from. */
export interface RetryClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** From 0 up, below 1. */
  random(): number;
  /** Resolves after so many milliseconds. */
  wait(delayMs: number): Promise<void>;
}

/** Options of resending, each with its value. */
export type ResolvedRetry = { readonly [Name in keyof RetryOptions]-?: NonNullable<RetryOptions[Name]> };

const PLATFORM: RetryClock = {
  now: () => Date.now(),
  random: () => Math.random(),
  wait: (delayMs) =>
    new Promise((resolve) => {
      setTimeout(resolve, delayMs);
    }),
};

/**
 * Gives every option of resending its value; `undefined` where nothing is to be resent.
 *
 * @throws {TypeError} for an unknown option.
 * @throws {RangeError} for a number out of its bounds.
 */
export function resolveRetry(options: RetryOptions | undefined): ResolvedRetry | undefined {
  if (options === undefined) return undefined;
  rejectUnknownOptions('retry', options, ['maxTries', 'baseDelayMs', 'maxDelayMs', 'clock']);
  const { maxTries, baseDelayMs, maxDelayMs, clock } = options;
  return {
    maxTries: resolveInteger('retry.maxTries', maxTries, { min: 1, preset: 3 }),
    baseDelayMs: resolveInteger('retry.baseDelayMs', baseDelayMs, { min: 0, preset: 250 }),
    maxDelayMs: resolveInteger('retry.maxDelayMs', maxDelayMs, { min: 0, preset: 30_000 }),
    clock: clock ?? PLATFORM,
  };
}
