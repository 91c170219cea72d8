import type {
  BatchStore,
  BeginRequest,
  BegunEntry,
  EntryWrite,
  StoredUnit,
  StoreTransactions,
  TransactionQuery,
} from '@multistatus/journal';
import { OwnerRecord } from './owner-record.js';
import type { ServerProcess } from './server-process.js';
import { LEASE_MS, STORE_TIMEOUT_MS } from './settings.js';
import type { OpenTransaction } from './shared-store.js';
import type { World } from './world.js';

export type StoreCall = 'begin' | 'write' | 'read' | 'sweep' | 'transaction write';

/** What may go wrong with one call, and how often, in relation to each other. */
const WEIGHTS = {
  'fails before': 3,
  'fails after': 3,
  'answer lost': 3,
  'answers late': 2,
  'applied late': 3,
  'twice at once': 2,
  'twice later': 3,
  'pause before': 2,
  'pause after': 2,
  'crash before': 2,
  'crash after': 2,
} as const;
export type Fault = keyof typeof WEIGHTS | 'store down';
export const FAULTS: readonly Fault[] = [...(Object.keys(WEIGHTS) as (keyof typeof WEIGHTS)[]), 'store down'];

/** What is called seldom fails the more often. */
const FREQUENCY: Readonly<Record<StoreCall, number>> = {
  begin: 1,
  write: 1,
  read: 0.7,
  sweep: 0.3,
  'transaction write': 2,
};

const REORDERING: ReadonlySet<Fault> = new Set<Fault>(['applied late', 'twice at once', 'twice later']);

/** The connection of one process to the store: every call may fail in every way. */
export class FaultyStore implements BatchStore {
  readonly transactions: StoreTransactions;
  readonly #world: World;
  readonly #process: ServerProcess;

  constructor(world: World, process: ServerProcess) {
    this.#world = world;
    this.#process = process;
    this.transactions = {
      isShared: async () => true,
      write: (query, ref, write) => this.#writeWithin(query, ref, write),
    };
  }

  check(): Promise<void> {
    return this.#isDown ? Promise.reject(new Error('The store is down')) : Promise.resolve();
  }

  begin(request: BeginRequest): Promise<BegunEntry> {
    const exchange = this.#process.currentExchange;
    const { store, owners, time } = this.#world;
    const attempt = exchange?.onBegin(request) ?? 0;
    return this.#call('begin', { ref: request.ref, owner: request.owner }, () => store.begin(request)).then(
      (begun) => {
        exchange?.onBegun(attempt, request, begun);
        if (!owners.has(request.owner)) owners.set(request.owner, new OwnerRecord(time.now));
        return begun;
      },
    );
  }

  write(ref: string, write: EntryWrite): Promise<boolean> {
    const { store, owners, time } = this.#world;
    const written = this.#call('write', { ref, owner: write.owner }, () => store.write(ref, write));
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
    return this.#call('read', { ref }, () => this.#world.store.read(ref, from, to));
  }

  sweep(): Promise<number> {
    return this.#call('sweep', { ref: '' }, () => this.#world.store.sweep());
  }

  async #writeWithin(
    query: TransactionQuery,
    ref: string,
    write: { readonly owner: string; readonly outcomes: readonly StoredUnit[] },
  ): Promise<boolean> {
    const [row] = await query('the transaction itself', []);
    const { transaction } = row as { readonly transaction: OpenTransaction };
    return this.#call('transaction write', { ref, owner: write.owner }, () =>
      this.#world.store.writeWithin(transaction, ref, write),
    );
  }

  get #isDown(): boolean {
    return this.#world.time.now < Math.max(this.#process.cutOffUntil, this.#world.downUntil);
  }

  #call<Result>(
    call: StoreCall,
    { ref, owner }: { readonly ref: string; readonly owner?: string },
    apply: () => Promise<Result>,
  ): Promise<Result> {
    const { time, random, store, coverage } = this.#world;
    const loop = this.#process;
    const fault = this.#chooseFault(call);
    const count = (): void => coverage.add(fault, call, call === 'sweep' ? 'any' : store.stateOf(ref, owner));
    const latency = (): number => 1 + random.next() * 9;
    /** Later than the process waits. */
    const late = (): number => STORE_TIMEOUT_MS + random.next() ** 2 * LEASE_MS * 3;
    const again = (): number => random.next() ** 2 * LEASE_MS * 3;
    /** What was overwritten is missed only if nothing is written after it. */
    const mayCrash = (): void => {
      if (call === 'write' && random.chance(0.3)) loop.crash();
    };
    return new Promise<Result>((resolve, reject) => {
      const fail = (ms: number): void => {
        time.after(ms, () => reject(new Error(`The store: ${call}, ${fault}`)), { loop });
      };
      const arrive = (ms: number, answer: (result: Result) => void): void => {
        time.after(ms, () => {
          if (fault === 'pause before' && loop.pausedUntil > time.now) {
            arrive(loop.pausedUntil - time.now + latency(), answer);
            return;
          }
          count();
          this.#world.note(`${loop.name} ${call} ${ref.slice(0, 4)}: ${fault ?? 'arrives'}`);
          apply().then(answer, (error: unknown) => {
            time.after(latency(), () => reject(error), { loop });
          });
        });
      };
      const answerIn = (ms: number) => (result: Result) => {
        time.after(ms, () => resolve(result), { loop });
      };
      switch (fault) {
        case 'store down':
        case 'fails before':
          count();
          fail(latency());
          break;
        case 'fails after':
          arrive(latency(), () => fail(latency()));
          break;
        case 'answer lost':
          arrive(latency(), () => {});
          break;
        case 'answers late':
          arrive(latency(), answerIn(late()));
          break;
        case 'applied late':
          arrive(late(), (result) => {
            answerIn(latency())(result);
            mayCrash();
          });
          break;
        case 'twice at once':
          arrive(latency(), (result) => {
            arrive(0, random.chance(0.5) ? answerIn(latency()) : () => answerIn(latency())(result));
          });
          break;
        case 'twice later':
          arrive(latency(), answerIn(latency()));
          arrive(again(), mayCrash);
          break;
        case 'pause before':
          loop.pause(LEASE_MS * (0.3 + random.next() * 2.5));
          arrive(latency(), answerIn(latency()));
          break;
        case 'pause after':
          arrive(latency(), (result) => {
            loop.pause(LEASE_MS * (0.3 + random.next() * 2.5));
            answerIn(latency())(result);
          });
          break;
        case 'crash before':
          count();
          loop.crash();
          break;
        case 'crash after':
          arrive(latency(), () => loop.crash());
          break;
        case undefined:
          arrive(latency(), answerIn(latency()));
      }
    });
  }

  #chooseFault(call: StoreCall): Fault | undefined {
    const { random, faultRate, hasFaults } = this.#world;
    if (this.#isDown) return 'store down';
    if (!hasFaults || !random.chance(faultRate * FREQUENCY[call])) return undefined;
    const fault = random.weighted(WEIGHTS);
    // The statements of a transaction go over one connection, in order.
    return call === 'transaction write' && REORDERING.has(fault) ? undefined : fault;
  }
}
