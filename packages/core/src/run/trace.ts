import type { OperationInfo } from '../operation/active-operation.js';
import type { Operation } from '../operation/operation.js';
import { type OperationOutcome, toOperationOutcome } from '../operation/operation-outcome.js';
import type { Outcome } from '../operation/outcome.js';
import { plainChannel, tracingChannel } from './tracing-channel.js';

/** The message that subscribers of `tracing:multistatus:batch:*` receive: the same object for all events of a batch. */
export interface BatchTrace {
  /** A random UUID, as in `OperationInfo`. */
  readonly batchId: string;
  /** The request object of the framework. */
  readonly request: unknown;
  /** How many operations the batch has; 0 for one that runs as it arrives, until it has ended. */
  operations: number;
  /** In request order; set before `asyncStart`. Empty for a batch that runs as it arrives, because they are not kept. */
  outcomes?: readonly OperationOutcome[];
}

/** The message that subscribers of `tracing:multistatus:operation:*` receive: the same object for all events of an operation. */
export interface OperationTrace extends Pick<OperationInfo, 'batchId' | 'id' | 'index'> {
  /** The HTTP method, in upper case. */
  readonly method: string;
  /** As dispatched; as sent if a reference in it was not resolved. */
  readonly url: string;
  /**
   * Headers that are added to the request of the operation, in lower case. Empty at `start`, where a subscriber may set
   * those that propagate a trace, such as `traceparent`.
   */
  readonly headers: Record<string, string>;
  /** Set before `asyncStart`; for an operation that did not run, before `start`. */
  outcome?: OperationOutcome;
  /** What the target threw, if it did; set before the event `error`. */
  error?: unknown;
}

const batches = tracingChannel<BatchTrace>('multistatus:batch');
const operations = tracingChannel<OperationTrace>('multistatus:operation');

const entries = plainChannel<BatchTrace | OperationTrace>('multistatus:enter');

/**
 * Runs a batch within its trace: the async context that a subscriber binds to `start` applies to everything in the batch
 * except the option `transaction` and handlers, for which see {@link traceEntry}.
 */
export function traceBatch(trace: BatchTrace, run: () => Promise<Outcome[]>): Promise<Outcome[]> {
  if (batches?.hasSubscribers !== true) return run();
  return batches.tracePromise(async () => {
    const outcomes = await run();
    trace.outcomes = outcomes.map((outcome) => toOperationOutcome(outcome));
    return outcomes;
  }, trace);
}

/** Runs an operation within its trace, nested in that of the batch. There is no trace without subscribers. */
export function traceOperation(
  batchId: string,
  { id, index, method, url }: Operation,
  run: (trace: OperationTrace | undefined) => Promise<Outcome>,
): Promise<Outcome> {
  if (operations?.hasSubscribers !== true) return run(undefined);
  const trace: OperationTrace = { batchId, id, index, method, url, headers: {} };
  return operations.tracePromise(async () => {
    const outcome = await run(trace);
    trace.outcome = toOperationOutcome(outcome);
    return outcome;
  }, trace);
}

/** Publishes the trace of an operation that did not run. */
export function traceSkipped(batchId: string, outcome: Outcome): void {
  if (operations?.hasSubscribers !== true) return;
  const { id, index, method, url } = outcome.operation;
  const trace = { batchId, id, index, method, url, headers: {}, outcome: toOperationOutcome(outcome) };
  operations.traceSync(() => undefined, trace);
}

/** Publishes what the target of an operation threw. */
export function traceError(trace: OperationTrace | undefined, error: unknown): void {
  if (trace === undefined) return;
  trace.error = error;
  operations?.error.publish(trace);
}

/**
 * Calls the option `transaction`, or the target of an operation, outside of the async context of the batch request. The
 * stores that subscribers have bound to the channel `multistatus:enter` are set for it.
 */
export function traceEntry<Result>(
  trace: BatchTrace | OperationTrace | undefined,
  run: () => Result,
): Result {
  return trace === undefined || entries?.hasSubscribers !== true ? run() : entries.runStores(trace, run);
}
