import type { Summary } from '@multistatus/document';

/** What is known of an operation while it runs: what `getOperation` gives. */
export interface OperationInfo<Transaction = unknown> {
  /** The same for all operations of one batch, and no other: a UUID. */
  readonly batchId: string;
  /** The operation's id, as it stands in the answer. */
  readonly id: string;
  /** Its place in the batch, from 0. */
  readonly index: number;
  /** Aborted when the operation's time is up, or its client has gone. Made when it is first asked for. */
  readonly signal: AbortSignal;
  /** What the option `transaction` gave to the operation's atomicity group; `undefined` outside of one. */
  readonly transaction: Transaction | undefined;
}

/** What travels on the request object of an operation. */
export interface ActiveOperation extends OperationInfo {
  /** What a 207 that the operation answers with reports, if it was made in this process. */
  summary: Summary | undefined;
}

/** In the global registry, so that two copies of this package (CommonJS and ESM) know each other's operations. */
const MARK = Symbol.for('multistatus.operation');

/** Notes on a request object that it is an operation of a batch. Kept on the object: a path or header could be forged. */
export function attachOperation(request: object, context: ActiveOperation): void {
  Object.defineProperty(request, MARK, { value: context });
}

/** Gives the context of a request object that is an operation of a batch, `undefined` for any other. */
export function activeOperationOf(request: object): ActiveOperation | undefined {
  return (request as { readonly [MARK]?: ActiveOperation })[MARK];
}
