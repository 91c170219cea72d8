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
 * Maps the values of a source, and yields each result as soon as it is available.
 *
 * Reads the source only while fewer than `concurrency` values are being mapped or waiting to be consumed, so a slow consumer
 * slows down the source (backpressure). After `signal` is aborted or the source has rejected, the results of values that
 * were already read are still yielded.
 *
 * @throws what the source rejected with, after the last result.
 */
export async function* mapInCompletionOrder<In, Out>(
  source: AsyncIterator<In, void>,
  context: MapContext<In, Out>,
): AsyncGenerator<Out, void, undefined> {
  const mapping = new Mapping(source, context);
  const { signal } = context;
  signal.addEventListener('abort', mapping.proceed);
  try {
    for (;;) {
      mapping.ask();
      const result = mapping.results.shift();
      if (result !== undefined) yield result;
      else if (mapping.isOver) break;
      else await mapping.change();
    }
    if (mapping.failure !== undefined) throw mapping.failure.error;
  } finally {
    signal.removeEventListener('abort', mapping.proceed);
  }
}

class Mapping<In, Out> {
  readonly results: Out[] = [];
  failure: { readonly error: unknown } | undefined;
  readonly #source: AsyncIterator<In, void>;
  readonly #context: MapContext<In, Out>;
  #active = 0;
  #isAsking = false;
  #isExhausted = false;
  #wake: () => void = () => undefined;

  constructor(source: AsyncIterator<In, void>, context: MapContext<In, Out>) {
    this.#source = source;
    this.#context = context;
  }

  /** True if there will be no more results. */
  get isOver(): boolean {
    return this.#active === 0 && (this.#isExhausted || this.#context.signal.aborted);
  }

  /** Resolves at the next result, or when there will be no more. */
  change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  readonly proceed = (): void => this.#wake();

  ask(): void {
    const { concurrency, signal } = this.#context;
    const isFull = this.#active + this.results.length >= concurrency;
    if (this.#isAsking || this.#isExhausted || signal.aborted || isFull) return;
    this.#isAsking = true;
    this.#source.next().then(
      (next) => {
        this.#isAsking = false;
        if (next.done === true) this.#isExhausted = true;
        else if (!signal.aborted) this.#map(next.value);
        this.proceed();
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
        if (result !== undefined) this.results.push(result);
        this.proceed();
        this.ask();
      },
      (error: unknown) => {
        this.#active -= 1;
        this.#fail(error);
      },
    );
    this.ask();
  }

  #fail(error: unknown): void {
    this.failure ??= { error };
    this.#isExhausted = true;
    this.proceed();
  }
}
