import type { OperationInfo } from '@multistatus/core';
import { activeOperationOf } from '@multistatus/core/adapter';

/**
 * Returns the operation of a batch that a request belongs to, for logs, deadlines and transactions. Returns `undefined` for
 * a request outside of a batch. `Transaction` is the type of what the option `transaction` passes to `run`, and
 * `Principal` that of what the option `capture` of `respondAsync` returns.
 *
 * @example
 * ```ts
 * const { transaction, signal } = getOperation(req) ?? {};
 * ```
 */
export function getOperation<Transaction = unknown, Principal = unknown>(
  req: object,
): OperationInfo<Transaction, Principal> | undefined {
  return activeOperationOf(req) as OperationInfo<Transaction, Principal> | undefined;
}
