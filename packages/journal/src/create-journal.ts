import { createHash, randomUUID } from 'node:crypto';
import type { EntryRequest, Journal, OpenedEntry, Transaction } from '@multistatus/core/adapter';
import type { BegunEntry } from './batch-store.js';
import type { OwnedEntry } from './entry-writer.js';
import { readInFlight } from './in-flight-text.js';
import type { JournalBatches } from './journal-batches.js';
import {
  type JournalOptions,
  type ResolvedJournalOptions,
  resolveJournalOptions,
} from './journal-options.js';
import { SharedTransactions } from './shared-transactions.js';
import { StoreBatches } from './store-batches.js';
import { StoredEntry } from './stored-entry.js';
import { withTimeout } from './with-timeout.js';

/** The longest wait that a client is told in Retry-After: most requests end before the lease of their owner. */
const MAX_RETRY_AFTER_MS = 2_000;

/** A journal: the value for the option `journal` of all endpoints of an app. */
export interface StoreJournal<Outer> extends Journal<Outer> {
  /**
   * Resolves when the store can be used. Await it at start, so that a server without a usable store does not start. Otherwise,
   * requests with a key are answered 503 until the store can be used.
   *
   * @throws {Error} what `check` of the store throws.
   */
  readonly ready: () => Promise<void>;
  /** Stops the timer that removes expired entries. It keeps no process alive, so this is for tests and hot reloads. */
  readonly close: () => void;
  /** The batches that are answered later; `undefined` if the store cannot keep them. */
  readonly batches: JournalBatches | undefined;
}

/**
 * Creates the journal of an app, in which endpoints keep what became of each operation: create one and pass it to all of them.
 *
 * @throws {TypeError} for an option that is unknown, missing or of the wrong kind.
 * @throws {RangeError} for a number out of its range.
 *
 * @example
 * ```ts
 * const journal = createJournal({ store: postgresStore(pool), identify: (req: Request) => req.user?.id });
 * app.use('/batch', authenticate, batch({ journal }));
 * ```
 */
export function createJournal<Outer = unknown>(options: JournalOptions<Outer>): StoreJournal<Outer> {
  return new JournalOnStore(resolveJournalOptions(options));
}

class JournalOnStore<Outer> implements StoreJournal<Outer> {
  readonly identify: Journal<Outer>['identify'];
  readonly maxStoredBodyBytes: number;
  readonly digest = digest;
  readonly batches: JournalBatches | undefined;
  readonly #settings: ResolvedJournalOptions<Outer>;
  readonly #transactions: SharedTransactions;
  readonly #sweeping: ReturnType<typeof setInterval>;
  #checked: Promise<void> | undefined;

  constructor(settings: ResolvedJournalOptions<Outer>) {
    const { store, sweepIntervalMs, storeTimeoutMs } = settings;
    this.#settings = settings;
    this.identify = settings.identify;
    this.maxStoredBodyBytes = settings.maxStoredBodyBytes;
    this.#transactions = new SharedTransactions(store, storeTimeoutMs);
    const { records } = store;
    if (records !== undefined)
      this.batches = new StoreBatches({ store, records }, settings, () => this.ready());
    this.#sweeping = setInterval(() => void this.#sweep(), sweepIntervalMs);
    this.#sweeping.unref();
  }

  ready(): Promise<void> {
    this.#checked ??= this.#check().catch((error: unknown) => {
      this.#checked = undefined;
      throw error;
    });
    return this.#checked;
  }

  async #check(): Promise<void> {
    await this.#settings.store.check();
  }

  /** Never rejects, and never throws: that would end the process. */
  async #sweep(): Promise<void> {
    const { store, onError } = this.#settings;
    try {
      await store.sweep();
    } catch (error) {
      // There is nobody left to report a failure of `onError` to.
      await new Promise((resolve) => resolve(onError(error))).catch(() => undefined);
    }
  }

  close(): void {
    clearInterval(this.#sweeping);
  }

  async isShared(transaction: Transaction): Promise<boolean> {
    const { storeTimeoutMs } = this.#settings;
    await withTimeout(this.ready(), storeTimeoutMs);
    return withTimeout(this.#transactions.includes(transaction), storeTimeoutMs);
  }

  async open(request: EntryRequest): Promise<OpenedEntry> {
    const settings = this.#settings;
    const { store, storeTimeoutMs } = settings;
    await withTimeout(this.ready(), storeTimeoutMs);
    const owner = randomUUID();
    const batchId = randomUUID();
    const heldSince = performance.now();
    const begun = await this.#begin(request, owner, batchId);
    const owned = { store, settings, ref: refOf(request), owner, heldSince };
    switch (begun.state) {
      case 'begun':
        return opened(owned, { batchId, isResumed: false });
      case 'resumed':
        return opened(owned, { batchId: begun.about, isResumed: true, inFlight: begun.inFlight });
      case 'finished':
        return opened(owned, { batchId: begun.about, isResumed: false, total: begun.total });
      case 'running':
        return { state: 'running', retryAfterMs: Math.min(begun.leaseLeftMs, MAX_RETRY_AFTER_MS) };
      case 'mismatch':
        return { state: 'mismatch' };
    }
  }

  #begin(request: EntryRequest, owner: string, batchId: string): Promise<BegunEntry> {
    const { store, leaseMs, retentionMs, storeTimeoutMs } = this.#settings;
    const { fingerprint } = request;
    const call = (): Promise<BegunEntry> =>
      withTimeout(
        store.begin({
          ref: refOf(request),
          owner,
          fingerprint,
          about: batchId,
          leaseMs,
          keepMs: retentionMs,
        }),
        storeTimeoutMs,
      );
    // If its answer was lost, the entry would wait for the end of a lease that nobody uses.
    return call().catch(call);
  }
}

/** Returns an entry that belongs to this process, or is finished. */
function opened(
  owned: Omit<OwnedEntry, 'claimed'>,
  {
    batchId,
    isResumed,
    total,
    inFlight = '',
  }: {
    readonly batchId: string;
    readonly isResumed: boolean;
    readonly total?: number;
    readonly inFlight?: string;
  },
): OpenedEntry {
  const claimed = readInFlight(inFlight);
  return { state: 'open', entry: new StoredEntry({ ...owned, claimed }, { batchId, isResumed, total }) };
}

/** The key of one principal says nothing about that of another. */
function refOf({ principal, key }: EntryRequest): string {
  return digest(JSON.stringify([principal, key]));
}

/** Returns the SHA-256 of texts and bytes as 43 characters of base64url. */
function digest(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('base64url');
}
