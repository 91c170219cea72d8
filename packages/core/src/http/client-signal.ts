/**
 * Tells that the client of a request has gone, to those who ask for it by `abort`. An `AbortSignal` is one.
 *
 * The library listens by itself and hands it to nobody, so it needs no more of one than this.
 */
export type ClientSignal = Pick<AbortSignal, 'aborted'> & {
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
};

/** The {@link ClientSignal} of one request: an AbortController, its event and its error take a tenth of a batch of one. */
export class ClientConnection implements ClientSignal {
  aborted = false;
  readonly #listeners: Set<() => void> = new Set();

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.delete(listener);
  }

  /** The client has gone, or has its answer: then nobody listens any more. */
  close(): void {
    this.aborted = true;
    for (const listener of this.#listeners) listener();
  }
}
