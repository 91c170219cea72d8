import type { Coverage } from './coverage.js';
import type { Exchange } from './exchange.js';
import type { OwnerRecord } from './owner-record.js';
import { type KeyPlan, planKey } from './plan.js';
import { ServerProcess } from './server-process.js';
import { LEASE_MS } from './settings.js';
import { SimulatedWorld } from './simulated-world.js';

/** Everything of one seed: time, store, processes, clients, and what happened. */
export class World extends SimulatedWorld {
  readonly exchanges: Exchange[] = [];
  readonly plans: readonly KeyPlan[];
  readonly retentionMs: number;
  /** True if the journal is in the database of the app. */
  readonly isShared: boolean;
  /** By owner of an entry. */
  readonly owners = new Map<string, OwnerRecord>();
  /** The scopes of the clients that have not got a final answer. */
  readonly unfinished: string[] = [];
  processes: ServerProcess[];
  #started = 0;

  constructor(seed: number, coverage: Coverage) {
    super(seed, coverage);
    const { random } = this;
    this.retentionMs = random.chance(0.25) ? 3_000 : 600_000;
    this.isShared = random.chance(0.7);
    this.plans = this.#planKeys();
    this.processes = Array.from({ length: random.integer(2, 3) }, () => this.#start());
    this.#scheduleFaults();
  }

  /** Starts a process in place of one that has crashed. */
  replace(crashed: ServerProcess): void {
    if (this.unfinished.length === 0) return;
    this.processes = this.processes.map((process) => (process === crashed ? this.#start() : process));
  }

  #start(): ServerProcess {
    this.#started += 1;
    return new ServerProcess(this, `P${this.#started}`);
  }

  #planKeys(): KeyPlan[] {
    const { random } = this;
    const plans: KeyPlan[] = [];
    for (let count = random.integer(1, 2); count > 0; count -= 1) {
      const plan = planKey(random, 'ann', `key ${count}`);
      plans.push(plan);
      // Somebody else sends the very same request with the very same key.
      if (random.chance(0.3)) plans.push({ ...plan, principal: 'bob', scope: `bob/${plan.key}` });
    }
    return plans;
  }

  #scheduleFaults(): void {
    const { random, time } = this;
    for (let count = random.integer(0, 4); count > 0; count -= 1) {
      const ms = 100 + random.next() ** 2 * 4 * LEASE_MS;
      const kind = random.weighted({ 'store down': 1, 'cut off': 3, pause: 1, crash: 1 });
      time.after(random.next() ** 2 * 5_000, () => {
        const process = random.pick(this.processes);
        this.note(`${kind}, ${process.name}, ${Math.round(ms)} ms`);
        if (kind === 'store down') this.downUntil = time.now + ms;
        else if (kind === 'cut off') process.cutOffUntil = time.now + ms + LEASE_MS;
        else if (kind === 'pause') process.pause(ms);
        else process.crash();
      });
    }
  }
}
