import type { SimulatedWorld } from './simulated-world.js';
import type { AppTransaction } from './tx-database.js';
import type { EventLoop } from './virtual-time.js';

/** A process of the app: it can stand still, lose its connections, and die. */
export class SimulatedProcess implements EventLoop {
  readonly name: string;
  readonly clockOffset: number;
  isCrashed = false;
  pausedFrom = 0;
  pausedUntil = 0;
  wakesWith: EventLoop['wakesWith'] = 'timers';
  cutOffUntil = 0;
  readonly transactions = new Set<AppTransaction>();
  /** What breaks the connections to its clients. */
  protected readonly connections = new Set<() => void>();
  readonly #world: SimulatedWorld;

  constructor(world: SimulatedWorld, name: string) {
    this.#world = world;
    this.name = name;
    this.clockOffset = world.random.pick([0, 0, 3_600_000, -3_600_000, 250]);
  }

  /** Keeps the event loop from running. */
  pause(ms: number): void {
    const { time, random, hasFaults } = this.#world;
    if (!hasFaults || this.pausedUntil > time.now) return;
    this.#world.note(`${this.name} stands still for ${Math.round(ms)} ms`);
    this.pausedFrom = time.now;
    this.pausedUntil = time.now + ms;
    this.wakesWith = random.pick(['timers', 'answers']);
  }

  /** Ends the process at once, if there are still faults. Another one takes its place. */
  crash(): void {
    if (this.isCrashed || !this.#world.hasFaults) return;
    this.#world.note(`${this.name} crashes`);
    this.end();
  }

  /** Ends the process. Another one takes its place. */
  protected end(): void {
    const { time, random, store } = this.#world;
    this.isCrashed = true;
    for (const lose of this.connections) time.after(random.next() * 20, lose);
    for (const open of this.transactions) time.after(random.next() * 20, () => void store.end(open, false));
    time.after(200 + random.next() * 1_000, () => this.#world.replace(this));
  }
}
