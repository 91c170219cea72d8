import { rejectUnknownOptions } from '@multistatus/core/adapter';
import type { BatchStore, BeginRequest, BegunEntry, EntryWrite, StoredUnit } from './batch-store.js';

const DEFAULT_MAX_ENTRIES = 10_000;

/** Options of {@link memoryStore}. */
export interface MemoryStoreOptions {
  /**
   * How many entries are kept at most. More cannot be begun until some expire: those requests are answered 503.
   *
   * @defaultValue 10,000
   */
  readonly maxEntries?: number | undefined;
  /**
   * Returns the time in milliseconds. It must never go back.
   *
   * @defaultValue `performance.now`
   */
  readonly now?: (() => number) | undefined;
}

/**
 * Creates a store in the memory of this process: entries are lost when it ends, and other processes do not see them. For tests
 * and development.
 *
 * @example
 * const journal = createJournal({ store: memoryStore(), identify: (req: Request) => req.user?.id });
 *
 * @throws {TypeError} for an unknown option
 * @throws {RangeError} if `maxEntries` is not an integer of at least 1
 */
export function memoryStore(options: MemoryStoreOptions = {}): BatchStore {
  rejectUnknownOptions('memoryStore', options, { known: ['maxEntries', 'now'] });
  const { maxEntries = DEFAULT_MAX_ENTRIES, now = () => performance.now() } = options;
  if (!Number.isInteger(maxEntries) || maxEntries < 1) {
    throw new RangeError(`memoryStore.maxEntries must be an integer >= 1, got ${String(maxEntries)}`);
  }
  return new MemoryStore(maxEntries, now);
}

interface Entry {
  readonly fingerprint: string;
  readonly about: string;
  readonly outcomes: Map<number, string>;
  owner: string;
  isResumed: boolean;
  sequence: number;
  leaseEnd: number;
  expiry: number;
  inFlight: string;
  total: number | undefined;
}

/** Each method does its work before it returns: nothing can come between. */
class MemoryStore implements BatchStore {
  readonly #maxEntries: number;
  readonly #now: () => number;
  readonly #entries = new Map<string, Entry>();

  constructor(maxEntries: number, now: () => number) {
    this.#maxEntries = maxEntries;
    this.#now = now;
  }

  async check(): Promise<void> {
    // Memory is always there.
  }

  async begin(request: BeginRequest): Promise<BegunEntry> {
    const now = this.#now();
    const entry = this.#find(request.ref);
    if (entry === undefined) return this.#create(request);
    if (entry.fingerprint !== request.fingerprint) return { state: 'mismatch' };
    if (entry.total !== undefined) return { state: 'finished', about: entry.about, total: entry.total };
    if (entry.owner !== request.owner) {
      if (entry.leaseEnd > now) return { state: 'running', leaseLeftMs: Math.ceil(entry.leaseEnd - now) };
      entry.owner = request.owner;
      entry.isResumed = true;
      entry.sequence = Number.NEGATIVE_INFINITY;
      entry.leaseEnd = now + request.leaseMs;
      entry.expiry = entry.leaseEnd + request.keepMs;
    }
    return entry.isResumed
      ? { state: 'resumed', about: entry.about, inFlight: entry.inFlight }
      : { state: 'begun' };
  }

  async write(ref: string, write: EntryWrite): Promise<boolean> {
    const entry = this.#find(ref);
    if (entry?.owner !== write.owner) return false;
    if (entry.total !== undefined || write.sequence <= entry.sequence) return true;
    for (const { unit, outcome } of write.outcomes) {
      if (!entry.outcomes.has(unit)) entry.outcomes.set(unit, outcome);
    }
    const now = this.#now();
    entry.sequence = write.sequence;
    entry.inFlight = write.inFlight;
    entry.total = write.total;
    entry.leaseEnd = now + write.leaseMs;
    entry.expiry = (write.total === undefined ? entry.leaseEnd : now) + write.keepMs;
    return true;
  }

  async read(ref: string, from: number, to: number): Promise<readonly StoredUnit[]> {
    const outcomes = this.#find(ref)?.outcomes ?? new Map<number, string>();
    // Whichever is smaller: the range, or what there is.
    if (to - from > outcomes.size) {
      return [...outcomes]
        .filter(([unit]) => unit >= from && unit < to)
        .sort(([a], [b]) => a - b)
        .map(([unit, outcome]) => ({ unit, outcome }));
    }
    const units: StoredUnit[] = [];
    for (let unit = from; unit < to; unit += 1) {
      const outcome = outcomes.get(unit);
      if (outcome !== undefined) units.push({ unit, outcome });
    }
    return units;
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
    return before - this.#entries.size;
  }

  /** Returns an entry unless it has expired. */
  #find(ref: string): Entry | undefined {
    const entry = this.#entries.get(ref);
    return entry === undefined || entry.expiry <= this.#now() ? undefined : entry;
  }

  #create(request: BeginRequest): BegunEntry {
    if (this.#entries.size >= this.#maxEntries) this.#sweep();
    if (this.#entries.size >= this.#maxEntries) {
      throw new Error(`memoryStore holds ${this.#maxEntries} entries, which is its limit maxEntries`);
    }
    const { ref, owner, fingerprint, about, leaseMs, keepMs } = request;
    const leaseEnd = this.#now() + leaseMs;
    this.#entries.set(ref, {
      fingerprint,
      about,
      outcomes: new Map(),
      owner,
      isResumed: false,
      sequence: Number.NEGATIVE_INFINITY,
      leaseEnd,
      expiry: leaseEnd + keepMs,
      inFlight: '',
      total: undefined,
    });
    return { state: 'begun' };
  }
}
