import type { Operation } from '../operation/operation.js';

/** What identifies an operation or an item in logs, as in its outcome. */
export type OperationIdentity = Pick<Operation, 'index' | 'id' | 'method' | 'url'>;

/** What an error belongs to, as the option `onError` of a batch gets it. `Outer` is the request object of the framework. */
export interface BatchErrorContext<Outer = unknown> {
  /** The operation that the error occurred for; `undefined` if it concerns the batch as a whole, or a group. */
  readonly operation?: OperationIdentity | undefined;
  /** The name of the atomicity group whose transaction failed; `undefined` for any other error. */
  readonly group?: string | undefined;
  /** The batch request; `undefined` if the batch runs without it. */
  readonly request?: Outer | undefined;
}

/** Returns what identifies an operation. The operation itself would show its headers and body in logs. */
export function identityOf({ index, id, method, url }: OperationIdentity): OperationIdentity {
  return { index, id, method, url };
}
