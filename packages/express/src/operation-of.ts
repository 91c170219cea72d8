import { type OperationInfo, operationContextOf } from '@multistatus/core';

/**
 * Tells what operation of a batch a request is, for logs, deadlines and transactions; `undefined` outside of a batch.
 *
 * @example
 * const { transaction, signal } = operationOf(req) ?? {};
 */
export function operationOf(req: object): OperationInfo | undefined {
  return operationContextOf(req);
}
