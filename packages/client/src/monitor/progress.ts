import { valueAt } from '@multistatus/wire';

/** The number of operations of a batch, and how many of them have an outcome. */
export interface BatchProgress {
  /** How many operations the batch has. */
  readonly total: number;
  /** The sum of the three numbers below. */
  readonly done: number;
  /** How many operations have succeeded so far. */
  readonly succeeded: number;
  /** How many operations have failed so far, including those that did not run. */
  readonly failed: number;
  /** Redirects, and removed members. */
  readonly other: number;
  /** 0 to 100, rounded down: 100 only if `done` is `total`. */
  readonly percent: number;
}

/** Creates the progress of a batch from its counts. */
export function toProgress(
  total: number,
  { succeeded, failed, other }: Pick<BatchProgress, 'succeeded' | 'failed' | 'other'>,
): BatchProgress {
  const done = Math.min(total, succeeded + failed + other);
  const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
  return { total, done, succeeded, failed, other, percent };
}

/** Reads the progress that a server sends; `undefined` if it is not one. */
export function readProgress(value: unknown): BatchProgress | undefined {
  const numberAt = (name: string): number | undefined => {
    const number = valueAt(value, [name]);
    return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
  };
  const total = numberAt('total');
  const succeeded = numberAt('succeeded');
  const failed = numberAt('failed');
  if (total === undefined || succeeded === undefined || failed === undefined) return undefined;
  return toProgress(total, { succeeded, failed, other: numberAt('other') ?? 0 });
}
