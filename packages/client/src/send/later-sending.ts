import { createCallGuard } from '../monitor/call-guard.js';
import { DEFAULT_RETRY, type ResolvedRetry } from '../resolve-retry.js';
import { resolveAsync } from './async-options.js';
import { type BatchFollower, createFollower, type FollowerSettings } from './batch-follower.js';
import { createProgressReporter, type ProgressReporter } from './progress-reporter.js';
import type { SendOptions } from './send-options.js';

/** What belongs to the options `respondAsync`, `onProgress` and `onMonitor`. */
export interface LaterSending extends Pick<ProgressReporter, 'reportKnown'> {
  /** The headers of the batch, with the preference to be answered later, if there is one. */
  readonly headers: Headers;
  /** Returns what follows the next request; `undefined` if the batch is to be answered at once. */
  readonly createFollower: () => BatchFollower | undefined;
  /** @throws the first error of a callback. */
  readonly throwFailure: () => void;
}

/**
 * Checks the options for a batch of `total` operations.
 *
 * @throws {TypeError} for an unknown option, or one of the wrong kind.
 * @throws {RangeError} for a number out of bounds.
 */
export function prepareLater(
  { respondAsync, onProgress, onMonitor }: SendOptions,
  request: Pick<FollowerSettings, 'url' | 'fetch' | 'headers' | 'credentials' | 'signal'> & {
    readonly retry: ResolvedRetry | undefined;
  },
  total: number,
): LaterSending {
  const later = resolveAsync(respondAsync);
  const { guard, throwFailure } = createCallGuard();
  const progress = createProgressReporter(total, guard(onProgress));
  const headers = new Headers([...request.headers]);
  if (later !== undefined) headers.append('prefer', later.preference);
  const settings = later && {
    ...{ ...request, ...later, retry: request.retry ?? DEFAULT_RETRY },
    ...{ onMonitor: guard(onMonitor), onProgress: progress.reportSent },
  };
  return {
    headers,
    createFollower: () => settings && createFollower(settings),
    reportKnown: progress.reportKnown,
    throwFailure,
  };
}
