import type { BatchRecord } from '@multistatus/journal';

/** What a monitor says of its request. */
export type MonitorStatus = 'running' | 'cancelling' | 'finished' | 'cancelled';

/** Returns what a record says of its request. A request that was stopped is cancelled, even if everything had an outcome by then. */
export function statusOf({ endedAt, stopped }: Pick<BatchRecord, 'endedAt' | 'stopped'>): MonitorStatus {
  if (endedAt === undefined) return stopped === undefined ? 'running' : 'cancelling';
  return stopped === undefined ? 'finished' : 'cancelled';
}

/** How far a request is. */
export interface Progress {
  readonly total: number;
  readonly done: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Neither succeeded nor failed, such as 3xx. */
  readonly other: number;
  /** 100 only if all operations have outcomes. */
  readonly percent: number;
}

/** Returns how far a record is. */
export function progressOf({ units: total, done, succeeded, failed }: ProgressCounts): Progress {
  const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
  return { total, done, succeeded, failed, other: done - succeeded - failed, percent };
}

type ProgressCounts = Pick<BatchRecord, 'units' | 'done' | 'succeeded' | 'failed'>;

/** Returns the seconds after which it is worth asking again: the longer a request runs, the less often. */
export function retryAfterSeconds({ createdAt, now }: Pick<BatchRecord, 'createdAt' | 'now'>): number {
  const elapsedSeconds = (now - createdAt) / 1000;
  return Math.max(1, Math.min(30, Math.floor(elapsedSeconds / 10)));
}
