/** How a source is mapped. */
export interface MapContext<In, Out> {
  /** How many values are mapped at the same time. */
  readonly concurrency: number;
  /** Aborted when no more values are to be asked for. */
  readonly signal: AbortSignal;
  /** Must not reject. */
  readonly map: (value: In) => Promise<Out>;
}

/**
 * Maps what a source gives, and gives results in the order in which they are there.
 *
 * Asks the source for more only while fewer results than `concurrency` are under way or not yet taken: who reads slowly
 * slows down who writes. After `signal` is aborted, or the source has rejected, what is under way is still given; in the
 * second case this rejects then.
 */
export async function* mapInCompletionOrder<In, Out>(
  source: AsyncIterator<In, void>,
  context: MapContext<In, Out>,
): AsyncGenerator<Out, void, undefined> {
  const mapping = new Mapping(source, context);
  const { signal } = context;
  signal.addEventListener('abort', mapping.goOn);
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
    signal.removeEventListener('abort', mapping.goOn);
  }
}

class Mapping<In, Out> {
  readonly results: Out[] = [];
  failure: { readonly error: unknown } | undefined;
  readonly #source: AsyncIterator<In, void>;
  readonly #context: MapContext<In, Out>;
  #underWay = 0;
  #isAsking = false;
  #isExhausted = false;
  #wake: () => void = () => undefined;

  constructor(source: AsyncIterator<In, void>, context: MapContext<In, Out>) {
    this.#source = source;
    this.#context = context;
  }

  /** Nothing more comes. */
  get isOver(): boolean {
    return this.#underWay === 0 && (this.#isExhausted || this.#context.signal.aborted);
  }

  /** Resolves when something has come, or nothing more will. */
  change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  readonly goOn = (): void => this.#wake();

  ask(): void {
    const { concurrency, signal } = this.#context;
    const isFull = this.#underWay + this.results.length >= concurrency;
    if (this.#isAsking || this.#isExhausted || signal.aborted || isFull) return;
    this.#isAsking = true;
    this.#source.next().then(
      (next) => {
        this.#isAsking = false;
        if (next.done === true) this.#isExhausted = true;
        else if (!signal.aborted) this.#map(next.value);
        this.goOn();
      },
      (error: unknown) => {
        this.#isAsking = false;
        this.#fail(error);
      },
    );
  }

  #map(value: In): void {
    this.#underWay += 1;
    this.#context.map(value).then(
      (result) => {
        this.#underWay -= 1;
        this.results.push(result);
        this.goOn();
        this.ask();
      },
      (error: unknown) => {
        this.#underWay -= 1;
        this.#fail(error);
      },
    );
    this.ask();
  }

  #fail(error: unknown): void {
    this.failure ??= { error };
    this.#isExhausted = true;
    this.goOn();
  }
}
