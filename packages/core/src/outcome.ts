import { classifyResponse, type Problem, type ResponseClass, type Summary } from '@multistatus/document';
import type { OperationAnswer } from './dispatch.js';
import type { Operation } from './operation.js';

/** What became of one operation: there is always exactly one for each. */
export type Outcome = { readonly operation: Operation } & (
  | {
      readonly kind: 'answered';
      readonly answer: OperationAnswer;
      /** What an answer of 207 reports, if it was made in this process. */
      readonly summary: Summary | undefined;
    }
  /** The batch answers in the target's place; it may have run (`problem.executed`). */
  | { readonly kind: 'failed'; readonly problem: Problem }
  /** Never reached the target. */
  | { readonly kind: 'skipped'; readonly problem: Problem }
);

/** The status that the outcome is reported with. */
export function statusOf(outcome: Outcome): number {
  return outcome.kind === 'answered' ? outcome.answer.status : outcome.problem.status;
}

/**
 * Tells how an operation ended: success is 2xx, failure 4xx and 5xx, other 3xx.
 *
 * A 207 may hold failures: it is a success only if it was made in this process and reports none.
 */
export function classify(outcome: Outcome): ResponseClass {
  const status = statusOf(outcome);
  if (status === 207 && outcome.kind === 'answered' && outcome.summary?.failed === 0) return 'succeeded';
  return classifyResponse({ href: outcome.operation.url, status });
}

/** Counts the outcomes of a batch. */
export function summarise(outcomes: readonly Outcome[]): Summary {
  const counts = { succeeded: 0, failed: 0, other: 0 };
  for (const outcome of outcomes) counts[classify(outcome)] += 1;
  return { total: outcomes.length, ...counts };
}
