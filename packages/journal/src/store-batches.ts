import { randomUUID } from 'node:crypto';
import type { BatchRecords, BegunJob } from './batch-records.js';
import type { BatchStore } from './batch-store.js';
import { readInFlight } from './in-flight-text.js';
import { jobRef } from './job-ref.js';
import type { FinishedJob, JournalBatches, OpenedJob } from './journal-batches.js';
import type { JournalSettings } from './journal-settings.js';
import { StoredEntry } from './stored-entry.js';
import { timedRecords } from './timed-records.js';
import { withTimeout } from './with-timeout.js';

/** More than any unit has as its number. */
const UNITS_END = 2 ** 31;

/** The batches of a store that has records. */
export class StoreBatches implements JournalBatches {
  readonly records: BatchRecords;
  readonly retentionMs: number;
  readonly knowsClients: boolean;
  readonly #store: BatchStore;
  readonly #ready: () => Promise<void>;
  readonly #settings: JournalSettings;

  /** `ready` resolves once the store can be used. */
  constructor(
    { store, records }: { readonly store: BatchStore; readonly records: BatchRecords },
    settings: JournalSettings & { readonly knowsClients: boolean },
    ready: () => Promise<void>,
  ) {
    this.#store = store;
    this.#ready = ready;
    this.#settings = settings;
    this.retentionMs = settings.retentionMs;
    this.knowsClients = settings.knowsClients;
    this.records = timedRecords(records, async (work) => {
      await withTimeout(ready(), settings.storeTimeoutMs);
      return withTimeout(work(), settings.storeTimeoutMs);
    });
  }

  async openJob(ref: string, job: number, leaseMs: number): Promise<OpenedJob> {
    const owner = randomUUID();
    const call = (): Promise<BegunJob> => this.records.beginJob({ ref, job, owner, leaseMs });
    const heldSince = performance.now();
    // If its answer was lost, the job would wait for the end of a lease that nobody uses.
    const begun = await call().catch(call);
    if (begun.state !== 'begun') return begun;
    const { attempt, inFlight, payload } = begun;
    // There has to be time for another write before the lease ends.
    const storeTimeoutMs = Math.min(this.#settings.storeTimeoutMs, leaseMs / 2);
    const owned = {
      store: this.#store,
      settings: { retentionMs: this.retentionMs, leaseMs, storeTimeoutMs },
      ref: jobRef(ref, job),
      owner,
      heldSince,
      claimed: readInFlight(inFlight),
    };
    const entry = new StoredEntry(owned, { batchId: ref, isResumed: attempt > 1, total: undefined });
    return { state: 'open', entry, payload, attempt };
  }

  async readJob(ref: string, job: number): Promise<FinishedJob | undefined> {
    const { storeTimeoutMs } = this.#settings;
    await withTimeout(this.#ready(), storeTimeoutMs);
    const units = await withTimeout(this.#store.read(jobRef(ref, job), 0, UNITS_END), storeTimeoutMs);
    // After the outcomes: if the record were removed in between, they would seem never to have been there.
    const kept = await this.records.findJob(ref, job);
    if (kept === undefined) return undefined;
    const outcomes = new Map(units.map(({ unit, outcome }) => [unit, outcome]));
    const claimed = [...readInFlight(kept.inFlight).keys()].filter((unit) => !outcomes.has(unit));
    return { payload: kept.payload, outcomes, claimed: new Set(claimed) };
  }
}
