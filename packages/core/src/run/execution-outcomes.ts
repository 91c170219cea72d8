import type { ActiveOperation } from '../operation/active-operation.js';
import type { OperationAnswer } from '../operation/dispatch.js';
import type { Operation } from '../operation/operation.js';
import {
  AnsweredOutcome,
  classify,
  failedOutcome,
  notStartedOutcome,
  type Outcome,
  skippedOutcome,
} from '../operation/outcome.js';
import type { RunWords } from '../operation/run-words.js';
import { assertSynchronous } from '../options/assert-synchronous.js';
import type { RunState } from './run-state.js';

const NO_BYTES = new Uint8Array(0);

/**
 * Returns the outcome of an operation whose target has answered. The body is omitted if it exceeds what remains of
 * `maxResponseBytes`, or of `maxBytesUnderWay` of the endpoint.
 */
export function answeredOutcome(
  operation: Operation,
  { answer, context }: { readonly answer: OperationAnswer; readonly context: ActiveOperation },
  state: RunState,
): Outcome {
  if (answer.status < 200 || answer.status > 599) {
    const detail = `The ${state.words.target} answered ${answer.status}; a final status is 200 to 599`;
    return failedOutcome(operation, 'invalid-response', detail);
  }
  const result = classifyAnswer(operation, { answer, context }, state);
  const { byteLength } = answer.body;
  if (byteLength > state.remainingBytes || state.load?.addAnswer(byteLength) === false) {
    return new AnsweredOutcome(operation, result, { ...answer, body: NO_BYTES, isBodyTooLarge: true });
  }
  state.remainingBytes -= byteLength;
  return new AnsweredOutcome(operation, result, answer);
}

function classifyAnswer(
  operation: Operation,
  { answer, context }: { readonly answer: OperationAnswer; readonly context: ActiveOperation },
  { options: { isSuccess, onError }, outer }: RunState,
): Outcome['result'] {
  const result = classify(answer.status, context.summary);
  if (isSuccess === undefined) return result;
  try {
    const verdict = isSuccess(operation, answer);
    assertSynchronous('batch.isSuccess', verdict);
    if (verdict === true) return 'succeeded';
    return verdict === false && result === 'succeeded' ? 'failed' : result;
  } catch (error) {
    onError(error, { operation, request: outer });
    return result;
  }
}

/** Returns the outcome of an operation whose target threw, or ended without a complete response. */
export function targetFailedOutcome(operation: Operation, error: unknown, words: RunWords): Outcome {
  if ((error as { code?: unknown } | null | undefined)?.code === 'ERR_INCOMPLETE_RESPONSE') {
    const detail = 'The target closed its connection before the response was complete';
    return failedOutcome(operation, 'no-response', detail);
  }
  return withoutAnswerOutcome(operation, words);
}

/** Returns the outcome of an operation whose target threw, or gave an answer that cannot be read. */
export function withoutAnswerOutcome(operation: Operation, words: RunWords): Outcome {
  return failedOutcome(operation, 'internal', `The ${words.target} failed without an answer`);
}

/** Returns the outcome of an operation for which the option `allow` has thrown. */
export function allowFailedOutcome(operation: Operation): Outcome {
  return skippedOutcome(operation, 'internal', {
    detail: 'The server could not check whether the operation is allowed; it did not run',
    executed: false,
  });
}

/** Returns the outcome of an operation that the option `allow` has refused. */
export function notAllowedOutcome(operation: Operation): Outcome {
  return skippedOutcome(operation, 'not-allowed', {
    detail: `${operation.method} of this URL cannot be part of a batch here`,
  });
}

/** Returns the outcome of an operation that was aborted while the option `allow` was still deciding. */
export function abortedBeforeStartOutcome(operation: Operation, { hasEnded, words }: RunState): Outcome {
  if (hasEnded) return notStartedOutcome(operation, words);
  const detail = 'The operation timed out while the server checked whether it is allowed; it did not run';
  return skippedOutcome(operation, 'not-started', { detail });
}

/** Returns the outcome of an operation that was aborted while it ran. */
export function timedOutOutcome(operation: Operation, words: RunWords): Outcome {
  const detail = `The ${words.operation} was aborted while it ran; whether it took effect is unknown`;
  return failedOutcome(operation, 'operation-timeout', detail);
}
