type Piece = string | Uint8Array;

/**
 * The pieces of an answer of which the first has been written: a format that fails before that can still be answered by a
 * problem.
 *
 * Not a generator: one that has not started does not return its source when nobody reads it.
 */
export class BegunPieces implements AsyncIterableIterator<Piece> {
  readonly #source: AsyncIterator<Piece>;
  #first: IteratorResult<Piece> | undefined;

  private constructor(source: AsyncIterator<Piece>, first: IteratorResult<Piece>) {
    this.#source = source;
    this.#first = first;
  }

  /** Returns the pieces once the first of them has been written. Rejects if that fails. */
  static async of(pieces: AsyncIterable<Piece>): Promise<BegunPieces> {
    const source = pieces[Symbol.asyncIterator]();
    return new BegunPieces(source, await source.next());
  }

  async next(): Promise<IteratorResult<Piece>> {
    const first = this.#first;
    this.#first = undefined;
    return first ?? this.#source.next();
  }

  async return(): Promise<IteratorResult<Piece>> {
    this.#first = undefined;
    await this.#source.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
