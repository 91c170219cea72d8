/**
 * An async iterator whose values can be read without promises if they are known already. With async generators, each layer takes
 * several promises for a value.
 */
export interface ReadyIterator<Value> extends AsyncIterableIterator<Value, void> {
  /**
   * Returns the next value if it is known already. Otherwise, and at the end, returns `undefined`, and only `next` shows which it
   * is. Must not be called while a call of `next` is pending.
   */
  takeReady(): Value | undefined;
  /** Ends the source, and does not wait for a pending call of `next`. */
  return(): Promise<IteratorResult<Value, void>>;
}

/** Returns the next value if the iterator is a {@link ReadyIterator} and knows it already. */
export function takeReadyFrom<Value>(
  iterator: AsyncIterator<Value, void> | ReadyIterator<Value>,
): Value | undefined {
  return 'takeReady' in iterator ? iterator.takeReady() : undefined;
}

/** Returns the values of an iterator, each converted. They are known as early as those of the iterator. */
export function mapReady<In, Out>(
  source: AsyncIterator<In, void>,
  convert: (value: In) => Out,
): ReadyIterator<Out> {
  return new MappedIterator(source, convert);
}

class MappedIterator<In, Out> implements ReadyIterator<Out> {
  readonly #source: AsyncIterator<In, void>;
  readonly #convert: (value: In) => Out;

  constructor(source: AsyncIterator<In, void>, convert: (value: In) => Out) {
    this.#source = source;
    this.#convert = convert;
  }

  takeReady(): Out | undefined {
    const value = takeReadyFrom(this.#source);
    return value === undefined ? undefined : this.#convert(value);
  }

  async next(): Promise<IteratorResult<Out, void>> {
    const next = await this.#source.next();
    return next.done === true ? next : { done: false, value: this.#convert(next.value) };
  }

  async return(): Promise<IteratorResult<Out, void>> {
    await this.#source.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
