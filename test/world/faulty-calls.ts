import { LEASE_MS, STORE_TIMEOUT_MS } from './settings.js';
import type { SimulatedProcess } from './simulated-process.js';
import type { SimulatedWorld } from './simulated-world.js';

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

const REORDERING: ReadonlySet<Fault> = new Set<Fault>(['applied late', 'twice at once', 'twice later']);

/** One call of a store. */
export interface StoreRequest<Result> {
  readonly call: string;
  /** Names in the log what it is about. */
  readonly about: string;
  /** How often it fails, in relation to others. */
  readonly frequency: number;
  /** True if it goes over one connection, in order with others. */
  readonly isOrdered?: boolean;
  /** True if the process may crash after it has been overwritten: it would be missed only if nothing is written after it. */
  readonly mayCrashLater?: boolean;
  /** Returns the state that the call finds, when it is applied. A promise has read it before it is returned. */
  readonly stateOf: () => string | Promise<string>;
  readonly apply: () => Promise<Result>;
}

/** The connection of one process to a store: every call may fail in every way. */
export class FaultyCalls {
  readonly #world: SimulatedWorld;
  readonly #process: SimulatedProcess;

  constructor(world: SimulatedWorld, process: SimulatedProcess) {
    this.#world = world;
    this.#process = process;
  }

  get isDown(): boolean {
    return this.#world.time.now < Math.max(this.#process.cutOffUntil, this.#world.downUntil);
  }

  make<Result>({ call, about, stateOf, apply, ...request }: StoreRequest<Result>): Promise<Result> {
    const { time, random, coverage } = this.#world;
    const loop = this.#process;
    const fault = this.#chooseFault(request);
    const count = (): void => {
      if (fault === undefined) return;
      const state = stateOf();
      if (typeof state === 'string') coverage.count(`${call}, ${state}: ${fault}`);
      else void state.then((known) => coverage.count(`${call}, ${known}: ${fault}`));
    };
    const latency = (): number => 1 + random.next() * 9;
    /** Later than the process waits. */
    const late = (): number => STORE_TIMEOUT_MS + random.next() ** 2 * LEASE_MS * 3;
    const again = (): number => random.next() ** 2 * LEASE_MS * 3;
    const mayCrash = (): void => {
      if (request.mayCrashLater === true && random.chance(0.3)) loop.crash();
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
          this.#world.note(`${loop.name} ${call} ${about}: ${fault ?? 'arrives'}`);
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

  #chooseFault({
    frequency,
    isOrdered,
  }: {
    readonly frequency: number;
    readonly isOrdered?: boolean;
  }): Fault | undefined {
    const { random, faultRate, hasFaults } = this.#world;
    if (this.isDown) return 'store down';
    if (!hasFaults || !random.chance(faultRate * frequency)) return undefined;
    const fault = random.weighted(WEIGHTS);
    return isOrdered === true && REORDERING.has(fault) ? undefined : fault;
  }
}
