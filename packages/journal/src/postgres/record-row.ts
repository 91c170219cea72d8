import type { BatchRecord } from '../batch-records.js';

/** A record, as the statements `find` and `list` return it. */
export interface RecordRow {
  readonly id: string;
  readonly ref: string;
  readonly client: string;
  readonly about: string;
  readonly created_at: number;
  readonly opened_at: number | null;
  readonly started_at: number | null;
  readonly stopped: 'drain' | 'abort' | null;
  readonly ended_at: number | null;
  readonly keep_ms: number;
  readonly now: number;
  readonly jobs: number;
  readonly units: number;
  readonly done: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly running_jobs: number;
  readonly ended_jobs: number;
}

/** Returns the record of a row. */
export function toRecord(row: RecordRow): BatchRecord {
  const { ref, client, about, now, jobs, units, done, succeeded, failed } = row;
  return {
    ref,
    client,
    about,
    createdAt: row.created_at,
    openedAt: row.opened_at ?? undefined,
    startedAt: row.started_at ?? undefined,
    stopped: row.stopped ?? undefined,
    endedAt: row.ended_at ?? undefined,
    expiresAt: row.ended_at === null ? undefined : row.ended_at + row.keep_ms,
    now,
    jobs,
    units,
    done,
    succeeded,
    failed,
    runningJobs: row.running_jobs,
    endedJobs: row.ended_jobs,
  };
}
