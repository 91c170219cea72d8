import { isIdempotentMethod } from '@multistatus/wire';
import type { Operation } from '../operation/operation.js';
import type { ClaimedUnit } from '../options/journal.js';

/**
 * Checks whether an operation without an outcome must not run again: an earlier attempt has claimed it, it may have taken effect,
 * and a second effect would do harm.
 */
export function isInterrupted(
  operation: Operation,
  claim: ClaimedUnit | undefined,
  isRepeatable: (operation: Operation) => boolean | undefined,
): boolean {
  if (claim === undefined || isIdempotentMethod(operation.method)) return false;
  return isRepeatable(operation) !== true;
}
