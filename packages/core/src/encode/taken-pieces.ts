import { WrappedPieces } from './wrapped-pieces.js';

type Piece = string | Uint8Array;

/** How long a client may wait before it asks for the next piece, and what happens at the end. */
interface Taking {
  readonly sendTimeoutMs: number;
  /** Called once: when the last piece has been asked for, when the client leaves, or when it takes too long. */
  readonly onEnd: () => void;
}

/**
 * The pieces of an answer whose adapter does not report when it has been sent. If the next piece is not asked for in time, the
 * source is asked to return, so that a client that takes nothing holds nothing.
 */
export class TakenPieces extends WrappedPieces {
  readonly #sendTimeoutMs: number;
  readonly #onEnd: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #hasExpired = false;

  constructor(pieces: AsyncIterable<Piece>, { sendTimeoutMs, onEnd }: Taking) {
    super(pieces[Symbol.asyncIterator]());
    this.#sendTimeoutMs = sendTimeoutMs;
    this.#onEnd = onEnd;
    this.#wait();
  }

  /** @throws {Error} if the client took too long for the previous piece. */
  override async next(): Promise<IteratorResult<Piece>> {
    clearTimeout(this.#timer);
    if (this.#hasExpired) throw new Error('The client has not taken the answer within sendTimeoutMs');
    let hasNext = false;
    try {
      const next = await this.source.next();
      hasNext = next.done !== true;
      return next;
    } finally {
      if (hasNext) this.#wait();
      else this.#onEnd();
    }
  }

  override async return(): Promise<IteratorResult<Piece>> {
    clearTimeout(this.#timer);
    this.#onEnd();
    return super.return();
  }

  #wait(): void {
    this.#timer = setTimeout(() => this.#expire(), this.#sendTimeoutMs);
  }

  #expire(): void {
    this.#hasExpired = true;
    // Its errors are ignored: nobody reads the answer any more.
    this.return().catch(() => undefined);
  }
}
