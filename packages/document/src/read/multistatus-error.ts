/** One failure that a 207 document reports: of a resource, or of some of its properties. */
export interface Failure {
  /** The resource that failed. A response with several hrefs makes one failure for each of them. */
  readonly href: string;
  /** The status code in the document. */
  readonly status: number;
  /**
   * The description in the document, otherwise the names of its error conditions, otherwise the reason phrase; empty if
   * there is none of them.
   */
  readonly reason: string;
  /** The names of the properties concerned, `{namespace}local`; absent if the failure concerns the whole resource. */
  readonly properties?: readonly string[] | undefined;
}

const MAX_NAMED = 10;

/** Thrown if a 207 document reports failures. `failures` lists all of them, the message the first ten. */
export class MultistatusError extends Error {
  /** Always `'MultistatusError'`, by which `isMultistatusError` recognises errors of another copy of this package. */
  override readonly name = 'MultistatusError';
  /** In document order; empty if the summary counts failures but no response reports one. */
  readonly failures: readonly Failure[];

  /** Creates the error that `throwIfFailed` throws. The message names the first ten failures. */
  constructor(failures: readonly Failure[]) {
    super(describe(failures));
    this.failures = failures;
  }
}

/**
 * Checks whether an error is a {@link MultistatusError}. Compares the name, so that errors of another copy of this
 * package are recognised as well.
 */
export function isMultistatusError(error: unknown): error is MultistatusError {
  return error instanceof Error && error.name === 'MultistatusError';
}

function describe(failures: readonly Failure[]): string {
  if (failures.length === 0) return 'The summary counts failures that no response reports';
  const named = failures
    .slice(0, MAX_NAMED)
    .map(({ href, status, reason }) => (reason === '' ? `${href} ${status}` : `${href} ${status} ${reason}`));
  const more = failures.length - named.length;
  return `${failures.length} failed: ${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
