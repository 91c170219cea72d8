import type { BatchRecord } from '../batch-records.js';

/** Returns the record of a reply of `findRecord`. */
export function toRecord(ref: string, reply: unknown[]): BatchRecord | undefined {
  if (reply.length === 0) return undefined;
  const [client, about, createdAt, openedAt, startedAt, stopped, endedAt, keepMs, ...counts] = reply as (
    | string
    | null
  )[];
  const [jobs = 0, units = 0, done = 0, succeeded = 0, failed = 0, endedJobs = 0, runningJobs = 0, now = 0] =
    counts.map(Number);
  return {
    ref,
    client: client ?? '',
    about: about ?? '',
    createdAt: Number(createdAt),
    openedAt: numberOf(openedAt),
    startedAt: numberOf(startedAt),
    stopped: (stopped ?? undefined) as BatchRecord['stopped'],
    endedAt: numberOf(endedAt),
    expiresAt: endedAt === null ? undefined : Number(endedAt) + Number(keepMs),
    now,
    jobs,
    units,
    done,
    succeeded,
    failed,
    runningJobs,
    endedJobs,
  };
}

function numberOf(text: string | null | undefined): number | undefined {
  return text === null || text === undefined ? undefined : Number(text);
}
