import { toOperationOutcome } from '../operation/operation-outcome.js';
import type { Outcome } from '../operation/outcome.js';
import type { ResolvedOptions } from '../options/resolve-options.js';

/** What an outcome is told in. */
export interface NotifyContext {
  readonly options: Pick<ResolvedOptions, 'onOutcome' | 'onError'>;
  /** The request as the framework has it. */
  readonly outer: unknown;
  /** The answer is streamed, and has no place for cookies. */
  readonly losesCookies: boolean;
}

/** Tells the option `onOutcome`, if there is one. What it throws, or rejects with, goes to `onError`. */
export function notifyOutcome(
  outcome: Outcome,
  { options: { onOutcome, onError }, outer, losesCookies }: NotifyContext,
): void {
  if (onOutcome === undefined) return;
  const told = toOperationOutcome(outcome, losesCookies);
  new Promise((resolve) => resolve(onOutcome(told, outer))).catch(onError);
}
