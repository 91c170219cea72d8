import type { UnitEvent } from '@multistatus/journal';
import type { Watch } from './event-feeds.js';
import { progressOf, statusOf } from './monitor-state.js';

/** Milliseconds after which a client connects again. */
const RETRY_MS = 1_000;
/** Milliseconds of silence after which a comment keeps proxies from closing the connection. */
const PING_MS = 15_000;
/** Milliseconds between two events `progress`. */
const PROGRESS_MS = 1_000;

/**
 * The events of a record as `text/event-stream` (HTML, section 9.2): each outcome after number `after`, the progress, and the end.
 *
 * Not a generator: if a generator has not started, its `return()` does not reach the watch.
 */
export class EventStream implements AsyncIterableIterator<string> {
  readonly #watch: Watch;
  #after: number;
  #hasBegun = false;
  #progressAt = Number.NEGATIVE_INFINITY;
  #doneAtProgress = -1;

  constructor(watch: Watch, after: number) {
    this.#watch = watch;
    this.#after = after;
  }

  async next(): Promise<IteratorResult<string>> {
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      return { done: false, value: `retry: ${RETRY_MS}\n\n` };
    }
    const pingAt = performance.now() + PING_MS;
    while (!this.#watch.isClosed) {
      const leftMs = pingAt - performance.now();
      if (leftMs <= 0) return { done: false, value: ': ping\n\n' };
      const text = await this.#nextText(leftMs).catch((error: unknown) => {
        this.#watch.close();
        throw error;
      });
      if (text !== '') return { done: false, value: text };
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<string>> {
    this.#watch.close();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #nextText(ms: number): Promise<string> {
    const { feed } = this.#watch;
    const events = await this.#watch.next(this.#after, ms);
    this.#after = events.at(-1)?.number ?? this.#after;
    const text = events.map(toOutcome).join('');
    if (!feed.isOver || this.#after < feed.last) return text + this.#progress(PROGRESS_MS);
    this.#watch.close();
    return text + this.#progress(0) + this.#end();
  }

  /** Returns the progress if it has changed, and if the last one is old enough. */
  #progress(minMs: number): string {
    const { record } = this.#watch.feed;
    const now = performance.now();
    if (record.done === this.#doneAtProgress || now - this.#progressAt < minMs) return '';
    this.#progressAt = now;
    this.#doneAtProgress = record.done;
    return toEvent('progress', progressOf(record));
  }

  /** The record may also have been removed, or not be readable any more; then the client connects again, and is told so. */
  #end(): string {
    const { record } = this.#watch.feed;
    const status = statusOf(record);
    if (status === 'running' || status === 'cancelling') return '';
    return toEvent('end', { status: status === 'finished' ? 207 : status, progress: progressOf(record) });
  }
}

function toOutcome({ number, unit, id, status, result }: UnitEvent): string {
  return `id: ${number}\n${toEvent('outcome', { index: unit, id, status, result })}`;
}

function toEvent(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
