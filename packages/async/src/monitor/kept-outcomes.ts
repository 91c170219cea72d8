import type { Operation } from '@multistatus/core';
import { type AsyncEndpoint, failedOutcome, type Outcome, skippedOutcome } from '@multistatus/core/adapter';
import type { BatchRecord, FinishedJob, JournalBatches } from '@multistatus/journal';
import { callJournal } from '../journal-call.js';
import { readJobPayload } from '../stored/job-payload.js';
import { noSuchMonitor } from './no-such-monitor.js';

/** How many jobs are read ahead of the one that is written. */
const READ_AHEAD = 3;

/** Where the outcomes of a request are kept. */
export interface KeptOutcomesSource {
  readonly endpoint: AsyncEndpoint;
  readonly batches: JournalBatches;
  readonly record: BatchRecord;
}

/**
 * Returns the outcomes of a request that has ended, in request order. Holds only the outcomes of a few jobs at a time, or of those jobs
 * whose operations alternate.
 *
 * @throws {BatchProblem} `journal-unavailable`, or `no-such-monitor` if the record has been removed meanwhile.
 * @throws {TypeError} if something of what is kept is missing or damaged.
 */
export async function* keptOutcomes(source: KeptOutcomesSource): AsyncGenerator<Outcome, void, undefined> {
  const { units } = source.record;
  const jobs = readJobs(source);
  // Of jobs whose operations alternate, those that come later in the request.
  const waiting = new Map<number, Outcome>();
  try {
    for (let index = 0; index < units; index += 1) {
      let outcome = waiting.get(index);
      while (outcome === undefined) {
        const next = await jobs.next();
        if (next.done === true) throw new TypeError('The journal has lost operations of a request');
        for (const each of next.value) waiting.set(each.operation.index, each);
        outcome = waiting.get(index);
      }
      waiting.delete(index);
      yield outcome;
    }
  } finally {
    await jobs.return();
  }
}

/** Returns the outcomes of each job, in the order of the jobs. The next jobs are read while the outcomes of one are used. */
async function* readJobs(source: KeptOutcomesSource): AsyncGenerator<readonly Outcome[], void, undefined> {
  const { jobs } = source.record;
  const reading: Promise<readonly Outcome[]>[] = [];
  let next = 0;
  while (next < jobs || reading.length > 0) {
    while (next < jobs && reading.length <= READ_AHEAD) {
      const outcomes = outcomesOfJob(source, next);
      outcomes.catch(() => undefined); // reported when it is this job's turn
      reading.push(outcomes);
      next += 1;
    }
    yield await (reading.shift() as Promise<readonly Outcome[]>);
  }
}

/**
 * Returns the outcomes of one job, in request order. An operation of a cancelled request that has none has not run, or was aborted.
 *
 * @throws {BatchProblem} `journal-unavailable`, or `no-such-monitor` if the record has been removed meanwhile.
 * @throws {TypeError} if something of what is kept is missing or damaged.
 */
export async function outcomesOfJob(
  { endpoint, batches, record: { ref } }: KeptOutcomesSource,
  job: number,
): Promise<readonly Outcome[]> {
  const report = (error: unknown): void => endpoint.onError(error, {});
  const kept = await callJournal(report, () => batches.readJob(ref, job));
  if (kept === undefined) throw noSuchMonitor();
  return endpoint.restore(readJobPayload(kept.payload), kept.outcomes, (operation) =>
    missingOutcome(operation, kept.claimed),
  );
}

function missingOutcome(operation: Operation, claimed: FinishedJob['claimed']): Outcome {
  if (claimed.has(operation.index)) {
    const detail = 'The request was cancelled while this ran; whether it took effect is unknown';
    return failedOutcome(operation, 'operation-timeout', detail);
  }
  const detail = 'The request was cancelled before this started; it did not run, and may be sent again';
  return skippedOutcome(operation, 'cancelled', { detail });
}
