import type { ClientSignal } from '../http/client-signal.js';
import { BatchProblem } from '../problem/batch-problem.js';
import { RETRY_AFTER_SECONDS } from '../problem/retry-after-seconds.js';

/**
 * Counts the requests that one endpoint is handling: each takes a place when its body has arrived, so that requests which
 * are sent by halves take none.
 */
export class Capacity {
  readonly #max: number;
  #taken = 0;

  constructor(maxConcurrentRequests: number) {
    this.#max = maxConcurrentRequests;
  }

  /**
   * Refuses a request before its body is read.
   *
   * @throws {BatchProblem} `no-capacity` if every place is taken.
   */
  check(): void {
    if (this.#taken < this.#max) return;
    const detail = `${this.#max} requests are being handled, which is the limit maxConcurrentRequests; send this one again`;
    throw new BatchProblem('no-capacity', detail, {
      extensions: { limit: 'maxConcurrentRequests', max: this.#max, actual: this.#max + 1 },
      headers: { 'retry-after': String(RETRY_AFTER_SECONDS) },
    });
  }

  /**
   * Takes a place, and returns the function that gives it back. It is also given back when the client leaves, as nothing
   * of its request runs after that.
   *
   * @throws {BatchProblem} `no-capacity` if every place is taken.
   */
  take(signal: ClientSignal): () => void {
    this.check();
    this.#taken += 1;
    let isTaken = true;
    const release = (): void => {
      if (!isTaken) return;
      isTaken = false;
      this.#taken -= 1;
      signal.removeEventListener('abort', release);
    };
    if (signal.aborted) release();
    else signal.addEventListener('abort', release);
    return release;
  }
}
