import type { HeaderMap, Problem, ResponseClass } from '@multistatus/document';
import { type Outcome, statusOf } from './outcome.js';

/** What became of one operation, as hooks are told. */
export interface OperationOutcome {
  readonly id: string;
  /** Its place in the batch, from 0. */
  readonly index: number;
  readonly method: string;
  /** As dispatched; as sent if a reference in it was never resolved. */
  readonly url: string;
  readonly status: number;
  /** How it counts in the summary. */
  readonly result: ResponseClass;
  /** Whether the target was entered: `false` also if a transaction was rolled back, `'unknown'` if nobody can tell. */
  readonly executed: boolean | 'unknown';
  /** Of the target's response by lower-case name, all of them; empty if there is none. */
  readonly headers: HeaderMap;
  /** Of the target's response; empty if there is none. */
  readonly body: Uint8Array;
  /** What the batch answers with in the target's place. */
  readonly problem: Problem | undefined;
  /** The target set cookies that reach nobody: the head of a streamed answer was sent before. */
  readonly hasLostCookies: boolean;
}

const NO_HEADERS: HeaderMap = {};
const NO_BODY: Uint8Array = new Uint8Array(0);

/**
 * Gives an outcome the shape in which hooks are told of it. `losesCookies` says that the answer is streamed, and has no
 * place for cookies.
 */
export function toOperationOutcome(outcome: Outcome, losesCookies = false): OperationOutcome {
  const { id, index, method, url } = outcome.operation;
  const base = { id, index, method, url, status: statusOf(outcome), result: outcome.result };
  if (outcome.kind === 'answered') {
    const { headers, body } = outcome.answer;
    const hasLostCookies = losesCookies && headers['set-cookie'] !== undefined;
    return { ...base, executed: true, headers, body, problem: undefined, hasLostCookies };
  }
  const { problem } = outcome;
  const executed = problem['executed'] === false ? false : 'unknown';
  return { ...base, executed, headers: NO_HEADERS, body: NO_BODY, problem, hasLostCookies: false };
}
