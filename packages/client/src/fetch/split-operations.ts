import type { Limits } from './resolve-limits.js';
import { type CallOperation, ENVELOPE_BYTES } from './to-call-operation.js';

/**
 * Splits operations into batches in their order, as few as the limits allow. A single operation must not exceed the
 * limits.
 */
export function splitOperations(
  operations: readonly CallOperation[],
  { maxOperations, maxBodyBytes }: Limits,
): CallOperation[][] {
  const batches: CallOperation[][] = [];
  let current: CallOperation[] = [];
  let bytes = ENVELOPE_BYTES;
  for (const operation of operations) {
    if (current.length >= maxOperations || bytes + operation.bytes > maxBodyBytes) {
      current = [];
      bytes = ENVELOPE_BYTES;
    }
    if (current.length === 0) batches.push(current);
    current.push(operation);
    bytes += operation.bytes;
  }
  return batches;
}

/** Writes a batch as JSON. */
export function toBatchText(operations: readonly CallOperation[]): string {
  return `{"requests":[${operations.map(({ members }) => `{${members}}`).join(',')}]}`;
}
