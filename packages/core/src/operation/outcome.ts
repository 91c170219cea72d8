import {
  classifyResponse,
  type Problem,
  type Propstat,
  type ResponseClass,
  type Summary,
} from '@multistatus/document';
import { type ProblemExtensions, toProblem } from '../problem/batch-problem.js';
import type { ProblemSlug } from '../problem/problem-types.js';
import type { OperationAnswer } from './dispatch.js';
import type { Operation } from './operation.js';

/** What became of one operation: there is always exactly one for each. */
export type Outcome = {
  /** With its URL, headers and body as dispatched; as sent if a reference of it was never resolved. */
  readonly operation: Operation;
  /** How it counts: success is 2xx, failure 4xx and 5xx, other 3xx; a 207 by what it reports. */
  readonly result: ResponseClass;
} & (
  | { readonly kind: 'answered'; readonly answer: OperationAnswer }
  /** The batch answers in the target's place; it may have run (`problem.executed`). */
  | { readonly kind: 'failed'; readonly problem: Problem }
  /** Never reached the target, or was rolled back. */
  | {
      readonly kind: 'skipped';
      readonly problem: Problem;
      /** The same, property by property, for those who want it so. */
      readonly propstats?: readonly [Propstat, ...Propstat[]] | undefined;
    }
);

/**
 * The outcome of an operation that its target has answered.
 *
 * This and what else there is one of for each operation until the batch is over are made by constructors. V8 counts how
 * many objects of a literal survive a collection; of these most do, so it would soon put all of them where only a full
 * collection looks, with whatever they hold: a batch over HTTP took 1.35 times as long.
 */
export class AnsweredOutcome {
  readonly kind = 'answered';
  readonly operation: Operation;
  readonly result: ResponseClass;
  readonly answer: OperationAnswer;

  constructor(operation: Operation, result: ResponseClass, answer: OperationAnswer) {
    this.operation = operation;
    this.result = result;
    this.answer = answer;
  }
}

/** The status that the outcome is reported with. */
export function statusOf(outcome: Outcome): number {
  return outcome.kind === 'answered' ? outcome.answer.status : outcome.problem.status;
}

/**
 * Tells how an answer counts: success is 2xx, failure 4xx and 5xx, other 3xx.
 *
 * A 207 may hold failures: it is a success only if it was made in this process and `summary` reports none.
 */
export function classify(status: number, summary: Summary | undefined): ResponseClass {
  if (status === 207 && summary?.failed === 0) return 'succeeded';
  return classifyResponse({ href: '/', status });
}

/** Counts the outcomes of a batch. */
export function summarise(outcomes: readonly Outcome[]): Summary {
  const counts = { succeeded: 0, failed: 0, other: 0 };
  for (const { result } of outcomes) counts[result] += 1;
  return { total: outcomes.length, ...counts };
}

/** Makes the outcome of an operation that the target was entered for and that the batch has to answer for. */
export function failedOutcome(operation: Operation, slug: ProblemSlug, detail: string): Outcome {
  return { operation, result: 'failed', kind: 'failed', problem: toProblem(slug, detail) };
}

/** Makes the outcome of an operation that has no effect: it never ran, or was rolled back. */
export function skippedOutcome(
  operation: Operation,
  slug: ProblemSlug,
  { detail, ...extensions }: { readonly detail: string } & ProblemExtensions,
): Extract<Outcome, { kind: 'skipped' }> {
  const problem = toProblem(slug, detail, extensions);
  return { operation, result: 'failed', kind: 'skipped', problem };
}

/** Makes the outcome of an operation whose turn never came: the batch was over. */
export function notStarted(operation: Operation): Outcome {
  const detail = 'The batch ended before the turn of this operation; it may be sent again';
  return skippedOutcome(operation, 'not-started', { detail });
}
