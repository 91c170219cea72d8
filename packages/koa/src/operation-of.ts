import { type OperationInfo, operationContextOf } from '@multistatus/core';
import type { KoaContext } from './koa-context.js';

/**
 * Tells what operation of a batch a request is, for logs, deadlines and transactions; `undefined` outside of a batch.
 *
 * @example
 * const { transaction, signal } = operationOf(ctx) ?? {};
 */
export function operationOf(ctx: Pick<KoaContext, 'req'>): OperationInfo | undefined {
  return operationContextOf(ctx.req);
}
