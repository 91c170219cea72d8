import type { ClaimedUnit, JournalEntry, JournalQuery, UnitOutcome } from '@multistatus/core/adapter';
import { EntryWriter, type OwnedEntry } from './entry-writer.js';
import { isJobRef } from './job-ref.js';
import { withTimeout } from './with-timeout.js';

/** An entry in a store, as an attempt to run its request uses it. */
export class StoredEntry implements JournalEntry {
  readonly batchId: string;
  readonly total: number | undefined;
  readonly isResumed: boolean;
  readonly claimed: ReadonlyMap<number, ClaimedUnit>;
  readonly #owned: OwnedEntry;
  /** Absent for an entry that is finished. */
  readonly #writer: EntryWriter | undefined;
  /** Outcomes that a transaction is to commit, by unit. */
  readonly #withinTransactions = new Map<number, string>();

  constructor(
    owned: OwnedEntry,
    {
      batchId,
      total,
      isResumed,
    }: { readonly batchId: string; readonly total: number | undefined; readonly isResumed: boolean },
  ) {
    this.#owned = owned;
    this.batchId = batchId;
    this.total = total;
    this.isResumed = isResumed;
    this.claimed = owned.claimed;
    this.#writer = total === undefined ? new EntryWriter(owned) : undefined;
  }

  async read(from: number, to: number): Promise<ReadonlyMap<number, string>> {
    const { store, settings, ref } = this.#owned;
    const units = await withTimeout(store.read(ref, from, to), settings.storeTimeoutMs);
    return new Map(units.map(({ unit, outcome }) => [unit, outcome]));
  }

  claim(units: readonly ClaimedUnit[]): Promise<boolean> {
    return this.#open.claim(units);
  }

  settle(unit: number, outcome: UnitOutcome): Promise<boolean> {
    const committed = this.#withinTransactions.get(unit);
    this.#withinTransactions.delete(unit);
    // The transaction ends before the run settles its operations. If the outcome is the one that was to be committed, it was.
    if (committed === outcome.text) {
      this.#open.forget(unit);
      // A record counts it with the next write. If that fails, with the one after it.
      if (isJobRef(this.#owned.ref)) void this.#open.check().catch(() => undefined);
      return Promise.resolve(true);
    }
    return this.#open.settle(unit, outcome);
  }

  async settleWithin(query: JournalQuery, outcomes: ReadonlyMap<number, UnitOutcome>): Promise<boolean> {
    const { store, ref, owner } = this.#owned;
    const units = [...outcomes].map(([unit, { text, status, result, id }]) => ({
      unit,
      outcome: text,
      status,
      result,
      id,
    }));
    const isOurs = (await store.transactions?.write(query, ref, { owner, outcomes: units })) === true;
    for (const [unit, { text }] of isOurs ? outcomes : []) this.#withinTransactions.set(unit, text);
    return isOurs;
  }

  withdraw(unit: number): Promise<boolean> {
    return this.#open.withdraw(unit);
  }

  async end(total: number | undefined): Promise<void> {
    await this.#open.end(total);
  }

  get #open(): EntryWriter {
    if (this.#writer === undefined) throw new Error('A finished entry of the journal cannot be changed');
    return this.#writer;
  }
}
