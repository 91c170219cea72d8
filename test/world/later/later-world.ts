import type { Coverage } from '../coverage.js';
import { LEASE_MS } from '../settings.js';
import { SimulatedWorld } from '../simulated-world.js';
import { AppProcess } from './app-process.js';
import { planLater } from './later-plan.js';
import { LaterRequest } from './later-request.js';
import type { Start } from './run-unit.js';
import { SharedQueue } from './shared-queue.js';

/** A world in which requests are answered later: web processes take them, a queue brings their jobs to workers. */
export class LaterWorld extends SimulatedWorld {
  readonly queue = new SharedQueue(this);
  /** True if the journal is in the database of the app. */
  readonly isShared: boolean;
  /** True if nothing fails but the queue: then nothing may be interrupted. */
  readonly isCalm: boolean;
  readonly jobSize: number;
  readonly cancelGraceMs: number;
  readonly maxRunMs: number;
  readonly requests: readonly LaterRequest[];
  /** Every call of a handler. */
  readonly starts: Start[] = [];
  /** What processes have done that they may not do. */
  readonly broken: string[] = [];
  webs: AppProcess[];
  workers: AppProcess[];
  isOver = false;
  #started = 0;

  constructor(seed: number, coverage: Coverage) {
    super(seed, coverage);
    const { random } = this;
    this.isShared = random.chance(0.5);
    this.isCalm = this.faultRate === 0;
    this.jobSize = random.integer(1, 3);
    this.cancelGraceMs = random.pick([0, 300, 2_000]);
    this.maxRunMs = random.chance(0.15) ? random.integer(1_000, 6_000) : 3_600_000;
    this.requests = Array.from(
      { length: random.integer(1, 3) },
      (_, index) => new LaterRequest(planLater(random, random.pick(['ann', 'bob']), index + 1)),
    );
    this.webs = Array.from({ length: 2 }, () => this.#start('web'));
    this.workers = Array.from({ length: random.integer(2, 3) }, () => this.#start('worker'));
    this.#scheduleFaults();
  }

  override get hasDatabaseFaults(): boolean {
    return this.hasFaults && !this.isCalm;
  }

  /** Returns the request that operations belong to. */
  requestOf(scope: string): LaterRequest {
    const request = this.requests.find(({ plan }) => plan.request.scope === scope);
    if (request === undefined) throw new Error(`There is no request ${scope}`);
    return request;
  }

  /** Returns a text without the random parts of refs: the log of a world depends on its seed alone. */
  anonymous(text: string): string {
    return text.replace(/[\w-]{24}/, (ref) => this.store.nameOf(ref));
  }

  replace(ended: AppProcess): void {
    if (this.isOver) return;
    const other = (process: AppProcess): AppProcess =>
      process === ended ? this.#start(ended.role) : process;
    this.webs = this.webs.map(other);
    this.workers = this.workers.map(other);
  }

  #start(role: AppProcess['role']): AppProcess {
    this.#started += 1;
    return new AppProcess(this, `${role === 'web' ? 'W' : 'J'}${this.#started}`, role);
  }

  #scheduleFaults(): void {
    const { random, time } = this;
    for (let count = random.integer(0, this.isCalm ? 12 : 5); count > 0; count -= 1) {
      const ms = 100 + random.next() ** 2 * 4 * LEASE_MS;
      const kind = this.isCalm
        ? 'restart'
        : random.weighted({ 'store down': 1, 'cut off': 3, pause: 2, crash: 2, restart: 3 });
      time.after(random.next() ** 2 * 8_000, () => {
        const process = random.pick(random.chance(0.3) ? this.webs : this.workers);
        this.coverage.count(`${process.role}: ${kind}`);
        this.note(`${kind}, ${process.name}, ${Math.round(ms)} ms`);
        if (kind === 'store down') this.downUntil = time.now + ms;
        else if (kind === 'cut off') process.cutOffUntil = time.now + ms + LEASE_MS;
        else if (kind === 'pause') process.pause(ms);
        else if (kind === 'crash') process.crash();
        else process.restart();
      });
    }
  }
}
