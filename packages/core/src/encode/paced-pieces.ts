import { nextTurn } from '@multistatus/wire';

type Piece = string | Uint8Array;

/** The length of the pieces that are written in one turn of the event loop, in UTF-16 code units or bytes. */
const TURN_LENGTH = 65_536;
/** The work for a piece besides its length, in the same unit. */
const COST_OF_PIECE = 512;

/**
 * The pieces of an answer, with a turn of the event loop after each 64 KiB, so that a long answer does not keep other requests
 * waiting. Omits empty pieces, which only mark a point where other work may run.
 *
 * Not a generator: if a generator has not started, its `return()` does not reach the source.
 */
export class PacedPieces implements AsyncIterableIterator<Piece> {
  readonly #source: AsyncIterator<Piece>;
  #length = 0;

  constructor(pieces: AsyncIterable<Piece>) {
    this.#source = pieces[Symbol.asyncIterator]();
  }

  async next(): Promise<IteratorResult<Piece>> {
    for (;;) {
      if (this.#length >= TURN_LENGTH) {
        this.#length = 0;
        await nextTurn();
      }
      const next = await this.#source.next();
      if (next.done === true) return next;
      const { length } = next.value;
      this.#length += length === 0 ? TURN_LENGTH : length + COST_OF_PIECE;
      if (length > 0) return next;
    }
  }

  async return(): Promise<IteratorResult<Piece>> {
    await this.#source.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
