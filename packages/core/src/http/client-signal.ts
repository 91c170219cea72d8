/**
 * Emits `abort` when the client of a request has disconnected, or the answer has been sent. Every `AbortSignal` is one.
 *
 * These are the members that this library uses; it never passes the object on to code that could need the others.
 */
export type ClientSignal = Pick<AbortSignal, 'aborted'> & {
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
};

/**
 * The {@link ClientSignal} of one request.
 *
 * Not an AbortController, because that, its event and its error would take a tenth of the time of a batch with one
 * operation.
 */
export class ClientConnection implements ClientSignal {
  /** True once `close` has been called. */
  aborted = false;
  readonly #listeners: Set<() => void> = new Set();

  /** Adds a listener, which `close` calls. One that is added after `close` is never called. */
  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Removes a listener. Does nothing if it has not been added. */
  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.delete(listener);
  }

  /**
   * Calls all listeners, once. To be called when the client has disconnected, and when the answer has been sent.
   */
  close(): void {
    if (this.aborted) return;
    this.aborted = true;
    for (const listener of this.#listeners) listener();
  }
}
