import {
  classifyResponse,
  type Problem,
  type Propstat,
  type ResponseClass,
  type Summary,
  type Timing,
} from '@multistatus/document/writer';
import { type ProblemExtensions, toProblem } from '../problem/batch-problem.js';
import type { ProblemSlug } from '../problem/problem-types.js';
import type { OperationAnswer } from './dispatch.js';
import type { Operation } from './operation.js';
import type { RunWords } from './run-words.js';

/** The outcome of one operation. Every operation of a batch has exactly one. */
export type Outcome = {
  /** The operation as dispatched; as sent if one of its references was not resolved. */
  readonly operation: Operation;
  /** How it is counted: 2xx succeeded, 4xx and 5xx failed, 3xx other; a 207 depends on what it reports. */
  readonly result: ResponseClass;
  /** When it ran; absent if it did not, or without the option `timings`. */
  readonly timing?: Timing | undefined;
} & (
  | { readonly kind: 'answered'; readonly answer: OperationAnswer }
  /** The batch answers instead of the target, which may have run (`problem.executed`). */
  | { readonly kind: 'failed'; readonly problem: Problem }
  /** Never reached the target, or was rolled back. */
  | {
      readonly kind: 'skipped';
      readonly problem: Problem;
      /** The problem broken down by property, for a bulk endpoint that reports propstats. */
      readonly propstats?: readonly [Propstat, ...Propstat[]] | undefined;
    }
);

/**
 * The outcome of an operation whose target has answered.
 *
 * This is a class for a reason, as is every other object that exists once per operation until the batch ends. V8 counts how
 * many objects of each object literal survive a garbage collection. Most of these do, so V8 would allocate them directly in
 * the old generation, which only a full collection cleans, together with everything they reference. A batch over HTTP then
 * took 1.35 times as long.
 */
export class AnsweredOutcome {
  readonly kind = 'answered';
  readonly operation: Operation;
  readonly result: ResponseClass;
  readonly answer: OperationAnswer;
  timing?: Timing | undefined;

  constructor(operation: Operation, result: ResponseClass, answer: OperationAnswer) {
    this.operation = operation;
    this.result = result;
    this.answer = answer;
    this.timing = undefined;
  }
}

/** Returns an outcome with the time in which its operation ran. */
export function withTiming(outcome: Outcome, timing: Timing): Outcome {
  if (outcome.kind !== 'answered') return { ...outcome, timing };
  const timed = new AnsweredOutcome(outcome.operation, outcome.result, outcome.answer);
  timed.timing = timing;
  return timed;
}

/** Returns the status that an outcome is reported with. */
export function statusOf(outcome: Outcome): number {
  return outcome.kind === 'answered' ? outcome.answer.status : outcome.problem.status;
}

/**
 * Returns how an answer is counted: 2xx succeeded, 4xx and 5xx failed, 3xx other.
 *
 * A 207 may report failures: it has succeeded only if it was created in this process and its `summary` has no failure.
 */
export function classify(status: number, summary: Summary | undefined): ResponseClass {
  if (status === 207 && summary?.failed === 0) return 'succeeded';
  return classifyResponse({ href: '/', status });
}

/** Returns the size of the body that a target answered with, in bytes; 0 if none answered. */
export function bodyBytesOf(outcome: Outcome): number {
  return outcome.kind === 'answered' ? outcome.answer.body.byteLength : 0;
}

/** Returns the size of the bodies of all outcomes together, in bytes. */
export function allBodyBytesOf(outcomes: readonly Outcome[]): number {
  let bytes = 0;
  for (const outcome of outcomes) bytes += bodyBytesOf(outcome);
  return bytes;
}

/** Returns the outcome of an operation that was dispatched but has no usable response: the batch answers instead. */
export function failedOutcome(operation: Operation, slug: ProblemSlug, detail: string): Outcome {
  return { operation, result: 'failed', kind: 'failed', problem: toProblem(slug, detail) };
}

/** Returns the outcome of an operation without effect: it did not run, or was rolled back. */
export function skippedOutcome(
  operation: Operation,
  slug: ProblemSlug,
  { detail, ...extensions }: { readonly detail: string } & ProblemExtensions,
): Extract<Outcome, { kind: 'skipped' }> {
  const problem = toProblem(slug, detail, extensions);
  return { operation, result: 'failed', kind: 'skipped', problem };
}

/** Returns the outcome of an operation that was still waiting when the run ended. */
export function notStartedOutcome(operation: Operation, words: RunWords): Outcome {
  const detail = `The ${words.run} ended before this ${words.operation} started; it may be sent again`;
  return skippedOutcome(operation, 'not-started', { detail });
}
