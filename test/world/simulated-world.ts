import type { Coverage } from './coverage.js';
import { Ledger } from './ledger.js';
import { Random } from './random.js';
import { FAULTS_END_MS } from './settings.js';
import { SharedStore } from './shared-store.js';
import type { SimulatedProcess } from './simulated-process.js';
import { VirtualTime } from './virtual-time.js';

/** What every world has: time, chance, a store, and a record of what happened. */
export abstract class SimulatedWorld {
  readonly seed: number;
  readonly random: Random;
  readonly time = new VirtualTime();
  readonly store = new SharedStore(this.time);
  readonly ledger = new Ledger();
  readonly coverage: Coverage;
  /** The part of the calls of the store that fail in some way. */
  readonly faultRate: number;
  /** The store does not answer before this time. */
  downUntil = 0;
  readonly log: string[] = [];

  constructor(seed: number, coverage: Coverage) {
    this.seed = seed;
    this.random = new Random(seed);
    this.coverage = coverage;
    this.faultRate = this.random.pick([0, 0.08, 0.15, 0.25, 0.35]);
  }

  get hasFaults(): boolean {
    return this.time.now < FAULTS_END_MS;
  }

  /** True if transactions of the app may fail. */
  get hasDatabaseFaults(): boolean {
    return this.hasFaults;
  }

  /** Adds a line to the log of the world. */
  note(line: string): void {
    this.log.push(`${this.time.now.toFixed(1).padStart(9)}  ${line}`);
  }

  /** Starts a process in place of one that has ended. */
  abstract replace(ended: SimulatedProcess): void;
}
