/**
 * The error that `run` rejects with when an operation of an atomicity group did not succeed. The option `transaction` must
 * roll back and reject with this error.
 */
export class GroupFailedError extends Error {
  override readonly name = 'GroupFailedError';
  readonly code = 'ERR_GROUP_FAILED';
  /** Name of the group. */
  readonly group: string;
  /** Id of the operation that did not succeed; `undefined` if the batch ended before the group ran. */
  readonly operation: string | undefined;

  constructor(group: string, operation: string | undefined) {
    super(
      operation === undefined
        ? `The batch ended before group ${group} ran`
        : `Operation ${operation} of group ${group} did not succeed; roll back`,
    );
    this.group = group;
    this.operation = operation;
  }
}
