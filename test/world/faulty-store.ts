import type {
  BatchStore,
  BeginRequest,
  BegunEntry,
  EntryWrite,
  StoredUnit,
  StoreTransactions,
  TransactionQuery,
} from '@multistatus/journal';
import { FaultyCalls } from './faulty-calls.js';
import { OwnerRecord } from './owner-record.js';
import type { ServerProcess } from './server-process.js';
import { STORE_TIMEOUT_MS } from './settings.js';
import type { OpenTransaction } from './shared-store.js';
import type { World } from './world.js';

/** The store, as one process sees it. What is called seldom fails the more often. */
export class FaultyStore implements BatchStore {
  readonly transactions: StoreTransactions;
  readonly #world: World;
  readonly #process: ServerProcess;
  readonly #calls: FaultyCalls;

  constructor(world: World, process: ServerProcess) {
    this.#world = world;
    this.#process = process;
    this.#calls = new FaultyCalls(world, process);
    this.transactions = {
      isShared: async () => true,
      write: (query, ref, write) => this.#writeWithin(query, ref, write),
    };
  }

  check(): Promise<void> {
    return this.#calls.isDown ? Promise.reject(new Error('The store is down')) : Promise.resolve();
  }

  begin(request: BeginRequest): Promise<BegunEntry> {
    const exchange = this.#process.currentExchange;
    const { store, owners, time } = this.#world;
    const { ref, owner } = request;
    const attempt = exchange?.onBegin(request) ?? 0;
    const call = {
      call: 'begin',
      about: ref.slice(0, 4),
      frequency: 1,
      stateOf: () => store.stateOf(ref, owner),
      apply: () => store.begin(request),
    };
    return this.#calls.make(call).then((begun) => {
      exchange?.onBegun(attempt, request, begun);
      if (!owners.has(owner)) owners.set(owner, new OwnerRecord(time.now));
      return begun;
    });
  }

  write(ref: string, write: EntryWrite): Promise<boolean> {
    const { store, owners, time } = this.#world;
    const written = this.#calls.make({
      call: 'write',
      about: ref.slice(0, 4),
      frequency: 1,
      mayCrashLater: true,
      stateOf: () => store.stateOf(ref, write.owner),
      apply: () => store.write(ref, write),
    });
    const sentAt = time.now;
    written.then(
      (isOurs) => {
        // An answer that comes later counts as lost.
        if (time.now - sentAt < STORE_TIMEOUT_MS) owners.get(write.owner)?.onWritten(isOurs, time.now);
      },
      () => {},
    );
    return written;
  }

  read(ref: string, from: number, to: number): Promise<readonly StoredUnit[]> {
    const { store } = this.#world;
    return this.#calls.make({
      call: 'read',
      about: ref.slice(0, 4),
      frequency: 0.7,
      stateOf: () => store.stateOf(ref),
      apply: () => store.read(ref, from, to),
    });
  }

  sweep(): Promise<number> {
    return this.#calls.make({
      call: 'sweep',
      about: '',
      frequency: 0.3,
      stateOf: () => 'any',
      apply: () => this.#world.store.sweep(),
    });
  }

  async #writeWithin(
    query: TransactionQuery,
    ref: string,
    write: { readonly owner: string; readonly outcomes: readonly StoredUnit[] },
  ): Promise<boolean> {
    const [row] = await query('the transaction itself', []);
    const { transaction } = row as { readonly transaction: OpenTransaction };
    const { store } = this.#world;
    return this.#calls.make({
      call: 'transaction write',
      about: ref.slice(0, 4),
      frequency: 2,
      isOrdered: true,
      stateOf: () => store.stateOf(ref, write.owner),
      apply: () => store.writeWithin(transaction, ref, write),
    });
  }
}
