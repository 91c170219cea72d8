import { nextTurn } from '@multistatus/wire';

type Piece = string | Uint8Array;

/** After pieces of this length, other work runs before the next piece is written. In characters or bytes. */
const TURN_LENGTH = 65_536;
/** What writing a piece costs besides its length, as the length that takes as long to write. */
const COST_OF_PIECE = 512;

/**
 * The pieces of an answer, with a turn of the event loop after each 64 KiB, so that a long answer does not keep other requests
 * waiting. Omits empty pieces: there a format has nothing to write, but time for other work.
 *
 * Not a generator: one that has not started does not return its source when nobody reads it.
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
