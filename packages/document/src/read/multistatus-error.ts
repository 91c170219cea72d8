/** One resource, or some properties of it, of which a 207 document reports a failure. */
export interface Failure {
  readonly href: string;
  /** The status code, as it stands in the document. */
  readonly status: number;
  /** What the document says of it for a user, else the names of its error conditions, else the reason phrase. */
  readonly reason: string;
  /** The names of the properties that are concerned, `{namespace}local`; absent where the whole resource is. */
  readonly properties?: readonly string[] | undefined;
}

const MAX_NAMED = 10;

/** A 207 document reports failures: {@link MultistatusError.failures} lists them all, the message the first ten. */
export class MultistatusError extends Error {
  override readonly name = 'MultistatusError';
  /** In the order of the document; empty if only its summary counts failures. */
  readonly failures: readonly Failure[];

  constructor(failures: readonly Failure[]) {
    super(describe(failures));
    this.failures = failures;
  }
}

/** Tells a {@link MultistatusError} by its name, so that one of another copy of this package is known too. */
export function isMultistatusError(error: unknown): error is MultistatusError {
  return error instanceof Error && error.name === 'MultistatusError';
}

function describe(failures: readonly Failure[]): string {
  if (failures.length === 0) return 'The summary counts failures that no response reports';
  const named = failures.slice(0, MAX_NAMED).map(({ href, status, reason }) => `${href} ${status} ${reason}`);
  const more = failures.length - named.length;
  return `${failures.length} failed: ${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
