import type { MultistatusReading } from '@multistatus/document';
import { throwIfAborted } from '../abort-reason.js';
import { createCallGuard } from './call-guard.js';
import { follow } from './follow.js';
import { type MonitorOptions, resolveMonitor } from './monitor-options.js';
import { createOutcomeListener, type MonitorOutcome } from './outcome-listener.js';
import { type BatchProgress, toProgress } from './progress.js';
import { readAnswer } from './read-answer.js';

/** Options of {@link followMonitor}. */
export interface FollowOptions extends MonitorOptions {
  /** Ends the following. The batch runs on: `cancelMonitor` cancels it. */
  readonly signal?: AbortSignal | undefined;
  /** Called with the number of operations that have an outcome, when it has changed. */
  readonly onProgress?: ((progress: BatchProgress) => void) | undefined;
  /**
   * Called once for each operation when it has ended, in the order in which they end. If the server sends no events, it is called
   * when the batch has ended.
   */
  readonly onOutcome?: ((outcome: MonitorOutcome) => void) | undefined;
}

/** The end of a batch that was followed by its monitor. */
export interface MonitorResult {
  /** The outcomes of the operations, in the order of the batch. */
  readonly reading: MultistatusReading;
  /** True if the batch was cancelled. */
  readonly isCancelled: boolean;
}

/**
 * Follows a batch that a server has taken, to be answered later, by the URL of its monitor, such as a page does after it was
 * reloaded. Reads the events of the monitor, over a new connection if one is lost, or asks it from time to time. Resolves when the
 * batch has ended. If a callback throws, it rejects with that error then.
 *
 * @throws {BatchError} with the URL in `monitor` if the monitor cannot be reached for `maxUnreachableMs`, or refuses the request.
 * @throws the reason of `signal` if that is aborted.
 * @throws {TypeError} for an invalid URL, an unknown option, or one of the wrong kind.
 * @throws {RangeError} for a number out of bounds.
 */
export async function followMonitor(url: string | URL, options: FollowOptions = {}): Promise<MonitorResult> {
  const resolved = resolveMonitor(url, options, {
    owner: 'followMonitor',
    others: ['signal', 'onProgress', 'onOutcome'],
  });
  const { monitor, settings } = resolved;
  const { signal } = options;
  throwIfAborted(signal);
  const { guard, throwFailure } = createCallGuard();
  const listener = options.onOutcome && createOutcomeListener(guard(options.onOutcome));
  const reportProgress = guard(options.onProgress);
  let last = '';
  const onProgress = (progress: BatchProgress): void => {
    const text = JSON.stringify(progress);
    if (text !== last) reportProgress(progress);
    last = text;
  };
  const { answer, isCancelled } = await follow(monitor, undefined, {
    ...{ ...settings, signal, onProgress },
    onOutcome: listener?.report,
  });
  const reading = await readAnswer(answer, monitor.url).catch((error: unknown) => {
    throwIfAborted(signal);
    throw error;
  });
  listener?.reportRest(reading);
  onProgress(progressOf(reading));
  throwFailure();
  return { reading, isCancelled };
}

function progressOf(reading: MultistatusReading): BatchProgress {
  const total = reading.document.responses.length;
  const succeeded = [...reading.succeeded()].length;
  const failed = [...reading.failed()].length;
  return toProgress(total, { succeeded, failed, other: total - succeeded - failed });
}
