/** The error for a stored value that another version of this library has written. Nothing else in the value was read. */
export class UnknownVersionError extends Error {
  /** Always `'UnknownVersionError'`. */
  override readonly name = 'UnknownVersionError';
  /** Always `'ERR_UNKNOWN_VERSION'`, by which the error can be recognised even if it comes from another copy of this package. */
  readonly code = 'ERR_UNKNOWN_VERSION';
  /** The version that the value has; `undefined` if it has none. */
  readonly version: unknown;

  /** Creates the error for a stored value. `subject` says what it is, such as `batch`. */
  constructor(subject: string, version: unknown) {
    const found = version === undefined ? 'no version' : `version ${JSON.stringify(version)}`;
    super(`The stored ${subject} has ${found}; this version of multistatus reads version ${STORED_VERSION}`);
    this.version = version;
  }
}

/** The version of stored batches and outcomes. It is increased whenever an older version of this library would misread them. */
export const STORED_VERSION = 1;

/**
 * Returns a stored value, after its version has been checked.
 *
 * @throws {UnknownVersionError} if it was written by a version of this library that stores it differently.
 */
export function checkVersion<Stored extends { readonly version: typeof STORED_VERSION }>(
  subject: string,
  stored: unknown,
): Stored {
  const version: unknown = (stored as { readonly version?: unknown } | null | undefined)?.version;
  if (version !== STORED_VERSION) throw new UnknownVersionError(subject, version);
  return stored as Stored;
}
