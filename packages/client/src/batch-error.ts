import type { Problem } from '@multistatus/document';

/** What is known about a batch or operation without an outcome. */
export interface BatchErrorInit {
  /** Whether anything ran: `false`, or not known. */
  readonly executed: false | 'unknown';
  /** The status of the batch response, if there was one. */
  readonly status?: number | undefined;
  /** The body of that response, if it is a problem (RFC 9457). */
  readonly problem?: Problem | undefined;
  /** The key with which the same batch can be sent again. */
  readonly idempotencyKey?: string | undefined;
  /** The URL of the monitor, if the server has taken the batch. */
  readonly monitor?: string | undefined;
  /** What `fetch` or the reader of the answer has thrown. */
  readonly cause?: unknown;
}

/**
 * Thrown if there is no outcome for an operation, or for a whole batch. It is a `TypeError`, like the error of `fetch`
 * for a network failure, so that existing error handling applies to it as well.
 */
export class BatchError extends TypeError {
  /** Always `'BatchError'`, by which `isBatchError` recognises errors of another copy of this package. */
  override readonly name = 'BatchError';
  /** `false`: nothing was sent, or the server reported that nothing ran. `'unknown'`: it may have run, or may still be running. */
  readonly executed: false | 'unknown';
  /** The status of the batch response itself; `undefined` if there was no response. */
  readonly status: number | undefined;
  /** Why the batch was refused, if the server sent a problem (RFC 9457). */
  readonly problem: Problem | undefined;
  /**
   * The Idempotency-Key that `send` has sent. Pass it to `send` with the same batch, to learn what ran and to run the
   * rest: the server runs no operation twice for one key.
   */
  readonly idempotencyKey: string | undefined;
  /**
   * The URL of the monitor, if the server has taken the batch, to be answered later, and the monitor no longer answers. The batch
   * may still be running: go on with `followMonitor`.
   */
  readonly monitor: string | undefined;

  /** Creates the error that the functions of this package reject with, for tests of code that handles it. */
  constructor(message: string, init: BatchErrorInit) {
    const { executed, status, problem, idempotencyKey, monitor, cause } = init;
    super(message, cause === undefined ? undefined : { cause });
    this.executed = executed;
    this.status = status;
    this.problem = problem;
    this.idempotencyKey = idempotencyKey;
    this.monitor = monitor;
  }
}

/**
 * Checks whether an error is a {@link BatchError}. Compares the name, so that errors of another copy of this package
 * are recognised as well.
 */
export function isBatchError(error: unknown): error is BatchError {
  return error instanceof Error && error.name === 'BatchError';
}
