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
import { FaultyRecords } from './faulty-records.js';
import type { OpenTransaction } from './shared-store.js';
import type { SimulatedProcess } from './simulated-process.js';
import type { SimulatedWorld } from './simulated-world.js';

/** The store, as one process sees it. What is called seldom fails the more often. */
export class FaultyStore implements BatchStore {
  readonly transactions: StoreTransactions;
  readonly records: FaultyRecords;
  readonly #world: SimulatedWorld;
  readonly #calls: FaultyCalls;

  constructor(world: SimulatedWorld, process: SimulatedProcess) {
    this.#world = world;
    this.#calls = new FaultyCalls(world, process);
    this.records = new FaultyRecords(world.store.records, this.#calls);
    this.transactions = {
      isShared: async () => true,
      write: (query, ref, write) => this.#writeWithin(query, ref, write),
    };
  }

  check(): Promise<void> {
    return this.#calls.isDown ? Promise.reject(new Error('The store is down')) : Promise.resolve();
  }

  begin(request: BeginRequest): Promise<BegunEntry> {
    const { store } = this.#world;
    const { ref, owner } = request;
    return this.#calls.make({
      call: 'begin',
      about: store.nameOf(ref),
      frequency: 1,
      stateOf: () => store.stateOf(ref, owner),
      apply: () => store.begin(request),
    });
  }

  write(ref: string, write: EntryWrite): Promise<boolean> {
    const { store } = this.#world;
    return this.#calls.make({
      call: store.isOfJob(ref) ? 'job write' : 'write',
      about: store.nameOf(ref),
      frequency: 1,
      mayCrashLater: true,
      stateOf: () => store.stateOf(ref, write.owner),
      apply: () => store.write(ref, write),
    });
  }

  read(ref: string, from: number, to: number): Promise<readonly StoredUnit[]> {
    const { store } = this.#world;
    return this.#calls.make({
      call: store.isOfJob(ref) ? 'job read' : 'read',
      about: store.nameOf(ref),
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
      about: store.nameOf(ref),
      frequency: 2,
      isOrdered: true,
      stateOf: () => store.stateOf(ref, write.owner),
      apply: () => store.writeWithin(transaction, ref, write),
    });
  }
}
