import { parseMediaType } from '@multistatus/wire';
import { throwIfAborted } from '../abort-reason.js';
import { discardBody } from '../discard-body.js';
import { bodyChunks } from './body-chunks.js';
import { EventParser, type StreamEvent } from './event-parser.js';
import { type Monitor, openMonitor } from './open-monitor.js';

/** How a stream of events ended. */
export interface WatchResult {
  /**
   * `ended`: the batch has ended. `broken`: the connection was lost. `unsupported`: the monitor has no stream of events for this
   * client, so that it has to be asked from time to time.
   */
  readonly end: 'ended' | 'broken' | 'unsupported';
  /** True if anything arrived. */
  readonly isAlive: boolean;
  /** The id of the last event that arrived; empty if there was none. */
  readonly lastId: string;
  readonly retryMs: number | undefined;
}

/** A server sends at least a comment every 15 seconds. */
const IDLE_MS = 45_000;

/**
 * Reads the events of a monitor until the batch has ended, or the connection is lost. `lastId` is that of the last event that
 * arrived over an earlier connection.
 *
 * @throws the reason of `signal` if that is aborted.
 */
export async function watchEvents(
  monitor: Monitor,
  {
    lastId,
    signal,
    onEvent,
  }: {
    readonly lastId: string;
    readonly signal: AbortSignal | undefined;
    /** Must not throw. */
    readonly onEvent: (event: StreamEvent) => void;
  },
): Promise<WatchResult> {
  const parser = new EventParser();
  let isAlive = false;
  const toResult = (end: WatchResult['end']): WatchResult => {
    return { end, isAlive, lastId: parser.lastId || lastId, retryMs: parser.retryMs };
  };
  const fields = {
    accept: 'text/event-stream, application/json;q=0.5',
    ...(lastId === '' ? {} : { 'last-event-id': lastId }),
  };
  try {
    const { response, abort, release } = await openMonitor(monitor, { fields, signal });
    let timer = setTimeout(abort, IDLE_MS);
    try {
      // The standard's way to say that no more events will come.
      if (response.status === 204) return toResult('ended');
      if (!isEventStream(response)) {
        discardBody(response);
        return toResult('unsupported');
      }
      for await (const chunk of bodyChunks(response)) {
        clearTimeout(timer);
        timer = setTimeout(abort, IDLE_MS);
        isAlive = true;
        for (const event of parser.push(chunk)) {
          onEvent(event);
          if (event.type === 'end') return toResult('ended');
        }
      }
    } finally {
      clearTimeout(timer);
      release();
    }
  } catch (error) {
    throwIfAborted(signal);
    if (error instanceof RangeError) return toResult('unsupported');
  }
  return toResult('broken');
}

function isEventStream({ status, headers }: Response): boolean {
  return (
    status === 200 && parseMediaType(headers.get('content-type') ?? undefined)?.type === 'text/event-stream'
  );
}
