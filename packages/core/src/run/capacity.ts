import type { ClientSignal } from '../http/client-signal.js';
import { BatchProblem } from '../problem/batch-problem.js';
import { RETRY_AFTER_SECONDS } from '../problem/retry-after-seconds.js';

/**
 * Limits how many requests one endpoint handles at the same time. A request takes a place once its body has arrived, so
 * clients that never finish sending take none.
 */
export class Capacity {
  readonly #max: number;
  #taken = 0;

  constructor(maxConcurrentRequests: number) {
    this.#max = maxConcurrentRequests;
  }

  /**
   * Checks, before the body of a request is read, that a place is free.
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
   * Takes a place and returns the function that releases it. It is also released when the client disconnects, because
   * nothing of its request runs after that.
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
