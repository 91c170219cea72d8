import { BatchProblem, type ClientSignal } from '@multistatus/core/adapter';
import type { BatchRecord, BatchRecords, UnitEvent } from '@multistatus/journal';
import { countOf } from '@multistatus/wire';
import type { Report } from '../journal-call.js';
import { EventFeed } from './event-feed.js';

/** Seconds after which a client may try again to watch. */
const RETRY_SECONDS = 10;

/** The feeds of an endpoint: one for each record that somebody watches. */
export class EventFeeds {
  readonly #records: BatchRecords;
  readonly #maxWatchers: number;
  readonly #feeds = new Map<string, { readonly feed: EventFeed; watchers: number }>();
  #watchers = 0;

  constructor(records: BatchRecords, maxWatchers: number) {
    this.#records = records;
    this.#maxWatchers = maxWatchers;
  }

  /**
   * Watches a record until the watch is closed, or `signal` aborts.
   *
   * @throws {BatchProblem} `too-many-watchers`.
   */
  watch(
    record: BatchRecord,
    { signal, report }: { readonly signal: ClientSignal; readonly report: Report },
  ): Watch {
    if (this.#watchers >= this.#maxWatchers) {
      throw new BatchProblem(
        'too-many-watchers',
        `${countOf(this.#watchers, 'client')} ${this.#watchers === 1 ? 'receives' : 'receive'} events of monitors, the limit maxWatchers is ${this.#maxWatchers}; poll the monitor, or try again later`,
        {
          extensions: { limit: 'maxWatchers', max: this.#maxWatchers, actual: this.#watchers },
          headers: { 'retry-after': String(RETRY_SECONDS) },
        },
      );
    }
    const { ref } = record;
    const known = this.#feeds.get(ref);
    const watched =
      known === undefined || known.feed.isOver
        ? { feed: new EventFeed(this.#records, record, report), watchers: 0 }
        : known;
    this.#feeds.set(ref, watched);
    watched.watchers += 1;
    this.#watchers += 1;
    return new Watch(watched.feed, signal, () => {
      this.#watchers -= 1;
      watched.watchers -= 1;
      if (watched.watchers > 0) return;
      watched.feed.stop();
      if (this.#feeds.get(ref) === watched) this.#feeds.delete(ref);
    });
  }
}

/** One client that receives the events of a record. */
export class Watch {
  readonly feed: EventFeed;
  readonly #signal: ClientSignal;
  readonly #onClose: () => void;
  readonly #close = (): void => this.close();
  #isClosed = false;

  constructor(feed: EventFeed, signal: ClientSignal, onClose: () => void) {
    this.feed = feed;
    this.#signal = signal;
    this.#onClose = onClose;
    signal.addEventListener('abort', this.#close);
    if (signal.aborted) this.close();
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** As `next` of the feed. */
  next(after: number, ms: number): Promise<readonly UnitEvent[]> {
    return this.feed.next(after, { ms, signal: this.#signal });
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#signal.removeEventListener('abort', this.#close);
    this.#onClose();
  }
}
