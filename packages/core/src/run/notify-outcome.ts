import { toOperationOutcome } from '../operation/operation-outcome.js';
import type { Outcome } from '../operation/outcome.js';
import type { ResolvedOptions } from '../options/resolve-options.js';

/** Whom {@link notifyOutcome} calls, and with which request. */
export interface NotifyContext {
  readonly options: Pick<ResolvedOptions, 'onOutcome' | 'onError'>;
  /** The request object of the framework. */
  readonly outer: unknown;
  /** True if the answer is streamed: its head has been sent, so cookies of operations are lost. */
  readonly losesCookies: boolean;
}

/** Calls the option `onOutcome`, if it is set. Calls `onError` with what it throws or rejects with. */
export function notifyOutcome(
  outcome: Outcome,
  { options: { onOutcome, onError }, outer, losesCookies }: NotifyContext,
): void {
  if (onOutcome === undefined) return;
  const reported = toOperationOutcome(outcome, losesCookies);
  new Promise((resolve) => resolve(onOutcome(reported, outer))).catch((error: unknown) =>
    onError(error, { operation: outcome.operation, request: outer }),
  );
}
