import type { Limits } from './resolve-limits.js';
import { AROUND_OPERATIONS, type CallOperation } from './to-operation.js';

/** Splits operations into as few batches as their order and the limits allow; none exceeds a limit by itself. */
export function splitOperations(
  operations: readonly CallOperation[],
  { maxOperations, maxBodyBytes }: Limits,
): CallOperation[][] {
  const batches: CallOperation[][] = [];
  let current: CallOperation[] = [];
  let bytes = AROUND_OPERATIONS;
  for (const operation of operations) {
    if (current.length >= maxOperations || bytes + operation.bytes > maxBodyBytes) {
      current = [];
      bytes = AROUND_OPERATIONS;
    }
    if (current.length === 0) batches.push(current);
    current.push(operation);
    bytes += operation.bytes;
  }
  return batches;
}

/** Writes a batch; the id of each operation is its index. */
export function toBatchText(operations: readonly CallOperation[]): string {
  return `{"requests":[${operations.map(({ members }, index) => `{"id":"${index}",${members}}`).join(',')}]}`;
}
