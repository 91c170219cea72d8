import { toProblem } from './batch-problem.js';
import type { Dispatch, OperationAnswer } from './dispatch.js';
import type { Operation } from './operation.js';
import type { OperationContext } from './operation-mark.js';
import type { Outcome } from './outcome.js';
import type { Limits } from './resolve-limits.js';

/** What a run needs besides its operations. */
export interface RunContext {
  readonly dispatch: Dispatch;
  readonly limits: Limits;
  /** Headers that every operation carries beside its own. */
  readonly inheritedHeaders: Readonly<Record<string, string | readonly string[]>>;
  /** Aborted when the client of the batch has gone. */
  readonly signal: AbortSignal;
  /** Hears of every error that a target threw. Must not throw. */
  readonly onError: (error: unknown) => void;
}

/** What the operations of one run share. */
interface RunState extends RunContext {
  /** Ends each operation that runs now. */
  readonly running: Set<() => void>;
  hasEnded: boolean;
  /** Bytes that bodies may still take. */
  remainingBytes: number;
}

const EMPTY = new Uint8Array(0);

/**
 * Runs the operations, at most `concurrency` at a time, each started in request order.
 *
 * Gives exactly one outcome per operation, in request order. Never rejects: whatever a target does becomes an outcome.
 * Ends at `batchTimeoutMs`, or when the client has gone: what runs then is aborted, what has not started never does.
 */
export async function run(operations: readonly Operation[], context: RunContext): Promise<Outcome[]> {
  const { limits, signal } = context;
  const state: RunState = {
    ...context,
    running: new Set(),
    hasEnded: signal.aborted,
    remainingBytes: limits.maxResponseBytes,
  };
  const end = (): void => {
    state.hasEnded = true;
    for (const giveUp of state.running) giveUp();
  };
  const timer = setTimeout(end, limits.batchTimeoutMs);
  signal.addEventListener('abort', end);

  const outcomes: Outcome[] = [];
  const waiting = operations.values();
  const takeTurns = async (): Promise<void> => {
    for (const operation of waiting) {
      outcomes[operation.index] = state.hasEnded
        ? notStarted(operation)
        : await runOperation(operation, state);
    }
  };
  const slots = Math.min(limits.concurrency, operations.length);
  await Promise.all(Array.from({ length: slots }, takeTurns));

  clearTimeout(timer);
  signal.removeEventListener('abort', end);
  return outcomes;
}

/** Resolves when the target has answered or failed, or when time is up: an aborted target is not waited for. */
function runOperation(operation: Operation, state: RunState): Promise<Outcome> {
  const { limits, running } = state;
  return new Promise((resolve) => {
    const abort = new AbortController();
    const context: OperationContext = { operation, signal: abort.signal, summary: undefined };
    const settle = (toOutcome: () => Outcome): void => {
      if (!running.delete(giveUp)) return;
      clearTimeout(timer);
      resolve(toOutcome());
    };
    const giveUp = (): void => {
      settle(() => timedOut(operation));
      abort.abort();
    };
    const timer = setTimeout(giveUp, limits.operationTimeoutMs);
    running.add(giveUp);
    // Asynchronous, so that a dispatch that throws is as one that rejects.
    const dispatch = async (): Promise<OperationAnswer> =>
      state.dispatch({
        method: operation.method,
        url: operation.url,
        headers: { ...state.inheritedHeaders, ...operation.headers },
        body: operation.body,
        context,
        signal: abort.signal,
        maxResponseBytes: limits.maxOperationResponseBytes,
      });
    dispatch().then(
      (answer) => settle(() => answered(context, answer, state)),
      (error: unknown) => settle(() => failed(operation, error, state)),
    );
  });
}

function answered(context: OperationContext, answer: OperationAnswer, state: RunState): Outcome {
  const { operation, summary } = context;
  if (answer.status < 200 || answer.status > 599) {
    const detail = `The target answered ${answer.status}; a final status is 200 to 599`;
    return { operation, kind: 'failed', problem: toProblem('invalid-response', detail) };
  }
  if (answer.body.byteLength > state.remainingBytes) {
    return { operation, kind: 'answered', answer: { ...answer, body: EMPTY, isBodyTooLarge: true }, summary };
  }
  state.remainingBytes -= answer.body.byteLength;
  return { operation, kind: 'answered', answer, summary };
}

function failed(operation: Operation, error: unknown, { onError }: RunState): Outcome {
  onError(error);
  if ((error as { code?: unknown } | null | undefined)?.code === 'ERR_INCOMPLETE_RESPONSE') {
    const detail = 'The target closed its connection before the response was complete';
    return { operation, kind: 'failed', problem: toProblem('no-response', detail) };
  }
  return { operation, kind: 'failed', problem: toProblem('internal', 'The target failed without an answer') };
}

function timedOut(operation: Operation): Outcome {
  const detail = 'The operation was aborted while it ran; whether it took effect is unknown';
  return { operation, kind: 'failed', problem: toProblem('operation-timeout', detail) };
}

function notStarted(operation: Operation): Outcome {
  const detail = 'The batch ended before the turn of this operation; it may be sent again';
  return { operation, kind: 'skipped', problem: toProblem('not-started', detail) };
}
