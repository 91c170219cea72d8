import { MAX_TIMEOUT_MS } from './resolve-limits.js';

/** What is to end when its time is up. */
export interface Ending {
  /** Called once at most; it may already be over. */
  giveUp(): void;
}

/**
 * Ends whatever has run for `timeoutMs` milliseconds.
 *
 * As all have the same time, the first to start is the first whose time is up: one timer serves them all, and one that
 * ends in time costs an entry in a set.
 */
export class Deadlines {
  readonly #timeoutMs: number;
  /** With the time at which each is given up, soonest first. */
  readonly #waiting: Map<Ending, number> = new Map();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(timeoutMs: number) {
    // The longest delay of a timer; one of Infinity would fire at once.
    this.#timeoutMs = Math.min(timeoutMs, MAX_TIMEOUT_MS);
  }

  add(ending: Ending): void {
    this.#waiting.set(ending, performance.now() + this.#timeoutMs);
    this.#timer ??= setTimeout(this.#expire, this.#timeoutMs);
  }

  delete(ending: Ending): void {
    this.#waiting.delete(ending);
  }

  /** Nothing runs any more: a timer would keep the process alive. */
  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  readonly #expire = (): void => {
    this.#timer = undefined;
    const now = performance.now();
    for (const [ending, due] of this.#waiting) {
      // Timers count whole milliseconds, and may be a fraction of one early.
      if (due - now >= 1) {
        this.#timer ??= setTimeout(this.#expire, due - now);
        return;
      }
      this.#waiting.delete(ending);
      ending.giveUp();
    }
  };
}
