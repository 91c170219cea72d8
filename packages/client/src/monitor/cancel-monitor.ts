import type { MultistatusReading } from '@multistatus/document';
import { BatchError } from '../batch-error.js';
import { codeOf } from '../unsent-code.js';
import { cancel } from './cancel.js';
import { type MonitorOptions, resolveMonitor } from './monitor-options.js';
import { readAnswer } from './read-answer.js';

/** What came of cancelling a batch. */
export interface CancelResult {
  /** False if the batch had ended before. */
  readonly isCancelled: boolean;
  /** What became of each operation; `undefined` if the batch ended so shortly before that the server has removed its answer. */
  readonly reading: MultistatusReading | undefined;
}

/**
 * Cancels a batch that a server has taken, to be answered later: the server starts nothing more of it, and lets what is running
 * end, for a few seconds. A batch that has ended is not touched.
 *
 * @throws {BatchError} with the URL in `monitor` if the server does not say that it has cancelled the batch.
 * @throws {TypeError} for an invalid URL, an unknown option, or one of the wrong kind.
 * @throws {RangeError} for a number out of bounds.
 */
export async function cancelMonitor(url: string | URL, options: MonitorOptions = {}): Promise<CancelResult> {
  const { monitor, settings } = resolveMonitor(url, options, { owner: 'cancelMonitor', others: [] });
  const cancelled = await cancel(monitor, settings);
  if (cancelled.kind !== 'failed') {
    const { kind, answer } = cancelled;
    return { isCancelled: kind === 'cancelled', reading: answer && (await readAnswer(answer, monitor.url)) };
  }
  const { status, cause } = cancelled;
  const code = codeOf(cause);
  const reason =
    status === undefined ? `did not answer${code === undefined ? '' : ` (${code})`}` : `answered ${status}`;
  const message = `The monitor ${reason}; it is not known whether the batch was cancelled`;
  throw new BatchError(message, { executed: 'unknown', status, monitor: monitor.url, cause });
}
