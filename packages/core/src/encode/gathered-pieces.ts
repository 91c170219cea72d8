import { nextTurn } from '@multistatus/wire';

type Piece = string | Uint8Array;
type Next = IteratorResult<Piece, undefined>;
/** The parts that the pieces are written from. */
type Parts = { return(): Promise<unknown> };

/** How much is written in one turn of the event loop, in UTF-16 code units or bytes. */
const TURN_LENGTH = 16_384;
/** The work for a piece besides its length, in the same unit. */
const COST_OF_PIECE = 256;
const END: Next = { done: true, value: undefined };

/**
 * The pieces of an answer whose parts arrive one by one. The pieces of one turn of the event loop are returned as one, at the end of
 * that turn: a write to the socket takes longer than everything else that is done for a part.
 *
 * At most about {@link TURN_LENGTH} is written in one turn, so that other requests get theirs. An empty piece ends the turn. Not a
 * generator, for the same reason as `WrappedPieces`; and `return` does not wait until the source has its next piece.
 */
export class GatheredPieces implements AsyncIterableIterator<Piece> {
  readonly #source: AsyncIterator<Piece>;
  readonly #parts: Parts;
  /** What has been read and not returned yet. */
  readonly #pieces: Piece[] = [];
  /** What follows the pieces, once the source has ended or failed. */
  #end: Next | Promise<never> | undefined;
  #cost = 0;
  /** The cost of what has been read and not returned yet. */
  #held = 0;
  #isReading = false;
  #isTurnEnding = false;
  /** Settles the pending call of `next`. */
  #deliver: ((next: Next | Promise<never>) => void) | undefined;

  constructor(pieces: AsyncIterable<Piece>, parts: Parts) {
    this.#source = pieces[Symbol.asyncIterator]();
    this.#parts = parts;
  }

  next(): Promise<Next> {
    return new Promise((resolve) => {
      this.#deliver = resolve;
      this.#read();
      // Only after reading has begun: its callbacks come first, so outcomes that are known by the next turn are in the piece.
      this.#endTurn();
    });
  }

  /** Ends the source: no further piece will be asked for. */
  async return(): Promise<Next> {
    this.#end = END;
    this.#pieces.length = 0;
    this.#deliver?.(END);
    this.#deliver = undefined;
    // The source itself cannot return while it waits for a part.
    await this.#parts.return();
    await this.#source.return?.();
    return END;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #read(): void {
    if (this.#isReading || this.#end !== undefined) return;
    // Pieces of bytes are returned one in a turn, which may be less than a turn reads.
    if (this.#cost >= TURN_LENGTH || this.#held >= TURN_LENGTH) return;
    this.#isReading = true;
    this.#source.next().then(
      (next) => {
        this.#isReading = false;
        this.#add(next);
      },
      (error: unknown) => {
        this.#isReading = false;
        const failure = Promise.reject(error as Error);
        failure.catch(() => undefined);
        this.#end ??= failure;
        this.#endTurn();
      },
    );
  }

  #add(next: IteratorResult<Piece, unknown>): void {
    if (next.done === true) {
      this.#end ??= END;
    } else if (this.#end === undefined) {
      const { length } = next.value;
      this.#cost += length === 0 ? TURN_LENGTH : costOf(next.value);
      if (length > 0) {
        this.#pieces.push(next.value);
        this.#held += costOf(next.value);
      }
      if (this.#deliver !== undefined) this.#read();
    }
    this.#endTurn();
  }

  #endTurn(): void {
    if (this.#isTurnEnding || this.#deliver === undefined) return;
    this.#isTurnEnding = true;
    void nextTurn().then(() => {
      this.#isTurnEnding = false;
      this.#cost = 0;
      this.#flush();
    });
  }

  /** Returns what has been read, or the end. */
  #flush(): void {
    const deliver = this.#deliver;
    if (deliver === undefined) return;
    const [first] = this.#pieces;
    const next: Next | Promise<never> | undefined =
      first === undefined ? this.#end : { done: false, value: this.#takePiece(first) };
    if (next === undefined) {
      this.#read();
      return;
    }
    this.#deliver = undefined;
    deliver(next);
  }

  /** Takes the texts up to the first piece of bytes, or that piece. */
  #takePiece(first: Piece): Piece {
    if (typeof first !== 'string') {
      this.#pieces.shift();
      this.#held -= costOf(first);
      return first;
    }
    const count = this.#pieces.findIndex((piece) => typeof piece !== 'string');
    const texts = this.#pieces.splice(0, count < 0 ? this.#pieces.length : count);
    for (const text of texts) this.#held -= costOf(text);
    return texts.join('');
  }
}

function costOf(piece: Piece): number {
  return piece.length + COST_OF_PIECE;
}
