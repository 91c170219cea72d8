import { isIdempotent } from '../may-resend.js';
import type { Batch } from './create-batch.js';
import type { WireBatch, WireOperation } from './wire-operation.js';

/** Returns the ids of the operations that may run twice: by the `idempotent` option, or by method and headers. */
export function findRepeatable(
  batch: Batch | WireBatch,
  operations: readonly WireOperation[],
): ReadonlySet<string> {
  const mayRepeat = ({ id, method, headers = {} }: WireOperation): boolean => {
    if ('mayRepeat' in batch) return batch.mayRepeat(id);
    const names = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
    return isIdempotent(method.toUpperCase(), names);
  };
  return new Set(operations.filter(mayRepeat).map(({ id }) => id));
}
