import type { OperationInfo } from '@multistatus/core';
import { activeOperationOf } from '@multistatus/core/adapter';

/**
 * Tells what operation of a batch a request is, for logs, deadlines and transactions; `undefined` outside of a batch.
 * `Transaction` is what the option `transaction` hands to `run`.
 *
 * @example
 * const { transaction, signal } = getOperation(req) ?? {};
 */
export function getOperation<Transaction = unknown>(req: object): OperationInfo<Transaction> | undefined {
  return activeOperationOf(req) as OperationInfo<Transaction> | undefined;
}
