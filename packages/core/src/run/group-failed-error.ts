import { BATCH_WORDS } from '../operation/run-words.js';

/** Returns how a message refers to a group. A list has one group only. */
export function nameOfGroup(name: string, { group }: { readonly group: string }): string {
  return group === 'list' ? 'the list' : `group ${name}`;
}

/**
 * The error that `run` rejects with when an operation of an atomicity group did not succeed. The option `transaction` must
 * roll back and reject with this error.
 */
export class GroupFailedError extends Error {
  /** Always `'GroupFailedError'`. */
  override readonly name = 'GroupFailedError';
  /** Always `'ERR_GROUP_FAILED'`, by which the error can be recognised even if it comes from another copy of this package. */
  readonly code = 'ERR_GROUP_FAILED';
  /** Name of the group. */
  readonly group: string;
  /** Id of the operation that did not succeed; `undefined` if the batch ended before the group ran. */
  readonly operation: string | undefined;

  /** Creates the error that `run` rejects with, for tests of an option `transaction`. `words` are what the message calls things. */
  constructor(
    group: string,
    operation: string | undefined,
    words: Readonly<Record<'run' | 'operation' | 'group', string>> = BATCH_WORDS,
  ) {
    const subject = nameOfGroup(group, words);
    super(
      operation === undefined
        ? `The ${words.run} ended before ${subject} ran`
        : `The ${words.operation} ${operation} of ${subject} did not succeed; roll back`,
    );
    this.group = group;
    this.operation = operation;
  }
}
