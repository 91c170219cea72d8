import {
  BatchProblem,
  type EnvelopeRequest,
  type EnvelopeResponse,
  negotiatedHeaders,
  type WorkHead,
} from '@multistatus/core/adapter';
import type { BatchRecord } from '@multistatus/journal';
import { callJournal } from '../journal-call.js';
import type { LaterEndpoint } from '../later-endpoint.js';
import { finalAnswer } from '../monitor/final-answer.js';
import { statusOf } from '../monitor/monitor-state.js';
import { runningAnswer } from '../monitor/running-answer.js';
import { waitForEnd } from '../monitor/wait-for-end.js';

/** A request that has been kept. */
interface Kept {
  readonly head: WorkHead;
  readonly ref: string;
}

/** Returns the answer to a request that has been kept: 202, or the final one if it ends within `waitSeconds`. Never rejects. */
export async function answerTaken(
  later: LaterEndpoint,
  request: EnvelopeRequest,
  { head, ref, units, waitSeconds }: Kept & { readonly units: number; readonly waitSeconds: number },
): Promise<EnvelopeResponse> {
  const { settings, batches } = later;
  const report = later.reportOf(request);
  const seconds = Math.min(waitSeconds, Math.floor(settings.limits.maxWaitMs / 1000));
  const applied = appliedTo(head, seconds > 0 ? [`wait=${seconds}`] : []);
  try {
    const record = await waitForEnd(batches.records, ref, { ms: seconds * 1000, signal: request.signal });
    if (record !== undefined && statusOf(record) === 'finished' && seconds > 0) {
      const answer = await finalAnswer(later, { request, record, head });
      const headers = { ...answer.headers, ...preferenceHeaders(request, applied) };
      return { ...answer, headers };
    }
    if (record !== undefined) return accepted(later, request, { head, record, applied });
  } catch (error) {
    report(error);
  }
  // It is kept, although the journal cannot be reached now.
  const record = { ...newRecord(Date.now()), ref, units };
  return accepted(later, request, { head, record, applied });
}

/**
 * Returns the answer to a request that has been kept before: the 202 that it had, with how far it is now.
 *
 * @throws {BatchProblem} `no-such-monitor` if its result has been removed; `journal-unavailable`.
 */
export async function answerReplayed(
  later: LaterEndpoint,
  request: EnvelopeRequest,
  { head, ref }: Kept,
): Promise<EnvelopeResponse> {
  const report = later.reportOf(request);
  const record = await callJournal(report, () => later.batches.records.find(ref));
  if (record === undefined) {
    throw new BatchProblem(
      'no-such-monitor',
      'The request with this key was answered later, and its result has been removed; use a new key for a new request',
      { extensions: { executed: 'unknown' } },
    );
  }
  const answer = accepted(later, request, { head, record, applied: appliedTo(head, []) });
  return { ...answer, headers: { ...answer.headers, 'idempotency-replayed': 'true' } };
}

function accepted(
  later: LaterEndpoint,
  request: EnvelopeRequest,
  {
    head,
    record,
    applied,
  }: { readonly head: WorkHead; readonly record: BatchRecord; readonly applied: readonly string[] },
): EnvelopeResponse {
  return runningAnswer(record, {
    request,
    monitor: `${later.monitorsPath(head)}/${record.ref}`,
    isXml: head.answer.format === 'xml',
    isDurable: later.isDurable,
    applied,
  });
}

/** Returns the preferences that are honoured, for Preference-Applied (RFC 7240 section 3). */
function appliedTo({ answer }: WorkHead, wait: readonly string[]): readonly string[] {
  return ['respond-async', ...wait, ...answer.applied];
}

function preferenceHeaders(
  { responseHeaders }: EnvelopeRequest,
  applied: readonly string[],
): EnvelopeResponse['headers'] {
  const { vary = '', 'preference-applied': preferences = '' } = negotiatedHeaders(responseHeaders, applied);
  return { vary, 'preference-applied': preferences };
}

/** Returns a record as it is when it has just been opened. */
function newRecord(now: number): BatchRecord {
  return {
    ref: '',
    client: '',
    about: '',
    createdAt: now,
    openedAt: now,
    startedAt: undefined,
    stopped: undefined,
    endedAt: undefined,
    expiresAt: undefined,
    now,
    jobs: 0,
    units: 0,
    done: 0,
    succeeded: 0,
    failed: 0,
    runningJobs: 0,
    endedJobs: 0,
  };
}
