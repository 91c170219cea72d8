import { ClientConnection, type ClientSignal } from '../http/client-signal.js';
import { BatchProblem } from '../problem/batch-problem.js';
import { RETRY_AFTER_SECONDS } from '../problem/retry-after-seconds.js';
import type { Capacity } from './capacity.js';

/** Ends the work of one endpoint before the server shuts down. */
export class EndpointDrain {
  /** Aborted when the endpoint drains: what has started runs to its end, and nothing more starts. */
  readonly signal: ClientSignal;
  readonly #connection = new ClientConnection();
  readonly #capacity: Capacity;

  constructor(capacity: Capacity) {
    this.signal = this.#connection;
    this.#capacity = capacity;
  }

  /**
   * Checks that requests are still handled.
   *
   * @throws {BatchProblem} `shutting-down` if the endpoint drains.
   */
  check(): void {
    if (!this.#connection.aborted) return;
    throw new BatchProblem(
      'shutting-down',
      'The server is shutting down; nothing has run, and the request may be sent again',
      { headers: { 'retry-after': String(RETRY_AFTER_SECONDS) } },
    );
  }

  /** Drains the endpoint. Resolves when no request has a place in its capacity. */
  drain(): Promise<void> {
    this.#connection.close();
    return this.#capacity.whenFree();
  }
}
