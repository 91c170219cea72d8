import type { Problem } from '@multistatus/document';

/** What is known of a batch that was not answered. */
export interface BatchErrorInit {
  readonly executed: false | 'unknown';
  readonly status?: number | undefined;
  readonly problem?: Problem | undefined;
  readonly cause?: unknown;
}

/**
 * No outcome came for an operation, or for all of a batch. A `TypeError`, as `fetch` rejects with when the network
 * fails, so that code which knows that one knows this one.
 */
export class BatchError extends TypeError {
  override readonly name = 'BatchError';
  /** `false`: the server says that nothing ran. `'unknown'`: it may have run, or may be running still. */
  readonly executed: false | 'unknown';
  /** The status of the batch response itself; `undefined` if none came. */
  readonly status: number | undefined;
  /** Why the batch was refused, where the server says so (RFC 9457). */
  readonly problem: Problem | undefined;

  constructor(message: string, { executed, status, problem, cause }: BatchErrorInit) {
    super(message, cause === undefined ? undefined : { cause });
    this.executed = executed;
    this.status = status;
    this.problem = problem;
  }
}

/** Tells a {@link BatchError} by its name, so that one of another copy of this package is known too. */
export function isBatchError(error: unknown): error is BatchError {
  return error instanceof Error && error.name === 'BatchError';
}
