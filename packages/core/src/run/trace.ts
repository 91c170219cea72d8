import { tracingChannel } from 'node:diagnostics_channel';
import type { OperationInfo } from '../operation/active-operation.js';
import type { Operation } from '../operation/operation.js';
import { type OperationOutcome, toOperationOutcome } from '../operation/operation-outcome.js';
import type { Outcome } from '../operation/outcome.js';

/** What subscribers of `tracing:multistatus:batch:*` get: one object for the life of a batch. */
export interface BatchTrace {
  readonly batchId: string;
  /** The batch request as the framework has it. */
  readonly request: unknown;
  /** How many operations the batch holds. */
  readonly operations: number;
  /** In request order; there from `asyncStart` on. */
  outcomes?: readonly OperationOutcome[];
}

/** What subscribers of `tracing:multistatus:operation:*` get: one object for the life of an operation. */
export interface OperationTrace extends Pick<OperationInfo, 'batchId' | 'id' | 'index'> {
  readonly method: string;
  /** As it is dispatched; as sent if a reference in it was not resolved. */
  readonly url: string;
  /** There from `asyncStart` on, or at `end` of an operation that was not run. */
  outcome?: OperationOutcome;
  /** What the target threw, if it did: `error` tells of it. */
  error?: unknown;
}

const batches = tracingChannel<unknown, BatchTrace>('multistatus:batch');
const operations = tracingChannel<unknown, OperationTrace>('multistatus:operation');

/** Runs a batch within its trace: the context that a subscriber binds to `start` holds for all that the batch sets off. */
export function traceBatch(trace: BatchTrace, run: () => Promise<Outcome[]>): Promise<Outcome[]> {
  if (!batches.hasSubscribers) return run();
  return batches.tracePromise(async () => {
    const outcomes = await run();
    trace.outcomes = outcomes.map((outcome) => toOperationOutcome(outcome));
    return outcomes;
  }, trace);
}

/** Runs an operation within its trace, inside that of its batch; without a trace if nobody listens. */
export function traceOperation(
  batchId: string,
  { id, index, method, url }: Operation,
  run: (trace: OperationTrace | undefined) => Promise<Outcome>,
): Promise<Outcome> {
  if (!operations.hasSubscribers) return run(undefined);
  const trace: OperationTrace = { batchId, id, index, method, url };
  return operations.tracePromise(async () => {
    const outcome = await run(trace);
    trace.outcome = toOperationOutcome(outcome);
    return outcome;
  }, trace);
}

/** Tells of an operation that was not run. */
export function traceSkipped(batchId: string, outcome: Outcome): void {
  if (!operations.hasSubscribers) return;
  const { id, index, method, url } = outcome.operation;
  const trace: OperationTrace = { batchId, id, index, method, url, outcome: toOperationOutcome(outcome) };
  operations.traceSync(() => undefined, trace);
}

/** Tells that the target of an operation has thrown. */
export function traceError(trace: OperationTrace | undefined, error: unknown): void {
  if (trace === undefined) return;
  trace.error = error;
  operations.error.publish(trace);
}
