import { MAX_TIMEOUT_MS } from '../options/resolve-limits.js';

/** Something that runs and can be told to end. */
export interface Abortable {
  /** Ends it; it is no longer waited for. */
  abort(): void;
  /** Kept by the {@link InFlight} that it is in: its place there, `-1` outside. */
  place: number;
  /** Kept likewise: the time of `performance.now()` at which it is given up. */
  due: number;
}

/**
 * What runs now, each for `timeoutMs` milliseconds at most.
 *
 * One timer serves all, and comes and goes leave nothing behind: a timer for each, and the tables of a Set that each comes
 * and goes in, were a tenth of what a run allocated.
 */
export class InFlight {
  readonly #timeoutMs: number;
  readonly #runners: Abortable[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(timeoutMs: number) {
    // The longest delay of a timer; one of Infinity would fire at once.
    this.#timeoutMs = Math.min(timeoutMs, MAX_TIMEOUT_MS);
  }

  /** Takes in what has begun; `hasTimeout` is false for what only the batch ends. */
  add(runner: Abortable, hasTimeout = true): void {
    runner.place = this.#runners.push(runner) - 1;
    runner.due = Number.POSITIVE_INFINITY;
    if (!hasTimeout) return;
    runner.due = performance.now() + this.#timeoutMs;
    if (this.#timer === undefined) this.#wait(this.#timeoutMs, runner.due);
  }

  /** Lets go of what has ended; `false` if it had ended before. */
  delete(runner: Abortable): boolean {
    const { place } = runner;
    const last = this.#runners.at(-1);
    if (last === undefined || this.#runners[place] !== runner) return false;
    this.#runners[place] = last;
    last.place = place;
    this.#runners.pop();
    runner.place = -1;
    return true;
  }

  abortAll(): void {
    for (const runner of [...this.#runners]) runner.abort();
  }

  /** Nothing runs any more: a timer would keep the process alive. */
  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #wait(ms: number, until: number): void {
    this.#timer = setTimeout(() => this.#expire(until), ms);
  }

  #expire(until: number): void {
    this.#timer = undefined;
    // A timer may be a fraction of a millisecond early; where it is set by a fake clock, `performance` may be none.
    const now = Math.max(performance.now(), until);
    let next = Number.POSITIVE_INFINITY;
    for (const runner of [...this.#runners]) {
      if (runner.due <= now) runner.abort();
      else next = Math.min(next, runner.due);
    }
    if (next < Number.POSITIVE_INFINITY && this.#timer === undefined) this.#wait(next - now, next);
  }
}
