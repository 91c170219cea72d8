import type { ActiveOperation } from '../operation/active-operation.js';
import type { Operation } from '../operation/operation.js';
import { abortOf, defineLazySignal, type LazyAbort } from './lazy-abort.js';

/**
 * The context of an operation that runs.
 *
 * Holds nothing of the batch: a request that its app keeps must not keep all others.
 */
export class RunningOperation implements ActiveOperation {
  readonly batchId: string;
  readonly id: string;
  readonly index: number;
  declare readonly signal: AbortSignal;
  readonly transaction: unknown;
  summary: ActiveOperation['summary'];

  constructor(
    { id, index }: Operation,
    { batchId, transaction }: Pick<ActiveOperation, 'batchId' | 'transaction'>,
    abort: LazyAbort,
  ) {
    this.batchId = batchId;
    this.id = id;
    this.index = index;
    this.transaction = transaction;
    this.summary = undefined;
    defineLazySignal(this, abort);
  }
}

/**
 * Calls `listener` when the signal of an operation is aborted, before any listener of its own: for one who dispatches, and
 * need not have a signal made. One listener for each operation.
 */
export function onAbort(context: ActiveOperation, listener: () => void): void {
  const abort = abortOf(context);
  if (abort === undefined) context.signal.addEventListener('abort', listener, { once: true });
  else abort.listener = listener;
}
