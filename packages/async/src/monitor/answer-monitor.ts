import {
  BatchProblem,
  type EnvelopeRequest,
  type EnvelopeResponse,
  negotiatedHeaders,
  type WorkHead,
} from '@multistatus/core/adapter';
import type { BatchRecord } from '@multistatus/journal';
import { firstValue } from '@multistatus/wire';
import { identify } from '../identify.js';
import { callJournal, monitorUnavailable, type Report } from '../journal-call.js';
import type { LaterEndpoint } from '../later-endpoint.js';
import { readAbout } from '../stored/record-about.js';
import { cancel } from './cancel.js';
import { chooseType } from './choose-type.js';
import { EventStream } from './event-stream.js';
import { finalAnswer, resultHeaders } from './final-answer.js';
import { listMonitors } from './list-monitors.js';
import { liveOutcomes } from './live-outcomes.js';
import type { MonitorScope } from './monitor-scope.js';
import { statusOf } from './monitor-state.js';
import { noSuchMonitor } from './no-such-monitor.js';
import { runningAnswer } from './running-answer.js';
import { withoutBody } from './without-body.js';

/** A request for a monitor of the client that has sent it. */
interface MonitorRequest {
  readonly request: EnvelopeRequest;
  readonly record: BatchRecord;
  readonly later: LaterEndpoint;
  readonly head: WorkHead;
  /** The path of the monitor, as the client sees it. */
  readonly monitor: string;
  /** True for `<monitor>/result`. */
  readonly isResult: boolean;
  readonly report: Report;
}

/** What follows the path of the endpoint: `/monitors`, `/monitors/<id>` or `/monitors/<id>/result`. */
const PATH = /^\/monitors(?:\/([\w-]{24})(\/result)?)?\/?$/;

/** Returns the answer to a request for a monitor, or for the list of monitors. Never rejects. */
export async function answerMonitor(
  scope: MonitorScope,
  request: EnvelopeRequest,
  path: string,
): Promise<EnvelopeResponse> {
  let { first: answering } = scope;
  try {
    const [match, ref, result] = PATH.exec(path) ?? [];
    if (match === undefined) throw noSuchMonitor();
    const isHead = request.method === 'HEAD';
    const method = isHead ? 'GET' : request.method;
    if (method !== 'GET' && (method !== 'DELETE' || ref === undefined)) throw notAllowed(ref !== undefined);
    const report = answering.reportOf(request);
    const client = await identify(answering.endpoint.journal, request, report);
    if (client === undefined) throw noSuchMonitor();
    if (ref === undefined) {
      if (!answering.batches.knowsClients) throw noSuchMonitor();
      const list = await callJournal(
        report,
        () => listMonitors(scope, request, client.digest),
        monitorUnavailable,
      );
      return isHead ? withoutBody(list) : list;
    }
    const record = await callJournal(report, () => answering.batches.records.find(ref), monitorUnavailable);
    if (record?.openedAt === undefined || record.client !== client.digest) throw noSuchMonitor();
    const { endpoint, head } = readAbout(record.about);
    const later = scope.endpoints.get(endpoint);
    if (later === undefined) throw noSuchMonitor();
    answering = later;
    const monitor = `${later.monitorsPath(head)}/${ref}`;
    const isResult = result !== undefined;
    const asked = { request, record, later, head, monitor, isResult, report };
    if (method === 'DELETE') return await deleteMonitor(asked);
    const answer = await readMonitor(asked);
    return isHead ? withoutBody(answer) : answer;
  } catch (error) {
    return answering.endpoint.refuse(error, request);
  }
}

async function readMonitor(asked: MonitorRequest): Promise<EnvelopeResponse> {
  const { request, record, later, head, monitor, isResult } = asked;
  const type = chooseType(request.headers, head.answer.format === 'xml' ? 'xml' : 'json');
  const status = statusOf(record);
  const hasEnded = status === 'finished' || status === 'cancelled';
  if (isResult && !hasEnded) throw noSuchMonitor();
  if (type === 'events' && !isResult) return answerEvents(asked);
  if (status === 'cancelled' && !isResult) throw cancelled(monitor);
  if (hasEnded) {
    const answer = await finalAnswer(later, { request, record, head });
    return { ...answer, headers: { ...answer.headers, ...resultHeaders(answer, record) } };
  }
  // The head of a stream is only known with its first outcome, which HEAD does not wait for.
  if (type === 'ndjson' && request.method !== 'HEAD') return answerLive(asked);
  later.polls.check(record.ref);
  const { isDurable } = later;
  return runningAnswer(record, { request, monitor, isXml: type === 'xml', isDurable });
}

/** Returns the outcomes as they end, in the lines of a streamed answer. */
async function answerLive(asked: MonitorRequest): Promise<EnvelopeResponse> {
  const { request, record, later, head, report } = asked;
  const { endpoint, batches, feeds, reading } = later;
  const { signal } = request;
  const watch = feeds.watch(record, { signal, report });
  try {
    const outcomes = liveOutcomes({ endpoint, batches, record }, watch, reading);
    const answer = await endpoint.answer(outcomes, head, { request, hasFailures: true });
    return { ...answer, headers: { ...answer.headers, 'cache-control': 'no-store' } };
  } catch (error) {
    watch.close();
    throw error;
  }
}

function answerEvents({ request, record, later, report }: MonitorRequest): EnvelopeResponse {
  const after = Math.trunc(Number(firstValue(request.headers['last-event-id']) ?? 0));
  const isValid = Number.isSafeInteger(after) && after >= 0;
  const common = negotiatedHeaders(request.responseHeaders);
  // An EventSource connects again after the end, and stops only at this status.
  if (record.endedAt !== undefined && after > 0 && after >= record.done) {
    return { status: 204, headers: { ...common, 'cache-control': 'no-store' }, body: undefined };
  }
  const headers = {
    ...common,
    'content-type': 'text/event-stream; charset=utf-8',
    // Compression and some proxies would hold events back.
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  };
  if (request.method === 'HEAD') return { status: 200, headers, body: undefined };
  const watch = later.feeds.watch(record, { signal: request.signal, report });
  return { status: 200, headers, body: new EventStream(watch, isValid ? Math.min(after, record.units) : 0) };
}

async function deleteMonitor(asked: MonitorRequest): Promise<EnvelopeResponse> {
  const { request, record, later, head, monitor, isResult, report } = asked;
  const { ref } = record;
  const status = statusOf(record);
  if (status === 'finished' || (status === 'cancelled' && isResult)) {
    await callJournal(report, () => later.batches.records.remove(ref), monitorUnavailable);
    const headers = { ...negotiatedHeaders(request.responseHeaders), 'cache-control': 'no-store' };
    return { status: 204, headers, body: undefined };
  }
  if (status === 'cancelled') throw cancelled(monitor);
  if (isResult) throw noSuchMonitor();
  const stopped = await callJournal(report, () => cancel(later, ref), monitorUnavailable);
  if (stopped === undefined) throw noSuchMonitor();
  if (stopped.endedAt === undefined) {
    const isXml = head.answer.format === 'xml';
    return runningAnswer(stopped, { request, monitor, isXml, isDurable: later.isDurable });
  }
  const answer = await finalAnswer(later, { request, record: stopped, head });
  const headers = {
    ...answer.headers,
    ...resultHeaders(answer, stopped),
    'content-location': `${monitor}/result`,
  };
  return { ...answer, status: 200, headers };
}

function cancelled(monitor: string): BatchProblem {
  const result = `${monitor}/result`;
  return new BatchProblem(
    'batch-cancelled',
    'The request was cancelled, or its time was over; GET the result for what became of each operation',
    { extensions: { result } },
  );
}

function notAllowed(isMonitor: boolean): BatchProblem {
  const allow = isMonitor ? 'GET, HEAD, DELETE' : 'GET, HEAD';
  return new BatchProblem('method-not-allowed', `This resource supports ${allow}`, { headers: { allow } });
}
