/** What is known about a transaction that took no effect. */
export interface GroupRolledBackInit {
  /** Why it took none. The batch passes it to `onError`, and does not send it to the client. */
  readonly cause: unknown;
  /**
   * True if the same group may succeed when it is sent again: after a deadlock, a serialization failure or a lost connection.
   *
   * @defaultValue false
   */
  readonly isTransient?: boolean | undefined;
}

const CODE = 'ERR_GROUP_ROLLED_BACK';

/**
 * The error that the option `transaction` may reject with if it knows that nothing of the group took effect, regardless of
 * how far the group got. The operations are then reported with `executed: false`.
 *
 * Reject with it only if the database can never have received a COMMIT, or has answered it with an error. After a lost
 * connection during COMMIT, reject with any other error: the operations are then reported with `executed: "unknown"`.
 *
 * @example
 * ```ts
 * throw new GroupRolledBackError('The database rolled back', { cause: error, isTransient: error.code === '40P01' });
 * ```
 */
export class GroupRolledBackError extends Error {
  /** Always `'GroupRolledBackError'`. */
  override readonly name = 'GroupRolledBackError';
  /** Always `'ERR_GROUP_ROLLED_BACK'`, by which the error can be recognised even if it comes from another copy of this package. */
  readonly code: 'ERR_GROUP_ROLLED_BACK' = CODE;
  /** True if the same group may succeed when it is sent again. */
  readonly isTransient: boolean;

  /** Creates the error to reject with. The message is passed to `onError` only; clients do not see it. */
  constructor(message: string, { cause, isTransient = false }: GroupRolledBackInit) {
    super(message, { cause });
    this.isTransient = isTransient;
  }
}

/** Checks whether an error is a {@link GroupRolledBackError}, by its code: it may come from another copy of this package. */
export function isGroupRolledBackError(error: unknown): error is GroupRolledBackError {
  return (error as { code?: unknown } | null | undefined)?.code === CODE;
}
