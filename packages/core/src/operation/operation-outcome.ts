import type { HeaderMap, Problem, ResponseClass, Timing } from '@multistatus/document';
import { type Outcome, statusOf } from './outcome.js';

/** The outcome of one operation, as it is passed to `onOutcome`, to `status` and to diagnostics channels. */
export interface OperationOutcome {
  /** The id of the operation in the batch, sent or generated. */
  readonly id: string;
  /** The index of the operation in the batch, from 0. */
  readonly index: number;
  /** The HTTP method, in upper case. */
  readonly method: string;
  /** As dispatched; as sent if a reference in it was not resolved. */
  readonly url: string;
  /** The status that is reported: that of the target, or that of `problem`. */
  readonly status: number;
  /** How it is counted in the summary. */
  readonly result: ResponseClass;
  /** `true` if the target answered, `false` if the operation did not run or was rolled back, `'unknown'` if it is uncertain. */
  readonly executed: boolean | 'unknown';
  /** All headers of the target's response, by lower-case name; empty if there is no response. */
  readonly headers: HeaderMap;
  /** The body of the target's response; empty if there is no response. */
  readonly body: Uint8Array;
  /** The trailers of the target's response, by lower-case name; empty if there are none. */
  readonly trailers: HeaderMap;
  /** When the operation ran; `undefined` if it did not, or without the option `timings`. */
  readonly timing: Timing | undefined;
  /** The problem that the batch reports if the target gave no usable response. */
  readonly problem: Problem | undefined;
  /** True if the target set cookies that are lost because the head of the streamed answer had already been sent. */
  readonly hasLostCookies: boolean;
}

const NO_HEADERS: HeaderMap = {};
const NO_BODY: Uint8Array = new Uint8Array(0);

/**
 * Returns an outcome in the form that is passed to options and diagnostics channels. `losesCookies` is true if the answer is
 * streamed, so that cookies of operations are lost.
 */
export function toOperationOutcome(outcome: Outcome, losesCookies = false): OperationOutcome {
  const { id, index, method, url } = outcome.operation;
  const { result, timing } = outcome;
  const base = { id, index, method, url, status: statusOf(outcome), result, timing };
  if (outcome.kind === 'answered') {
    const { headers, body, trailers = NO_HEADERS } = outcome.answer;
    const hasLostCookies = losesCookies && headers['set-cookie'] !== undefined;
    return { ...base, executed: true, headers, body, trailers, problem: undefined, hasLostCookies };
  }
  const { problem } = outcome;
  const executed = problem['executed'] === false ? false : 'unknown';
  return {
    ...base,
    executed,
    headers: NO_HEADERS,
    body: NO_BODY,
    trailers: NO_HEADERS,
    problem,
    hasLostCookies: false,
  };
}
