import { valueAt } from '@multistatus/wire';
import { isAborted, throwIfAborted } from '../abort-reason.js';
import { BatchError, isBatchError } from '../batch-error.js';
import type { BatchExchange } from '../batch-exchange.js';
import type { BatchRequest } from '../exchange-batch.js';
import { isIncomplete } from '../exchange-with-key.js';
import { mergeExchanges } from '../merge-exchanges.js';
import { readRunning, readStateJson } from '../monitor/ask-monitor.js';
import { cancel } from '../monitor/cancel.js';
import { type FollowSettings, follow } from '../monitor/follow.js';
import { monitorUrl } from '../monitor/monitor-url.js';
import type { Monitor } from '../monitor/open-monitor.js';
import type { BatchProgress } from '../monitor/progress.js';
import type { ResolvedRetry } from '../resolve-retry.js';
import { untilAborted } from '../until-aborted.js';
import { withoutOutcomes } from '../without-outcomes.js';
import type { ResolvedAsync } from './async-options.js';

/** Follows the monitor of a batch that the server has taken, to be answered later. */
export interface BatchFollower {
  readonly follow: NonNullable<BatchRequest['follow']>;
  /** The batch that was taken last; `undefined` if none was. */
  readonly taken: TakenBatch | undefined;
}

/** A batch that was answered 202. */
export interface TakenBatch {
  readonly monitor: string;
  /** True if it was cancelled because the signal was aborted. */
  readonly isCancelled: boolean | 'unknown';
  /** True if it is known to have ended. */
  readonly hasEnded: boolean;
}

/** What a follower needs of the batch. The callbacks must not throw. */
export interface FollowerSettings extends Omit<Monitor, 'headers'>, Pick<ResolvedAsync, 'maxUnreachableMs'> {
  /** Those of the batch. */
  readonly headers: Headers;
  readonly signal: AbortSignal | undefined;
  readonly retry: ResolvedRetry;
  readonly isCancelledWhenAborted: boolean;
  readonly monitorOrigin: string | undefined;
  readonly onMonitor: (monitor: string) => void;
  readonly onProgress: (progress: BatchProgress) => void;
}

type Read = (final: Response) => Promise<BatchExchange>;

/** How often the final answer is read, if its connection breaks. */
const MAX_READS = 3;

/** Creates a follower. An answer that is not 202 is final: the server has ignored the preference, or the batch has ended. */
export function createFollower(settings: FollowerSettings): BatchFollower {
  const { url, signal, retry } = settings;
  let taken: TakenBatch | undefined;
  const abandon = async (monitor: Monitor, read: Read): Promise<BatchExchange> => {
    const left = lost('The signal was aborted', monitor.url);
    if (taken?.hasEnded === true || !settings.isCancelledWhenAborted) return left;
    const cancelled = await cancel(monitor, { ...settings, accept: 'application/json' });
    const isCancelled = cancelled.kind === 'failed' ? 'unknown' : cancelled.kind === 'cancelled';
    taken = { monitor: monitor.url, isCancelled, hasEnded: cancelled.kind === 'ended' };
    if (cancelled.kind === 'failed' || cancelled.answer === undefined) return left;
    return read(cancelled.answer.response).catch(() => left);
  };
  return {
    get taken() {
      return taken;
    },
    follow: async (response, read, accept) => {
      if (response.status !== 202) return read(response);
      const value = await readStateJson(response);
      const reference = valueAt(value, ['monitor']) ?? response.headers.get('location');
      if (typeof reference !== 'string') return withoutOutcomes(response, {});
      let monitor: Monitor;
      try {
        monitor = { ...settings, url: monitorUrl(reference, url, settings.monitorOrigin) };
      } catch (error) {
        return lost(`${(error as Error).message}; the batch may be running`, reference);
      }
      const state = { monitor: monitor.url, isCancelled: false };
      taken = { ...state, hasEnded: false };
      settings.onMonitor(monitor.url);
      const onEnd = (): void => {
        taken = { ...state, hasEnded: true };
      };
      const first = readRunning(value, response, retry);
      try {
        return await readAnswer(monitor, { ...settings, accept, onEnd, first, read });
      } catch (error) {
        if (isAborted(signal)) return abandon(monitor, read);
        if (isBatchError(error)) return { kind: 'lost', error, retryAfter: undefined };
        throw error;
      }
    },
  };
}

/** Waits for the end of a batch, and reads its answer: again if the connection breaks. */
async function readAnswer(
  monitor: Monitor,
  {
    first,
    read,
    ...settings
  }: FollowSettings & { readonly first: ReturnType<typeof readRunning>; readonly read: Read },
): Promise<BatchExchange> {
  const { signal, retry } = settings;
  let exchange: BatchExchange | undefined;
  let state: typeof first | undefined = first;
  for (let reads = 1; ; reads += 1) {
    const { answer } = await follow(monitor, state, settings);
    settings.onEnd?.();
    state = undefined;
    try {
      exchange = mergeExchanges(exchange, await read(answer.response));
      if (exchange.kind === 'answered' && !isIncomplete(exchange)) return exchange;
    } catch {
      throwIfAborted(signal);
    } finally {
      answer.release();
    }
    if (reads === MAX_READS) {
      return exchange?.kind === 'answered'
        ? exchange
        : lost('The batch has ended, and its answer could not be read from its monitor', monitor.url);
    }
    await untilAborted(retry.clock.wait(retry.baseDelayMs * 2 ** (reads - 1), signal), signal);
    throwIfAborted(signal);
  }
}

/** The monitor in the error keeps the batch from being sent again. */
function lost(message: string, monitor: string): BatchExchange {
  return {
    kind: 'lost',
    error: new BatchError(message, { executed: 'unknown', monitor }),
    retryAfter: undefined,
  };
}
