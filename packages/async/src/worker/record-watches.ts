import type { ClientConnection } from '@multistatus/core/adapter';
import type { BatchRecord, BatchRecords } from '@multistatus/journal';

/** Milliseconds between two looks at a record. */
const POLL_MS = 250;

/** What a running job is stopped by. */
export interface JobSignals {
  readonly drain: ClientConnection;
  readonly abort: ClientConnection;
}

/**
 * Stops the jobs of this process whose records are stopped: cancelled, or out of time. However many jobs of a record run, it is
 * read once per interval.
 */
export class RecordWatches {
  readonly #records: BatchRecords;
  readonly #watches = new Map<string, Watch>();

  constructor(records: BatchRecords) {
    this.#records = records;
  }

  /** Watches a record until the function that it returns is called. */
  add(ref: string, signals: JobSignals): () => void {
    let watch = this.#watches.get(ref);
    if (watch === undefined) {
      watch = new Watch(() => this.#records.find(ref));
      this.#watches.set(ref, watch);
    }
    const { jobs } = watch;
    jobs.add(signals);
    return () => {
      jobs.delete(signals);
      if (jobs.size > 0) return;
      watch.stop();
      this.#watches.delete(ref);
    };
  }
}

class Watch {
  readonly jobs = new Set<JobSignals>();
  readonly #find: () => Promise<BatchRecord | undefined>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(find: () => Promise<BatchRecord | undefined>) {
    this.#find = find;
    this.#wait();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #wait(): void {
    this.#timer = setTimeout(() => void this.#poll(), POLL_MS);
  }

  /** Never rejects. */
  async #poll(): Promise<void> {
    try {
      this.#apply(await this.#find());
    } catch {
      // The entries of the jobs end them if the journal stays away.
    }
    if (this.#timer !== undefined) this.#wait();
  }

  #apply(record: BatchRecord | undefined): void {
    const isOver = record === undefined || record.endedAt !== undefined || record.stopped === 'abort';
    for (const { drain, abort } of this.jobs) {
      if (isOver) abort.close();
      else if (record.stopped === 'drain') drain.close();
    }
  }
}
