import { abortReason } from '../abort-reason.js';
import type { TakenBatch } from './batch-follower.js';
import type { BatchResult } from './batch-result.js';

const MESSAGES = {
  cancelled: 'The batch was cancelled; the result of this error says what became of each operation',
  unknown:
    'The server did not say whether it has cancelled the batch, which may be running; ask the monitor of this error',
  ended: 'The batch had ended before it was cancelled',
  left: 'The batch is left running; go on with the monitor of this error',
};

/** What is known about a batch whose signal was aborted. */
export interface BatchAbortInit {
  /** The reason of the signal. */
  readonly reason: unknown;
  /** The URL of the monitor of the batch. */
  readonly monitor: string;
  /** True if the server starts nothing more of the batch; `'unknown'` if it did not answer. */
  readonly isCancelled: boolean | 'unknown';
  /** What became of each operation, if the server said so. */
  readonly result?: BatchResult | undefined;
}

/**
 * Thrown by `send` if its signal is aborted after the server has taken the batch, to be answered later. `cause` is the reason of
 * the signal, and the name is that of the reason, so that code which looks for an `AbortError` recognises it.
 */
export class BatchAbortError extends Error {
  /** The name of the reason of the signal, such as `'AbortError'`, or `'TimeoutError'` after `AbortSignal.timeout()`. */
  override readonly name: string;
  /** The URL of the monitor of the batch. */
  readonly monitor: string;
  /**
   * True if the server starts nothing more of the batch. `false` if the batch had ended before, or was left running. `'unknown'` if
   * the server did not answer.
   */
  readonly isCancelled: boolean | 'unknown';
  /** What became of each operation; `undefined` if the server did not say. */
  readonly result: BatchResult | undefined;

  /** Creates the error that `send` rejects with, for tests of code that handles it. */
  constructor(message: string, { reason, monitor, isCancelled, result }: BatchAbortInit) {
    super(message, { cause: reason });
    const { name } = Object(reason) as { readonly name?: unknown };
    this.name = typeof name === 'string' && name !== '' ? name : 'AbortError';
    this.monitor = monitor;
    this.isCancelled = isCancelled;
    this.result = result;
  }
}

/**
 * Returns the error for an aborted signal: its reason, or a {@link BatchAbortError} if the server has taken the batch. `result` is
 * the answer, if there is one.
 */
export function abortError(
  signal: AbortSignal,
  taken: TakenBatch | undefined,
  result: BatchResult | undefined,
): unknown {
  const reason = abortReason(signal);
  if (taken === undefined) return reason;
  const { isCancelled } = taken;
  const state =
    isCancelled === true ? 'cancelled' : isCancelled ? 'unknown' : taken.hasEnded ? 'ended' : 'left';
  return new BatchAbortError(MESSAGES[state], { reason, ...taken, result });
}
