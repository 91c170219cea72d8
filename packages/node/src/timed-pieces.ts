import type { SendTimeout } from './send-timeout.js';

type Piece = string | Uint8Array;

/**
 * The pieces of an answer. The timeout runs from when a piece is returned until the next one is requested, and after the last
 * piece until the response has finished.
 *
 * Not a generator: if a generator has not started, its `return()` does not reach the source.
 */
export class TimedPieces implements AsyncIterableIterator<Piece> {
  readonly #source: AsyncIterator<Piece>;
  readonly #timeout: SendTimeout;

  constructor(pieces: AsyncIterable<Piece>, timeout: SendTimeout) {
    this.#source = pieces[Symbol.asyncIterator]();
    this.#timeout = timeout;
  }

  async next(): Promise<IteratorResult<Piece>> {
    this.#timeout.stop();
    const next = await this.#source.next();
    this.#timeout.start();
    return next;
  }

  async return(): Promise<IteratorResult<Piece>> {
    await this.#source.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
