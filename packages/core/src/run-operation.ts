import { assertSynchronous } from './assert-synchronous.js';
import type { Dispatch, OperationAnswer } from './dispatch.js';
import type { Operation } from './operation.js';
import type { OperationContext } from './operation-mark.js';
import { classify, failedOutcome, notStarted, type Outcome, skippedOutcome } from './outcome.js';
import { MAX_TIMEOUT_MS } from './resolve-limits.js';
import type { ResolvedOptions } from './resolve-options.js';
import { type AnsweredOperation, resolveReferences } from './resolve-references.js';
import { type OperationTrace, traceError, traceOperation, traceSkipped } from './trace.js';
import { UnresolvedReference } from './unresolved-reference.js';

/** What the operations of one run share. */
export interface RunState {
  readonly batchId: string;
  readonly dispatch: Dispatch;
  readonly options: Pick<
    ResolvedOptions,
    'allow' | 'basePath' | 'isSuccess' | 'limits' | 'onError' | 'outcomeHeaders' | 'transaction'
  >;
  /** The batch request as the framework has it. */
  readonly outer: unknown;
  readonly host: string | undefined;
  /** Gives the headers that an operation is dispatched with: inherited ones and its own. */
  readonly headersOf: (operation: Operation) => Readonly<Record<string, string | readonly string[]>>;
  /** Indexes of operations that `allow` has been asked for already. */
  readonly allowed: ReadonlySet<number>;
  /** What has been answered so far, by id: what references lead to. Absent where there are none. */
  readonly answered?: Map<string, AnsweredOperation> | undefined;
  /** Ends each operation and group that runs now. */
  readonly running: Set<() => void>;
  hasEnded: boolean;
  /** Bytes that bodies may still take. */
  remainingBytes: number;
}

/** What the operations of an atomicity group have beside what all have. */
export interface GroupMembership {
  readonly transaction?: unknown;
  /** Where the group, and not the batch, looks for what it has to end. */
  readonly running?: Set<() => void>;
}

const EMPTY = new Uint8Array(0);

/**
 * Runs one operation: completes its references, asks whether it may run, dispatches it.
 *
 * Never rejects. Resolves when the target has answered or failed, or when time is up: an aborted target is not waited
 * for.
 */
export async function runOperation(
  written: Operation,
  state: RunState,
  { transaction, running = state.running }: GroupMembership = {},
): Promise<Outcome> {
  let operation = written;
  try {
    const { host, options } = state;
    operation = resolveReferences(written, {
      host,
      basePath: options.basePath,
      outcomeHeaders: options.outcomeHeaders,
      limits: options.limits,
      answeredBy: (id) => state.answered?.get(id) as AnsweredOperation,
    });
  } catch (error) {
    if (!(error instanceof UnresolvedReference)) throw error;
    const { message, from } = error;
    const outcome = skippedOutcome(written, 'reference-unresolved', { detail: message, because: [from] });
    traceSkipped(state.batchId, outcome);
    return outcome;
  }
  const { id, index, method, url } = operation;
  const trace: OperationTrace = { batchId: state.batchId, id, index, method, url };
  const outcome = await traceOperation(trace, () =>
    dispatchInTime(operation, state, { transaction, running, trace }),
  );
  if (outcome.kind === 'answered') state.answered?.set(id, outcome);
  return outcome;
}

function dispatchInTime(
  operation: Operation,
  state: RunState,
  {
    transaction,
    running,
    trace,
  }: { readonly transaction: unknown; readonly running: Set<() => void>; readonly trace: OperationTrace },
): Promise<Outcome> {
  const { options } = state;
  const { id, index } = operation;
  return new Promise((resolve) => {
    const abort = new AbortController();
    const context: OperationContext = {
      batchId: state.batchId,
      id,
      index,
      signal: abort.signal,
      transaction,
      summary: undefined,
    };
    const entry: Entry = { abort, context, hasEntered: false };
    const settle = (toOutcome: () => Outcome): void => {
      if (!running.delete(giveUp)) return;
      clearTimeout(timer);
      try {
        resolve(toOutcome());
      } catch (error) {
        // What a target gives may throw when it is looked at; the batch must go on.
        options.onError(error);
        resolve(failedOutcome(operation, 'internal', 'The target failed without an answer'));
      }
    };
    const giveUp = (): void => {
      settle(() => (entry.hasEntered ? timedOut(operation) : neverStarted(operation, state)));
      abort.abort();
    };
    const timer = setTimeout(giveUp, Math.min(options.limits.operationTimeoutMs, MAX_TIMEOUT_MS));
    running.add(giveUp);
    enter(operation, state, entry).then(
      (answer) =>
        settle(() =>
          answer === undefined ? notAllowed(operation) : answered(operation, { answer, context }, state),
        ),
      (error: unknown) =>
        settle(() => {
          options.onError(error);
          traceError(trace, error);
          return entry.hasEntered ? failed(operation, error) : neverEntered(operation);
        }),
    );
  });
}

/** What an operation enters its target with. */
interface Entry {
  readonly abort: AbortController;
  readonly context: OperationContext;
  hasEntered: boolean;
}

/** Gives what the target answers, `undefined` if it may not be entered. Rejects also where a dispatch throws. */
async function enter(
  operation: Operation,
  { options, allowed, outer, dispatch, headersOf }: RunState,
  entry: Entry,
): Promise<OperationAnswer | undefined> {
  const { signal } = entry.abort;
  const { allow, limits } = options;
  const mayEnter = allow === undefined || allowed.has(operation.index) || (await allow(operation, outer));
  if (!mayEnter || signal.aborted) return undefined;
  entry.hasEntered = true;
  return dispatch({
    method: operation.method,
    url: operation.url,
    headers: headersOf(operation),
    body: operation.body,
    context: entry.context,
    signal,
    maxResponseBytes: limits.maxOperationResponseBytes,
  });
}

function answered(
  operation: Operation,
  { answer, context }: { readonly answer: OperationAnswer; readonly context: OperationContext },
  state: RunState,
): Outcome {
  if (answer.status < 200 || answer.status > 599) {
    const detail = `The target answered ${answer.status}; a final status is 200 to 599`;
    return failedOutcome(operation, 'invalid-response', detail);
  }
  const result = judge(operation, { answer, context }, state.options);
  if (answer.body.byteLength > state.remainingBytes) {
    return { operation, result, kind: 'answered', answer: { ...answer, body: EMPTY, isBodyTooLarge: true } };
  }
  state.remainingBytes -= answer.body.byteLength;
  return { operation, result, kind: 'answered', answer };
}

function judge(
  operation: Operation,
  { answer, context }: { readonly answer: OperationAnswer; readonly context: OperationContext },
  { isSuccess, onError }: RunState['options'],
): Outcome['result'] {
  const result = classify(answer.status, context.summary);
  if (isSuccess === undefined) return result;
  try {
    const isOne = isSuccess(operation, answer);
    assertSynchronous('batch.isSuccess', isOne);
    if (isOne === true) return 'succeeded';
    return isOne === false && result === 'succeeded' ? 'failed' : result;
  } catch (error) {
    onError(error);
    return result;
  }
}

function failed(operation: Operation, error: unknown): Outcome {
  if ((error as { code?: unknown } | null | undefined)?.code === 'ERR_INCOMPLETE_RESPONSE') {
    const detail = 'The target closed its connection before the response was complete';
    return failedOutcome(operation, 'no-response', detail);
  }
  return failedOutcome(operation, 'internal', 'The target failed without an answer');
}

function neverEntered(operation: Operation): Outcome {
  return skippedOutcome(operation, 'internal', {
    detail: 'The server could not tell whether it may run; it did not',
    executed: false,
  });
}

function notAllowed(operation: Operation): Outcome {
  return skippedOutcome(operation, 'not-allowed', {
    detail: `${operation.method} of this URL cannot be part of a batch here`,
  });
}

/** Its time was up before it was known whether it may run. */
function neverStarted(operation: Operation, { hasEnded }: RunState): Outcome {
  if (hasEnded) return notStarted(operation);
  const detail = 'Its time was up before it was known whether it may run; it did not';
  return skippedOutcome(operation, 'not-started', { detail });
}

function timedOut(operation: Operation): Outcome {
  const detail = 'The operation was aborted while it ran; whether it took effect is unknown';
  return failedOutcome(operation, 'operation-timeout', detail);
}
