import { WrappedPieces } from './wrapped-pieces.js';

type Piece = string | Uint8Array;

/**
 * The pieces of an answer of which the first has been written: a format that fails before that can still be answered by a
 * problem.
 */
export class BegunPieces extends WrappedPieces {
  #first: IteratorResult<Piece> | undefined;

  private constructor(source: AsyncIterator<Piece>, first: IteratorResult<Piece>) {
    super(source);
    this.#first = first;
  }

  /** Returns the pieces once the first of them has been written. Rejects if that fails. */
  static async of(pieces: AsyncIterable<Piece>): Promise<BegunPieces> {
    const source = pieces[Symbol.asyncIterator]();
    return new BegunPieces(source, await source.next());
  }

  override async next(): Promise<IteratorResult<Piece>> {
    const first = this.#first;
    this.#first = undefined;
    return first ?? this.source.next();
  }

  override async return(): Promise<IteratorResult<Piece>> {
    this.#first = undefined;
    return super.return();
  }
}
