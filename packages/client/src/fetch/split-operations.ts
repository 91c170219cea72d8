import { isSafeMethod } from '@multistatus/wire';
import type { Limits } from './resolve-limits.js';
import { type CallOperation, ENVELOPE_BYTES } from './to-call-operation.js';

/**
 * Splits operations into batches in their order, as few as the limits allow. A single operation must not exceed the
 * limits.
 */
export function splitOperations(
  operations: readonly CallOperation[],
  { maxOperations, maxUnsafeOperations, maxBodyBytes }: Limits,
): CallOperation[][] {
  const batches: CallOperation[][] = [];
  let current: CallOperation[] = [];
  let bytes = ENVELOPE_BYTES;
  let unsafe = 0;
  for (const operation of operations) {
    const isUnsafe = !isSafeMethod(operation.call.request.method);
    const isFull = current.length >= maxOperations || bytes + operation.bytes > maxBodyBytes;
    if (isFull || (isUnsafe && unsafe >= maxUnsafeOperations)) {
      current = [];
      bytes = ENVELOPE_BYTES;
      unsafe = 0;
    }
    if (isUnsafe) unsafe += 1;
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
