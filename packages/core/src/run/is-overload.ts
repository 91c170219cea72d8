import { type Outcome, statusOf } from '../operation/outcome.js';

/** Checks whether an outcome reports that the server, or one behind it, is overloaded: 429 or 503. */
export function isOverload(outcomes: readonly Outcome[]): boolean {
  for (const outcome of outcomes) {
    const status = statusOf(outcome);
    if (status === 429 || status === 503) return true;
  }
  return false;
}
