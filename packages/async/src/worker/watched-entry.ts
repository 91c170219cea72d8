import type { ClaimedUnit, JournalEntry, JournalQuery, UnitOutcome } from '@multistatus/core/adapter';

/** The entry of a job, which knows whether the job is done, and calls `onUnauthorized` for an operation that is answered 401. */
export class WatchedEntry implements JournalEntry {
  readonly batchId: string;
  readonly total: number | undefined;
  readonly isResumed: boolean;
  readonly claimed: ReadonlyMap<number, ClaimedUnit>;
  readonly #entry: JournalEntry;
  readonly #onUnauthorized: () => void;
  #isDone = false;

  constructor(entry: JournalEntry, onUnauthorized: () => void) {
    this.batchId = entry.batchId;
    this.total = entry.total;
    this.isResumed = entry.isResumed;
    this.claimed = entry.claimed;
    this.#entry = entry;
    this.#onUnauthorized = onUnauthorized;
  }

  /** True once the entry has been ended with outcomes of all units. */
  get isDone(): boolean {
    return this.#isDone;
  }

  read(from: number, to: number): Promise<ReadonlyMap<number, string>> {
    return this.#entry.read(from, to);
  }

  claim(units: readonly ClaimedUnit[]): Promise<boolean> {
    return this.#entry.claim(units);
  }

  settle(unit: number, outcome: UnitOutcome): Promise<boolean> {
    if (outcome.status === 401) this.#onUnauthorized();
    return this.#entry.settle(unit, outcome);
  }

  settleWithin(query: JournalQuery, outcomes: ReadonlyMap<number, UnitOutcome>): Promise<boolean> {
    return this.#entry.settleWithin(query, outcomes);
  }

  withdraw(unit: number): Promise<boolean> {
    return this.#entry.withdraw(unit);
  }

  async end(total: number | undefined): Promise<void> {
    await this.#entry.end(total);
    this.#isDone = total !== undefined;
  }
}
