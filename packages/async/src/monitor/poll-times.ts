import { BatchProblem } from '@multistatus/core/adapter';

/** Monitors whose last request is remembered; those that were asked least recently are forgotten. */
const MAX_MONITORS = 10_000;

/** Refuses requests for the progress of a monitor that come too soon after the last one. */
export class PollTimes {
  readonly #minMs: number;
  /** When each monitor was last asked, those that were asked least recently first. */
  readonly #times = new Map<string, number>();

  constructor(minMs: number) {
    this.#minMs = minMs;
  }

  /** @throws {BatchProblem} `too-many-polls`. */
  check(ref: string): void {
    if (this.#minMs === 0) return;
    const now = performance.now();
    const last = this.#times.get(ref);
    if (last !== undefined && now - last < this.#minMs) {
      const seconds = Math.max(1, Math.ceil((last + this.#minMs - now) / 1000));
      throw new BatchProblem(
        'too-many-polls',
        `The monitor may be read once in ${this.#minMs} milliseconds; receive its events, or ask less often`,
        { extensions: { limit: 'minPollMs', max: this.#minMs }, headers: { 'retry-after': String(seconds) } },
      );
    }
    this.#times.delete(ref);
    this.#times.set(ref, now);
    if (this.#times.size <= MAX_MONITORS) return;
    for (const oldest of this.#times.keys()) {
      this.#times.delete(oldest);
      break;
    }
  }
}
