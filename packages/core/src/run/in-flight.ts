import { MAX_TIMEOUT_MS } from '../options/resolve-limits.js';

/** Something that runs and can be aborted. */
export interface Abortable {
  /** Ends it; nobody waits for it any longer. */
  abort(): void;
  /** Set by the {@link InFlight} that holds it: its index there, or `-1` while none does. */
  slot: number;
  /** Set by the {@link InFlight} that holds it: when it is aborted, as a time of `performance.now()`. */
  due: number;
}

/**
 * The set of operations and groups that run now. Each is aborted after `timeoutMs` milliseconds.
 *
 * One timer serves all of them, and adding and deleting allocate nothing: a timer per operation and the hash table of a
 * `Set` were a tenth of all memory that a run allocated.
 */
export class InFlight {
  readonly #timeoutMs: number;
  readonly #members: Abortable[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(timeoutMs: number) {
    // A timer with a longer delay, such as Infinity, would fire at once.
    this.#timeoutMs = Math.min(timeoutMs, MAX_TIMEOUT_MS);
  }

  /** Adds something that has started. Without a timeout only {@link InFlight.abortAll} aborts it. */
  add(started: Abortable, hasTimeout = true): void {
    started.slot = this.#members.push(started) - 1;
    started.due = Number.POSITIVE_INFINITY;
    if (!hasTimeout) return;
    started.due = performance.now() + this.#timeoutMs;
    if (this.#timer === undefined) this.#wait(this.#timeoutMs, started.due);
  }

  /** Removes something that has ended. Returns `false` if it was removed before. */
  delete(ended: Abortable): boolean {
    const { slot } = ended;
    const last = this.#members.at(-1);
    if (last === undefined || this.#members[slot] !== ended) return false;
    this.#members[slot] = last;
    last.slot = slot;
    this.#members.pop();
    ended.slot = -1;
    return true;
  }

  abortAll(): void {
    for (const member of [...this.#members]) member.abort();
  }

  /** Clears the timer, which would keep the process alive. To be called when nothing runs any more. */
  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #wait(ms: number, until: number): void {
    this.#timer = setTimeout(() => this.#expire(until), ms);
  }

  #expire(until: number): void {
    this.#timer = undefined;
    // A timer may fire a fraction of a millisecond early, and a fake clock may drive timers but not `performance`.
    const now = Math.max(performance.now(), until);
    let next = Number.POSITIVE_INFINITY;
    for (const member of [...this.#members]) {
      if (member.due <= now) member.abort();
      else next = Math.min(next, member.due);
    }
    if (next < Number.POSITIVE_INFINITY && this.#timer === undefined) this.#wait(next - now, next);
  }
}
