import type { Problem, Summary } from '@multistatus/document';
import type { OperationAnswer } from './dispatch.js';
import type { Operation } from './operation.js';

/** What became of one operation: there is always exactly one for each. */
export type Outcome = { readonly operation: Operation } & (
  | { readonly kind: 'answered'; readonly answer: OperationAnswer }
  /** The batch answers in the target's place; it may have run (`problem.executed`). */
  | { readonly kind: 'failed'; readonly problem: Problem }
  /** Never reached the target. */
  | { readonly kind: 'skipped'; readonly problem: Problem }
);

/** The status that the outcome is reported with. */
export function statusOf(outcome: Outcome): number {
  return outcome.kind === 'answered' ? outcome.answer.status : outcome.problem.status;
}

/** Success is 2xx other than 207 (which may hold failures), failure the rest of 2xx, 4xx and 5xx, other 3xx. */
export function classify(status: number): 'succeeded' | 'failed' | 'other' {
  if (status >= 200 && status < 300) return status === 207 ? 'failed' : 'succeeded';
  return status >= 300 && status < 400 ? 'other' : 'failed';
}

/** Counts the outcomes of a batch. */
export function summarise(outcomes: readonly Outcome[]): Summary {
  const counts = { succeeded: 0, failed: 0, other: 0 };
  for (const outcome of outcomes) counts[classify(statusOf(outcome))] += 1;
  return { total: outcomes.length, ...counts };
}
