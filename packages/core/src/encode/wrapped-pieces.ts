/**
 * The pieces of an answer, each taken from a source when it is asked for.
 *
 * Not a generator: if a generator has not started, its `return()` does not reach the source.
 */
export abstract class WrappedPieces implements AsyncIterableIterator<string | Uint8Array> {
  protected readonly source: AsyncIterator<string | Uint8Array>;

  constructor(source: AsyncIterator<string | Uint8Array>) {
    this.source = source;
  }

  abstract next(): Promise<IteratorResult<string | Uint8Array>>;

  /** Ends the source: no further piece will be asked for. */
  async return(): Promise<IteratorResult<string | Uint8Array>> {
    await this.source.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
