import { byIndex } from '../operation/by-index.js';
import type { Outcome } from '../operation/outcome.js';
import type { AcceptedBatch } from '../plan/accepted-batch.js';
import { checkOutcome, restoreOutcome, type StoredOutcome, storeOutcome } from './stored-outcome.js';
import { isString, StoredValueChecker } from './stored-value-checker.js';
import { checkVersion, STORED_VERSION } from './stored-version.js';

/** Outcomes of a batch as JSON. */
export interface StoredOutcomes {
  /** The version of the stored form. `restoreOutcomes` reads no other. */
  readonly version: typeof STORED_VERSION;
  /** The batch that they belong to. */
  readonly batchId: string;
  /** One for each outcome that was stored, in the same order. */
  readonly outcomes: readonly StoredOutcome[];
}

/** Returns some or all outcomes of a batch as a JSON value. */
export function storeOutcomes(
  outcomes: readonly Outcome[],
  { batchId, operations }: Pick<AcceptedBatch, 'batchId' | 'operations'>,
): StoredOutcomes {
  const sent = byIndex(operations);
  const stored = outcomes.map((outcome) => storeOutcome(outcome, sent[outcome.operation.index]?.url ?? ''));
  return { version: STORED_VERSION, batchId, outcomes: stored };
}

/**
 * Returns the outcomes that {@link storeOutcomes} has stored. The second argument is the batch that they belong to.
 *
 * @throws {UnknownVersionError} if they were stored by a version of this library that stores them differently.
 * @throws {RangeError} if they belong to another batch, or the batch has no operation with the index of an outcome.
 * @throws {TypeError} if something of them is missing or damaged.
 */
export function restoreOutcomes(
  stored: unknown,
  { batchId, operations }: Pick<AcceptedBatch, 'batchId' | 'operations'>,
): Outcome[] {
  const value = checkVersion<StoredOutcomes>('outcomes', stored);
  const checker = new StoredValueChecker('outcomes', value);
  checker.check('batchId', isString);
  checker.members('outcomes', checkOutcome);
  if (value.batchId !== batchId) {
    throw new RangeError(`The outcomes belong to the batch ${value.batchId}, not to ${batchId}`);
  }
  const sent = byIndex(operations);
  return value.outcomes.map((outcome) => {
    const operation = sent[outcome.index];
    if (operation === undefined) {
      throw new RangeError(`The batch has ${operations.length} operations, and no outcome ${outcome.index}`);
    }
    return restoreOutcome(outcome, operation);
  });
}
