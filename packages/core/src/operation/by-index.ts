import type { Operation } from './operation.js';

/**
 * Returns operations by their index. The operations of a whole batch are returned unchanged, because their positions are their
 * indexes; for a part of a batch, the list has gaps.
 */
export function byIndex(operations: readonly Operation[]): readonly (Operation | undefined)[] {
  const last = operations.at(-1);
  if (last === undefined || last.index === operations.length - 1) return operations;
  const sparse: Operation[] = [];
  for (const operation of operations) sparse[operation.index] = operation;
  return sparse;
}
