/**
 * What `run` rejects with when an operation of an atomicity group is no success: the option `transaction` has to roll
 * back and let it through.
 */
export class GroupFailedError extends Error {
  override readonly name = 'GroupFailedError';
  readonly code = 'ERR_GROUP_FAILED';
  /** Name of the group. */
  readonly group: string;
  /** Id of the operation that was no success; `undefined` if the batch was over before one ran. */
  readonly operation: string | undefined;

  constructor(group: string, operation: string | undefined) {
    super(
      operation === undefined
        ? `The batch was over before group ${group} ran`
        : `Operation ${operation} of group ${group} did not succeed; roll back`,
    );
    this.group = group;
    this.operation = operation;
  }
}
