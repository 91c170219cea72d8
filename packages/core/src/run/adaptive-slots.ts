/** How many operations of each run may run at the same time, however long they take. A run of no more than these needs no slots. */
export const OWN_SLOTS = 8;
/** How many operations of one run may run at the same time, at most: the default of `limits.concurrency`. */
const MAX_SLOTS = 100;
/** How many operations of all runs of an endpoint may run at the same time before no run has more slots than its own. */
const MAX_LEVEL = 256;

/**
 * More slots are tried while operations take less than 1.2 times as long as with each run's own slots alone. This and the next three
 * are logarithms of ratios.
 */
const ROOM = Math.log(1.2);
/** Slots are given up if operations take more than 1.4 times as long. */
const CROWD = Math.log(1.4);
/** The most by which one step raises the number of slots. */
const STEP_UP = Math.log(1.25);
/** The most by which one step lowers it. */
const STEP_DOWN = Math.log(1.5);
/** How many operations a window has for each slot: more than one, so that not only the fastest operations are counted. */
const ROUNDS = 4;
/** After every so many operations, a window ends early if they take far too long. */
const FIRST_LOOK = 32;
/** The most windows between two base windows. */
const MAX_PATIENCE = 16;
/** The resolution of the clock, in milliseconds. The logarithm of 0 would outweigh all others. */
const LEAST_MS = 0.001;

/**
 * The slots that the runs of one endpoint share. How many there are follows from how long operations took when there were more.
 *
 * Operations run in windows, which take turns: in a base window each run has its own slots alone; in the others all runs that use all of
 * their own share `level` slots, equally, but each has at least its own. If operations take about as long as in the base window, nothing
 * queues, and the level rises; if they take longer, they wait for each other, be it for a database connection or for the processor, and
 * it falls.
 *
 * Times are compared by their geometric mean, in which each operation counts alike: a few slow routes do not outweigh all others.
 */
export class AdaptiveSlots {
  readonly #now: () => number;
  #level: number = OWN_SLOTS;
  /** How many runs use all of their own slots. */
  #runs = 0;
  #active = 0;
  #isBase = true;
  /** The mean of the base window, as a logarithm. */
  #base = 0;
  /** How many windows follow each base window, and how many of them are left. */
  #patience = 1;
  #left = 1;
  // The window:
  #since = Number.NEGATIVE_INFINITY;
  #ended = 0;
  #sum = 0;
  #peak = 0;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** How many operations of one run may run at the same time. */
  get share(): number {
    // At the level, a run with more than its own slots makes room for runs that have begun since.
    if (this.#isBase || this.#active >= this.#level) return OWN_SLOTS;
    return Math.min(Math.max(OWN_SLOTS, Math.floor(this.#level / Math.max(this.#runs, 1))), MAX_SLOTS);
  }

  /** To be called when a run begins to use all of its own slots. */
  join(): void {
    this.#runs += 1;
  }

  /** To be called when it no longer does. */
  leave(): void {
    this.#runs -= 1;
  }

  /** Must be called when an operation starts. Returns the time, for {@link end}. `now` is the time, if the caller has read the clock. */
  start(now: number = this.#now()): number {
    this.#active += 1;
    if (this.#active > this.#peak) this.#peak = this.#active;
    return now;
  }

  /**
   * Must be called when an operation has ended. `startedAt` is what {@link start} returned; `undefined` if the operation was cut off,
   * so that it does not show how long such operations take. `isOverload` is true if its answer reports an overload. Returns the time.
   */
  end(startedAt: number | undefined, isOverload: boolean): number {
    const now = this.#now();
    const isBusy = this.#active >= OWN_SLOTS;
    this.#active -= 1;
    // A clock that was set back, as by a test: else the window would last until the time when it began comes again.
    if (now < this.#since) this.#begin(now, this.#isBase);
    // Otherwise it has run under the conditions of an earlier window, or where more slots make no difference.
    if (!isBusy || startedAt === undefined || startedAt < this.#since) return now;
    this.#ended += 1;
    this.#sum += Math.log(Math.max(now - startedAt, LEAST_MS));
    if (this.#isBase) {
      if (this.#ended >= ROUNDS * OWN_SLOTS * Math.max(this.#runs, 1)) this.#endBase(now);
    } else if (isOverload || this.#isFull()) {
      this.#endRaised(now, isOverload);
    }
    return now;
  }

  #isFull(): boolean {
    if (this.#ended >= ROUNDS * Math.max(this.#level, OWN_SLOTS * this.#runs)) return true;
    return this.#ended % FIRST_LOOK === 0 && this.#excess() > CROWD + STEP_DOWN;
  }

  #endBase(now: number): void {
    this.#base = this.#sum / this.#ended;
    this.#left = this.#patience;
    // With no more slots than its own, a run would learn nothing.
    this.#level = Math.max(this.#level, OWN_SLOTS + 2);
    this.#begin(now, false);
  }

  #endRaised(now: number, isOverload: boolean): void {
    const step = isOverload ? -STEP_DOWN : this.#step();
    const level = Math.max(this.#level, step > 0 ? OWN_SLOTS * this.#runs : OWN_SLOTS) * Math.exp(step);
    // Slots that have not been in use have not been tried.
    this.#level = Math.min(level, MAX_LEVEL, this.#peak * Math.exp(STEP_UP));
    const isSteady = Math.abs(step) < STEP_UP / 2;
    this.#patience = isSteady ? Math.min(this.#patience * 2, MAX_PATIENCE) : 1;
    this.#left = isSteady ? this.#left - 1 : 0;
    this.#begin(now, this.#left <= 0);
  }

  /** Returns by how much the level is to change, as a logarithm. */
  #step(): number {
    const excess = this.#excess();
    if (excess > CROWD) return Math.max(CROWD - excess, -STEP_DOWN);
    const step = Math.min(Math.max(ROOM - excess, 0), STEP_UP);
    return this.#level >= MAX_LEVEL ? 0 : step;
  }

  /** Returns how much longer operations take than in the base window, as a logarithm. */
  #excess(): number {
    return this.#sum / this.#ended - this.#base;
  }

  #begin(now: number, isBase: boolean): void {
    this.#isBase = isBase;
    this.#since = now;
    this.#ended = 0;
    this.#sum = 0;
    this.#peak = this.#active;
  }
}
