import { ClientConnection, type ClientSignal } from '@multistatus/core/adapter';
import type { BatchRecord, BatchRecords, UnitEvent } from '@multistatus/journal';
import type { Report } from '../journal-call.js';
import { pause } from '../pause.js';

/** Events that are read at a time, and that are kept for watchers that are a little behind. */
const MAX_EVENTS = 1_000;
/** Milliseconds between two looks for events. */
const POLL_MS = 150;
/** Milliseconds between two looks at the counters. */
const FIND_MS = 1_000;

/**
 * Reads the events of one record as they happen, once for all of its watchers in this process. Watchers that are further behind read
 * for themselves.
 */
export class EventFeed {
  readonly #records: BatchRecords;
  readonly #report: Report;
  readonly #stopped = new ClientConnection();
  readonly #waiting = new Set<() => void>();
  #record: BatchRecord;
  #foundAt = performance.now();
  /** Consecutive events, the latest last. */
  #events: readonly UnitEvent[] = [];
  /** The number of the latest event that has been read. */
  #last: number;
  #isOver = false;

  constructor(records: BatchRecords, record: BatchRecord, report: Report) {
    this.#records = records;
    this.#record = record;
    this.#report = report;
    // Those before have happened already.
    this.#last = record.done;
    this.#isOver = record.endedAt !== undefined;
    void this.#run();
  }

  /** The record as it was about a second ago, or when it ended. */
  get record(): BatchRecord {
    return this.#record;
  }

  /** The number of the latest event. */
  get last(): number {
    return this.#last;
  }

  /** True if there will be no more events, because the record has ended, or cannot be read any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /**
   * Resolves with events after number `after`, in order; or with none if there are no more, nothing new is known after `ms`
   * milliseconds, or `signal` aborts.
   */
  async next(
    after: number,
    { ms, signal }: { readonly ms: number; readonly signal: ClientSignal },
  ): Promise<readonly UnitEvent[]> {
    if (after >= this.#last && !this.#isOver) await this.#change(ms, signal);
    if (after >= this.#last) return [];
    const first = this.#last - this.#events.length;
    if (after >= first) return this.#events.slice(after - first);
    return this.#records.readEvents(this.#record.ref, after, MAX_EVENTS);
  }

  /** Stops to read. */
  stop(): void {
    this.#isOver = true;
    this.#stopped.close();
    this.#wake();
  }

  async #run(): Promise<void> {
    while (!this.#isOver) {
      await pause(POLL_MS, this.#stopped);
      if (this.#isOver) return;
      try {
        await this.#read();
      } catch (error) {
        // The watchers come back, and are told that the journal cannot be reached.
        this.#report(error);
        this.#isOver = true;
      }
      this.#wake();
    }
  }

  async #read(): Promise<void> {
    const { ref, units } = this.#record;
    const events = await this.#records.readEvents(ref, this.#last, MAX_EVENTS);
    this.#events = [...this.#events, ...events].slice(-MAX_EVENTS);
    this.#last = events.at(-1)?.number ?? this.#last;
    if (this.#last < units && performance.now() - this.#foundAt < FIND_MS) return;
    this.#foundAt = performance.now();
    const record = await this.#records.find(ref);
    if (record !== undefined) this.#record = record;
    this.#isOver = record === undefined || (record.endedAt !== undefined && this.#last >= record.done);
  }

  #change(ms: number, signal: ClientSignal): Promise<void> {
    const changed = new ClientConnection();
    const wake = (): void => changed.close();
    this.#waiting.add(wake);
    signal.addEventListener('abort', wake);
    if (signal.aborted) wake();
    return pause(ms, changed).finally(() => {
      this.#waiting.delete(wake);
      signal.removeEventListener('abort', wake);
    });
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }
}
