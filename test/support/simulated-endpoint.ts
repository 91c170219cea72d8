import { AdaptiveSlots } from '#core/run/adaptive-slots.js';
import { RunSlots } from '#core/run/run-slots.js';

/** A world without a clock of its own: what happens in it, happens at a time that is computed. */
export interface World {
  /** How many operations are worked on at the same time; others wait in order. `Infinity` if none waits. */
  readonly places: number;
  /** Returns how many milliseconds the next operation takes, without waiting. */
  readonly serviceMs: () => number;
  readonly operations: number;
  /** How many clients send batches, one after another. */
  readonly clients: number;
  readonly seconds: number;
  /** `'auto'`, or how many operations of each batch run at the same time. */
  readonly concurrency: number | 'auto';
  /** The answers of which say that there is too much to do, if so many operations run already. @defaultValue none */
  readonly refusesAbove?: number;
}

export interface Seen {
  /** Milliseconds that single requests took that were sent beside the batches, in the second half of the time. */
  readonly singles: number[];
  readonly batches: number[];
  /** How many operations of batches ran at the same time, each time when one started. */
  readonly levels: number[];
}

/** Runs batches back to back, and single requests at a steady rate. */
export function simulate(world: World): Seen {
  const simulation = new Simulation(world);
  simulation.run();
  return simulation.seen;
}

/** Returns a function that returns the same numbers from 0 to 1 each time the test runs. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? Number.NaN;
}

const SINGLE_EVERY_MS = 5;

class Simulation {
  readonly seen: Seen = { singles: [], batches: [], levels: [] };
  readonly #world: World;
  readonly #events: { readonly at: number; readonly happen: () => void }[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly #slots: AdaptiveSlots;
  #now = 0;
  #busy = 0;
  #active = 0;

  constructor(world: World) {
    this.#world = world;
    this.#slots = new AdaptiveSlots(() => this.#now);
  }

  run(): void {
    const end = this.#world.seconds * 1_000;
    for (let client = 0; client < this.#world.clients; client += 1) this.#after(client, () => this.#send());
    this.#sendSingle();
    for (let next = this.#events.shift(); next !== undefined && next.at < end; next = this.#events.shift()) {
      this.#now = next.at;
      next.happen();
    }
  }

  #after(ms: number, happen: () => void): void {
    const at = this.#now + ms;
    let place = this.#events.length;
    while (place > 0 && (this.#events[place - 1]?.at ?? 0) > at) place -= 1;
    this.#events.splice(place, 0, { at, happen });
  }

  #work(done: () => void): void {
    const { places, serviceMs } = this.#world;
    if (this.#busy >= places) {
      this.#waiting.push(() => this.#work(done));
      return;
    }
    this.#busy += 1;
    this.#after(serviceMs(), () => {
      this.#busy -= 1;
      this.#waiting.shift()?.();
      done();
    });
  }

  #sendSingle(): void {
    const start = this.#now;
    this.#work(() => {
      if (start > (this.#world.seconds * 1_000) / 2) this.seen.singles.push(this.#now - start);
    });
    this.#after(SINGLE_EVERY_MS, () => this.#sendSingle());
  }

  #send(): void {
    const { operations, concurrency, refusesAbove = Number.POSITIVE_INFINITY } = this.#world;
    const slots = concurrency === 'auto' && operations > 8 ? new RunSlots(this.#slots) : undefined;
    const start = this.#now;
    let left = operations;
    let active = 0;
    let ended = 0;
    const startAll = (): void => {
      const places = slots?.share ?? (concurrency === 'auto' ? operations : concurrency);
      if (left === 0 || active >= places) return;
      left -= 1;
      active += 1;
      this.#active += 1;
      this.seen.levels.push(this.#active);
      const startedAt = slots?.start();
      const isRefused = this.#active > refusesAbove;
      const settle = (): void => {
        active -= 1;
        ended += 1;
        this.#active -= 1;
        slots?.end(startedAt, isRefused);
        if (ended < operations) {
          startAll();
          return;
        }
        this.seen.batches.push(this.#now - start);
        this.#after(1, () => this.#send());
      };
      if (isRefused) this.#after(0.1, settle);
      else this.#work(settle);
      startAll();
    };
    startAll();
  }
}
