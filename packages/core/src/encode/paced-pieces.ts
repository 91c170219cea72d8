import { nextTurn } from '@multistatus/wire';
import { WrappedPieces } from './wrapped-pieces.js';

type Piece = string | Uint8Array;

/** The length of the pieces that are written in one turn of the event loop, in UTF-16 code units or bytes. */
const TURN_LENGTH = 65_536;
/** The work for a piece besides its length, in the same unit. */
const COST_OF_PIECE = 512;

/**
 * The pieces of an answer, with a turn of the event loop after each 64 KiB, so that a long answer does not keep other requests
 * waiting. Omits empty pieces, which only mark a point where other work may run.
 */
export class PacedPieces extends WrappedPieces {
  #length = 0;

  constructor(pieces: AsyncIterable<Piece>) {
    super(pieces[Symbol.asyncIterator]());
  }

  override async next(): Promise<IteratorResult<Piece>> {
    for (;;) {
      if (this.#length >= TURN_LENGTH) {
        this.#length = 0;
        await nextTurn();
      }
      const next = await this.source.next();
      if (next.done === true) return next;
      const { length } = next.value;
      this.#length += length === 0 ? TURN_LENGTH : length + COST_OF_PIECE;
      if (length > 0) return next;
    }
  }
}
