import type { ActiveOperation } from '../operation/active-operation.js';
import type { Operation } from '../operation/operation.js';
import { LazySignal } from './lazy-signal.js';

/**
 * The context of a running operation, attached to the request that its target handles.
 *
 * References nothing of the batch: an app that keeps one request in memory must not keep all the others with it.
 */
export class RunningOperation implements ActiveOperation {
  readonly batchId: string;
  readonly id: string;
  readonly index: number;
  declare readonly signal: AbortSignal;
  readonly transaction: unknown;
  readonly principal: unknown;
  readonly nestedType: string | undefined;
  summary: ActiveOperation['summary'];

  constructor(
    { id, index }: Operation,
    {
      batchId,
      nestedType,
      principal,
      transaction,
    }: Pick<ActiveOperation, 'batchId' | 'nestedType' | 'principal' | 'transaction'>,
    lazySignal: LazySignal,
  ) {
    this.batchId = batchId;
    this.id = id;
    this.index = index;
    this.transaction = transaction;
    this.principal = principal;
    this.nestedType = nestedType;
    this.summary = undefined;
    LazySignal.define(this, lazySignal);
  }
}

/**
 * Calls `listener` when an operation is aborted, before the listeners of its signal. For dispatchers that do not need an
 * AbortSignal: none is created. An operation has one such listener; a second call replaces the first.
 */
export function onAbort(context: ActiveOperation, listener: () => void): void {
  const lazySignal = LazySignal.of(context);
  if (lazySignal === undefined) context.signal.addEventListener('abort', listener, { once: true });
  else lazySignal.listener = listener;
}
