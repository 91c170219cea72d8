import type { ActiveOperation } from '../operation/active-operation.js';
import type { OperationAnswer } from '../operation/dispatch.js';
import type { Operation } from '../operation/operation.js';
import {
  AnsweredOutcome,
  classify,
  failedOutcome,
  notStarted,
  type Outcome,
  skippedOutcome,
} from '../operation/outcome.js';
import { assertSynchronous } from '../options/assert-synchronous.js';
import type { RunState } from './run-state.js';

const EMPTY = new Uint8Array(0);

/** The target has answered: tells how that counts, and leaves out a body that the document has no room for. */
export function answered(
  operation: Operation,
  { answer, context }: { readonly answer: OperationAnswer; readonly context: ActiveOperation },
  state: RunState,
): Outcome {
  if (answer.status < 200 || answer.status > 599) {
    const detail = `The target answered ${answer.status}; a final status is 200 to 599`;
    return failedOutcome(operation, 'invalid-response', detail);
  }
  const result = classifyAnswer(operation, { answer, context }, state.options);
  if (answer.body.byteLength > state.remainingBytes) {
    return new AnsweredOutcome(operation, result, { ...answer, body: EMPTY, isBodyTooLarge: true });
  }
  state.remainingBytes -= answer.body.byteLength;
  return new AnsweredOutcome(operation, result, answer);
}

function classifyAnswer(
  operation: Operation,
  { answer, context }: { readonly answer: OperationAnswer; readonly context: ActiveOperation },
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

/** The target was entered, and threw or gave no answer. */
export function failed(operation: Operation, error: unknown): Outcome {
  if ((error as { code?: unknown } | null | undefined)?.code === 'ERR_INCOMPLETE_RESPONSE') {
    const detail = 'The target closed its connection before the response was complete';
    return failedOutcome(operation, 'no-response', detail);
  }
  return failedOutcome(operation, 'internal', 'The target failed without an answer');
}

/** What was asked for leave has thrown. */
export function notDispatched(operation: Operation): Outcome {
  return skippedOutcome(operation, 'internal', {
    detail: 'The server could not tell whether it may run; it did not',
    executed: false,
  });
}

/** The option `allow` says no. */
export function notAllowed(operation: Operation): Outcome {
  return skippedOutcome(operation, 'not-allowed', {
    detail: `${operation.method} of this URL cannot be part of a batch here`,
  });
}

/** Its time was up before it was known whether it may run. */
export function notStartedInTime(operation: Operation, { hasEnded }: RunState): Outcome {
  if (hasEnded) return notStarted(operation);
  const detail = 'Its time was up before it was known whether it may run; it did not';
  return skippedOutcome(operation, 'not-started', { detail });
}

/** It was aborted while it ran. */
export function timedOut(operation: Operation): Outcome {
  const detail = 'The operation was aborted while it ran; whether it took effect is unknown';
  return failedOutcome(operation, 'operation-timeout', detail);
}
