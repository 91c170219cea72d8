import type { Summary } from '@multistatus/document';

/** What `getOperation` returns about the operation that a request belongs to. */
export interface OperationInfo<Transaction = unknown, Principal = unknown> {
  /** A UUID that identifies the batch; all of its operations share it. */
  readonly batchId: string;
  /** The id of the operation, as in the answer. */
  readonly id: string;
  /** The index of the operation in the batch, from 0. */
  readonly index: number;
  /** Aborted when the operation or the batch times out, or the client disconnects. Created on the first read. */
  readonly signal: AbortSignal;
  /** What the option `transaction` passed to `run`; `undefined` for an operation without an atomicity group. */
  readonly transaction: Transaction | undefined;
  /**
   * Who has sent the batch, as the option `capture` of `respondAsync` has returned it; `undefined` unless the operation runs in a
   * worker.
   */
  readonly principal: Principal | undefined;
}

/** The context that is attached to the request object of an operation. */
export interface ActiveOperation extends OperationInfo {
  /** The summary of the 207 that the operation answers with, if this library created it in this process. */
  summary: Summary | undefined;
  /**
   * The media type of a report that nests well in the answer to the batch (`nestedType` of its format); `undefined` if there is
   * none.
   */
  readonly nestedType?: string | undefined;
}

/** In the global symbol registry, so that two copies of this package (CommonJS and ESM) recognise each other's operations. */
const MARK = Symbol.for('multistatus.operation');

/** Marks a request object as an operation of a batch. The mark is a property because clients could forge a path or header. */
export function attachOperation(request: object, context: ActiveOperation): void {
  Object.defineProperty(request, MARK, { value: context });
}

/** Returns the context that {@link attachOperation} attached to a request object, or `undefined` if there is none. */
export function activeOperationOf(request: object): ActiveOperation | undefined {
  return (request as { readonly [MARK]?: ActiveOperation })[MARK];
}
