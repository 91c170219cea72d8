import type { SendTimeout } from './send-timeout.js';

type Piece = string | Uint8Array;

/**
 * The pieces of an answer, with the timeout running while the last one waits to be taken: until the next one is asked for. After
 * the end, the timeout runs until the response has finished.
 *
 * Not a generator: one that has not started does not return its source when nobody reads it.
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
