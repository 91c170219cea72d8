import { answerOutcomes } from '../encode/answer-outcomes.js';
import type { SentOperation } from '../formats/batch-stream-decoder.js';
import type { EnvelopeRequest, EnvelopeResponse } from '../http/envelope.js';
import { unreadOperation } from '../lines/line.js';
import { LineSchedule } from '../lines/line-schedule.js';
import type { LineRules } from '../lines/read-line.js';
import { runLines } from '../lines/run-lines.js';
import type { Dispatch } from '../operation/dispatch.js';
import type { Outcome } from '../operation/outcome.js';
import type { AcceptedBatch } from '../plan/accepted-batch.js';
import type { RequestLoad } from '../run/request-load.js';
import type { RunContext } from '../run/run-context.js';
import { toExchange } from './encode-batch.js';
import type { Endpoint } from './endpoint.js';
import { type ExecuteHooks, executeBatch } from './execute-batch.js';

/** The lines of a batch as they arrive, and the rules for them. */
export interface ArrivingLines {
  readonly lines: AsyncIterator<SentOperation, void>;
  readonly rules: Omit<LineRules, 'ownerOf'>;
}

/**
 * Runs the operations of a batch as they arrive, and returns the answer, which is streamed: each outcome is sent when it settles, with
 * backpressure in both directions.
 *
 * @throws what executing the batch fails with before its first operation.
 */
export async function answerLines(
  accepted: AcceptedBatch,
  arriving: ArrivingLines,
  {
    endpoint,
    request,
    dispatch,
    hooks,
    load,
  }: {
    readonly endpoint: Endpoint;
    readonly request: EnvelopeRequest;
    readonly dispatch: Dispatch;
    readonly hooks: ExecuteHooks;
    readonly load: RequestLoad;
  },
): Promise<EnvelopeResponse> {
  const { options } = endpoint;
  const { headers, outer, responseHeaders } = request;
  const outcomes = await new Promise<AsyncIterable<Outcome>>((resolve, reject) => {
    const start = (context: RunContext): Promise<Outcome[]> =>
      new Promise((end) => resolve(outcomesOf(arriving, context, { load, onEnd: () => end([]) })));
    const runWith = (_plan: unknown, _operations: unknown, context: RunContext) => start(context);
    executeBatch(accepted, dispatch, { endpoint, hooks, load, runWith }).catch(reject);
  });
  const settings = { headers, responseHeaders };
  const onTaken = (bytes: number): void => load.remove(bytes);
  // No answer is held in memory.
  const maxResponseBytes = Number.POSITIVE_INFINITY;
  return answerOutcomes(
    outcomes,
    toExchange(accepted, options, { settings, outer, onTaken, maxResponseBytes }),
  );
}

function outcomesOf(
  { lines, rules }: ArrivingLines,
  runContext: RunContext,
  { load, onEnd }: { readonly load: RequestLoad; readonly onEnd: () => void },
): AsyncIterable<Outcome> {
  const { concurrency, batchTimeoutMs, maxOperations } = rules.limits;
  const schedule = new LineSchedule(runContext, rules, load);
  return runLines(lines, {
    runContext,
    check: (sent, index) => schedule.schedule(sent, index),
    run: (line, state) => schedule.run(line, state),
    rest: (hasArrived, signal) => schedule.rest(hasArrived, signal),
    onEnd: (total) => {
      if (runContext.trace !== undefined) runContext.trace.operations = total;
      onEnd();
    },
    operationAt: (index) => unreadOperation(index),
    answered: schedule.answered,
    concurrency: runContext.isSequential ? 1 : concurrency,
    timeoutMs: batchTimeoutMs,
    maxItems: maxOperations,
    limitOfItems: 'maxOperations',
    maxResponseBytes: Number.POSITIVE_INFINITY,
  });
}
