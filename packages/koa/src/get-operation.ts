import type { OperationInfo } from '@multistatus/core';
import { activeOperationOf } from '@multistatus/core/adapter';
import type { KoaContext } from './koa-context.js';

/**
 * Tells what operation of a batch a request is, for logs, deadlines and transactions; `undefined` outside of a batch.
 * `Transaction` is what the option `transaction` hands to `run`.
 *
 * @example
 * const { transaction, signal } = getOperation(ctx) ?? {};
 */
export function getOperation<Transaction = unknown>(
  ctx: Pick<KoaContext, 'req'>,
): OperationInfo<Transaction> | undefined {
  return activeOperationOf(ctx.req) as OperationInfo<Transaction> | undefined;
}
