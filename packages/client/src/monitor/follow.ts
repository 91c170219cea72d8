import { valueAt } from '@multistatus/wire';
import { throwIfAborted } from '../abort-reason.js';
import { BatchError } from '../batch-error.js';
import { parseJson } from '../parse-json.js';
import type { RetryClock } from '../resolve-retry.js';
import { untilAborted } from '../until-aborted.js';
import { type AskSettings, askMonitor, type RunningState } from './ask-monitor.js';
import type { StreamEvent } from './event-parser.js';
import { monitorUrl } from './monitor-url.js';
import type { Monitor, OpenAnswer } from './open-monitor.js';
import { type BatchProgress, readProgress } from './progress.js';
import { watchEvents } from './watch-events.js';

/** How a monitor is followed. The callbacks must not throw. */
export interface FollowSettings extends AskSettings {
  readonly onProgress: (progress: BatchProgress) => void;
  /** Called with the JSON value of each event `outcome`. */
  readonly onOutcome?: ((value: unknown) => void) | undefined;
  /** Called as soon as it is known that the batch has ended. */
  readonly onEnd?: (() => void) | undefined;
}

/** The end of a batch. */
export interface FollowedAnswer {
  readonly answer: OpenAnswer;
  readonly isCancelled: boolean;
}

/** After so many connections in a row over which nothing arrived, the monitor is only asked from time to time. */
const MAX_SILENT_STREAMS = 2;
const DEFAULT_RECONNECT_MS = 1_000;
const MIN_RECONNECT_MS = 100;
const MAX_RECONNECT_MS = 30_000;

/**
 * Waits until a batch has ended, and returns its answer, whose body has not been read. Follows the events of the monitor, and asks
 * it from time to time if it has none. `first` is what is known already.
 *
 * @throws {BatchError} with the URL of the monitor if it cannot be read.
 * @throws the reason of `signal` if that is aborted.
 */
export async function follow(
  monitor: Monitor,
  first: RunningState | undefined,
  settings: FollowSettings,
): Promise<FollowedAnswer> {
  const { signal, retry } = settings;
  const pause = async (delayMs: number): Promise<void> => {
    await untilAborted(retry.clock.wait(delayMs, signal), signal);
    throwIfAborted(signal);
  };
  const onEvent = createEventListener(settings);
  let silentStreams = 0;
  let lastId = '';
  let state = first ?? (await askMonitor(monitor, settings));
  while (state.kind === 'running') {
    if (state.progress !== undefined) settings.onProgress(state.progress);
    if (silentStreams < MAX_SILENT_STREAMS) {
      const watched = await watchEvents(monitor, { lastId, signal, onEvent });
      ({ lastId } = watched);
      if (watched.end === 'broken') {
        silentStreams = watched.isAlive ? 0 : silentStreams + 1;
        await pause(reconnectDelay(watched.retryMs, retry.clock));
      } else {
        silentStreams = MAX_SILENT_STREAMS;
        if (watched.end === 'unsupported') await pause(state.retryAfterMs);
      }
    } else await pause(state.retryAfterMs);
    state = await askMonitor(monitor, settings);
  }
  if (state.kind === 'final') return { answer: state.answer, isCancelled: false };
  return { answer: await askResult(monitor, state.result, settings), isCancelled: true };
}

/**
 * Returns the answer to a batch that was cancelled, which is at `result`.
 *
 * @throws {BatchError} if it cannot be read.
 */
export async function askResult(
  monitor: Monitor,
  result: string,
  settings: AskSettings,
): Promise<OpenAnswer> {
  const state = await askMonitor({ ...monitor, url: monitorUrl(result, monitor.url) }, settings);
  if (state.kind === 'final') return state.answer;
  const message = 'The batch was cancelled, and what became of its operations is not known';
  throw new BatchError(message, { executed: 'unknown', monitor: monitor.url });
}

function createEventListener({ onProgress, onOutcome, onEnd }: FollowSettings): (event: StreamEvent) => void {
  return ({ type, data }) => {
    if (type === 'outcome') onOutcome?.(parseJson(data));
    if (type === 'end') onEnd?.();
    if (type !== 'progress' && type !== 'end') return;
    const value = parseJson(data);
    const progress = readProgress(type === 'end' ? valueAt(value, ['progress']) : value);
    if (progress !== undefined) onProgress(progress);
  };
}

/** Half of the delay is random, so that clients do not all return at the same time. */
function reconnectDelay(retryMs = DEFAULT_RECONNECT_MS, clock: RetryClock): number {
  return Math.min(MAX_RECONNECT_MS, Math.max(MIN_RECONNECT_MS, retryMs)) * (0.5 + clock.random() / 2);
}
