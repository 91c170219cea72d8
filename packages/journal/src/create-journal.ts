import { createHash, randomUUID } from 'node:crypto';
import type { EntryRequest, Journal, OpenedEntry, Transaction } from '@multistatus/core/adapter';
import type { BegunEntry } from './batch-store.js';
import { readInFlight } from './in-flight-text.js';
import { type JournalOptions, resolveJournalOptions } from './journal-options.js';
import { SharedTransactions } from './shared-transactions.js';
import { StoredEntry } from './stored-entry.js';
import { withTimeout } from './with-timeout.js';

/** What a client is told to wait before it asks again, at most: most requests end before the lease of their owner does. */
const MAX_RETRY_AFTER_MS = 2_000;

/** A journal: the value for the option `journal` of all endpoints of an app. */
export interface StoreJournal<Outer> extends Journal<Outer> {
  /**
   * Resolves when the store can be used. Await it at start, so that a server with a wrong store does not start; without, requests
   * with a key are answered 503 until the store can be used.
   *
   * @throws {Error} what `check` of the store throws.
   */
  readonly ready: () => Promise<void>;
  /** Stops the timer that removes expired entries. It keeps no process alive, so this is for tests and hot reloads. */
  readonly close: () => void;
}

/**
 * Creates the journal of an app, in which endpoints keep what became of each operation: create one and pass it to all of them.
 *
 * @throws {TypeError} for an option that is unknown, missing or of the wrong kind.
 * @throws {RangeError} for a number out of its range.
 *
 * @example
 * const journal = createJournal({ store: postgresStore(pool), identify: (req: Request) => req.user?.id });
 * app.use('/batch', authenticate, batch({ journal }));
 */
export function createJournal<Outer = unknown>(options: JournalOptions<Outer>): StoreJournal<Outer> {
  const settings = resolveJournalOptions(options);
  const { store, onError } = settings;
  const transactions = new SharedTransactions(store, settings.storeTimeoutMs);
  let checked: Promise<void> | undefined;
  const ready = (): Promise<void> => {
    checked ??= store.check().catch((error: unknown) => {
      checked = undefined;
      throw error;
    });
    return checked;
  };
  const sweeping = setInterval(() => {
    store.sweep().catch(onError);
  }, settings.sweepIntervalMs);
  sweeping.unref();

  const begin = async (request: EntryRequest, owner: string, batchId: string): Promise<BegunEntry> => {
    const call = (): Promise<BegunEntry> =>
      withTimeout(
        store.begin({
          ref: refOf(request),
          owner,
          fingerprint: request.fingerprint,
          about: batchId,
          leaseMs: settings.leaseMs,
          keepMs: settings.retentionMs,
        }),
        settings.storeTimeoutMs,
      );
    // If its answer was lost, the entry would wait for the end of a lease that nobody uses.
    return call().catch(call);
  };

  return {
    identify: settings.identify,
    maxStoredBodyBytes: settings.maxStoredBodyBytes,
    digest,
    ready,
    isShared: async (transaction: Transaction) => {
      await ready();
      return transactions.includes(transaction);
    },
    open: async (request): Promise<OpenedEntry> => {
      await withTimeout(ready(), settings.storeTimeoutMs);
      const owner = randomUUID();
      const batchId = randomUUID();
      const begun = await begin(request, owner, batchId);
      const owned = { store, settings, ref: refOf(request), owner, claimed: new Map() };
      switch (begun.state) {
        case 'begun': {
          const entry = new StoredEntry(owned, { batchId, total: undefined, isResumed: false });
          return { state: 'open', entry };
        }
        case 'resumed': {
          const claimed = readInFlight(begun.inFlight);
          const about = { batchId: begun.about, total: undefined, isResumed: true };
          return { state: 'open', entry: new StoredEntry({ ...owned, claimed }, about) };
        }
        case 'finished': {
          const about = { batchId: begun.about, total: begun.total, isResumed: false };
          return { state: 'open', entry: new StoredEntry(owned, about) };
        }
        case 'running':
          return { state: 'running', retryAfterMs: Math.min(begun.leaseLeftMs, MAX_RETRY_AFTER_MS) };
        case 'mismatch':
          return { state: 'mismatch' };
      }
    },
    close: () => clearInterval(sweeping),
  };
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
