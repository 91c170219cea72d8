import type { BatchStore, BeginRequest, BegunEntry, EntryWrite, StoredUnit } from '../batch-store.js';
import { isJobRef } from '../job-ref.js';
import { MemoryEntry } from './memory-entry.js';
import { MemoryRecords } from './memory-records.js';

/** An entry of a key. */
interface KeyEntry {
  readonly fingerprint: string;
  readonly about: string;
  readonly entry: MemoryEntry;
  expiry: number;
  total: number | undefined;
}

/** Each method does its work before it returns: nothing can come between. */
export class MemoryStore implements BatchStore {
  readonly records: MemoryRecords;
  readonly #maxEntries: number;
  readonly #now: () => number;
  readonly #entries = new Map<string, KeyEntry>();

  constructor(maxEntries: number, now: () => number) {
    this.#maxEntries = maxEntries;
    this.#now = now;
    this.records = new MemoryRecords(now, () => this.#makeRoom());
  }

  async check(): Promise<void> {
    // Memory is always there.
  }

  async begin(request: BeginRequest): Promise<BegunEntry> {
    const now = this.#now();
    const kept = this.#find(request.ref);
    if (kept === undefined) return this.#create(request);
    const { entry, fingerprint, about, total } = kept;
    if (fingerprint !== request.fingerprint) return { state: 'mismatch' };
    if (total !== undefined) return { state: 'finished', about, total };
    if (entry.owner !== request.owner) {
      if (!entry.isFree(request.owner, now))
        return { state: 'running', leaseLeftMs: Math.max(1, Math.ceil(entry.leaseEnd - now)) };
      entry.takeOver(request.owner, now + request.leaseMs);
      kept.expiry = entry.leaseEnd + request.keepMs;
    }
    return entry.attempt > 1 ? { state: 'resumed', about, inFlight: entry.inFlight } : { state: 'begun' };
  }

  async write(ref: string, write: EntryWrite): Promise<boolean> {
    if (isJobRef(ref)) return this.records.write(ref, write);
    const kept = this.#find(ref);
    if (kept?.entry.owner !== write.owner) return false;
    if (kept.total !== undefined || kept.entry.isLate(write)) return true;
    const now = this.#now();
    kept.entry.keep(write, now);
    kept.total = write.total;
    kept.expiry = (write.total === undefined ? kept.entry.leaseEnd : now) + write.keepMs;
    return true;
  }

  async read(ref: string, from: number, to: number): Promise<readonly StoredUnit[]> {
    if (isJobRef(ref)) return this.records.read(ref, from, to);
    return this.#find(ref)?.entry.read(from, to) ?? [];
  }

  async sweep(): Promise<number> {
    return this.#sweep();
  }

  #sweep(): number {
    const before = this.#entries.size;
    const now = this.#now();
    for (const [ref, { expiry }] of this.#entries) {
      if (expiry <= now) this.#entries.delete(ref);
    }
    return before - this.#entries.size + this.records.sweep();
  }

  /** Returns an entry unless it has expired. */
  #find(ref: string): KeyEntry | undefined {
    const kept = this.#entries.get(ref);
    return kept === undefined || kept.expiry <= this.#now() ? undefined : kept;
  }

  #create({ ref, owner, fingerprint, about, leaseMs, keepMs }: BeginRequest): BegunEntry {
    this.#makeRoom();
    const entry = new MemoryEntry();
    entry.takeOver(owner, this.#now() + leaseMs);
    this.#entries.set(ref, { fingerprint, about, entry, expiry: entry.leaseEnd + keepMs, total: undefined });
    return { state: 'begun' };
  }

  /** Throws if there is no room for another entry or record. */
  #makeRoom(): void {
    if (this.#entries.size + this.records.size >= this.#maxEntries) this.#sweep();
    if (this.#entries.size + this.records.size < this.#maxEntries) return;
    throw new Error(
      `memoryStore is full, with maxEntries ${this.#maxEntries}: raise this limit, or use redisStore or postgresStore`,
    );
  }
}
