import type { Operation } from '../operation/operation.js';
import type { Outcome } from '../operation/outcome.js';
import { readKept } from './kept-outcome.js';
import { restoreOutcome } from './stored-outcome.js';

/**
 * Returns the outcomes of operations, from the texts that their entry has by index; those that have none from `outcomeOf`.
 *
 * @throws {UnknownVersionError} if another version of this library has kept a text.
 * @throws {TypeError} if a text is damaged.
 */
export function restoreUnits(
  operations: readonly Operation[],
  texts: ReadonlyMap<number, string>,
  outcomeOf: (operation: Operation) => Outcome,
): readonly Outcome[] {
  return operations.map((operation) => {
    const text = texts.get(operation.index);
    return text === undefined ? outcomeOf(operation) : restoreOutcome(readKept(text).outcome, operation);
  });
}
