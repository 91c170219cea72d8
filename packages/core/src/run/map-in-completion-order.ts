import { type ReadyIterator, takeReadyFrom } from '@multistatus/wire';

/** How {@link mapInCompletionOrder} maps its source. */
export interface MapContext<In, Out> {
  /** How many values are mapped at the same time, at most. May change. */
  readonly concurrency: number;
  /** Aborted when no more values should be read from the source. */
  readonly signal: AbortSignal;
  /** Resolves to `undefined` if the value has no result. Must not reject. */
  readonly map: (value: In) => Promise<Out | undefined>;
}

/**
 * Maps the values of a source, and returns each result as soon as it is available.
 *
 * Reads the source only while fewer than `concurrency` values are being mapped or waiting to be consumed, so a slow consumer
 * slows down the source (backpressure). After `signal` is aborted or the source has rejected, the results of values that
 * were already read are still returned; then `next` rejects with what the source rejected with.
 */
export function mapInCompletionOrder<In, Out>(
  source: AsyncIterator<In, void> | ReadyIterator<In>,
  context: MapContext<In, Out>,
): ReadyIterator<Out> {
  return new Mapping(source, context);
}

const END = { done: true, value: undefined } as const;

class Mapping<In, Out> implements ReadyIterator<Out> {
  readonly #source: AsyncIterator<In, void> | ReadyIterator<In>;
  readonly #context: MapContext<In, Out>;
  readonly #results: Out[] = [];
  #failure: { readonly error: unknown } | undefined;
  #active = 0;
  #hasBegun = false;
  #isAsking = false;
  #isExhausted = false;
  /** Settles the pending call of `next`. */
  #deliver: ((next: IteratorResult<Out, void> | Promise<never>) => void) | undefined;

  constructor(source: AsyncIterator<In, void> | ReadyIterator<In>, context: MapContext<In, Out>) {
    this.#source = source;
    this.#context = context;
  }

  takeReady(): Out | undefined {
    if (!this.#hasBegun) this.#begin();
    this.#ask();
    return this.#results.shift();
  }

  next(): Promise<IteratorResult<Out, void>> {
    return new Promise((resolve) => {
      this.#deliver = resolve;
      this.#proceed();
    });
  }

  async return(): Promise<IteratorResult<Out, void>> {
    this.#isExhausted = true;
    this.#context.signal.removeEventListener('abort', this.#proceed);
    this.#deliver?.(END);
    this.#deliver = undefined;
    return END;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #begin(): void {
    this.#hasBegun = true;
    this.#context.signal.addEventListener('abort', this.#proceed);
  }

  /** Settles the pending call of `next`, if there is one, as soon as it is known how. */
  readonly #proceed = (): void => {
    const deliver = this.#deliver;
    if (deliver === undefined) return;
    const result = this.takeReady();
    if (result === undefined && !this.#isOver) return;
    this.#deliver = undefined;
    if (result !== undefined) {
      deliver({ done: false, value: result });
      return;
    }
    this.#context.signal.removeEventListener('abort', this.#proceed);
    const failure = this.#failure;
    this.#failure = undefined;
    deliver(failure === undefined ? END : Promise.reject(failure.error as Error));
  };

  /** True if there will be no more results. */
  get #isOver(): boolean {
    return this.#active === 0 && (this.#isExhausted || this.#context.signal.aborted);
  }

  #ask(): void {
    const { concurrency, signal } = this.#context;
    while (
      !this.#isAsking &&
      !this.#isExhausted &&
      !signal.aborted &&
      this.#active + this.#results.length < concurrency
    ) {
      const value = this.#takeNext();
      if (value !== undefined) this.#map(value);
      else if (!this.#isExhausted) this.#wait();
    }
  }

  #takeNext(): In | undefined {
    try {
      return takeReadyFrom(this.#source);
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  /** Asks the source for its next value. */
  #wait(): void {
    this.#isAsking = true;
    this.#source.next().then(
      (next) => {
        this.#isAsking = false;
        if (next.done === true) this.#isExhausted = true;
        else if (!this.#context.signal.aborted) this.#map(next.value);
        this.#ask();
        this.#proceed();
      },
      (error: unknown) => {
        this.#isAsking = false;
        this.#fail(error);
      },
    );
  }

  #map(value: In): void {
    this.#active += 1;
    this.#context.map(value).then(
      (result) => {
        this.#active -= 1;
        if (result !== undefined) this.#results.push(result);
        this.#proceed();
        this.#ask();
      },
      (error: unknown) => {
        this.#active -= 1;
        this.#fail(error);
      },
    );
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#isExhausted = true;
    this.#proceed();
  }
}
