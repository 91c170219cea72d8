/** Where an object that has a lazy `signal` keeps what makes it. */
const SOURCE: unique symbol = Symbol('multistatus.abort');

/**
 * Aborts, and makes a signal of it only if somebody asks for one: an AbortController costs as much as a third of a
 * dispatch, and most handlers never look at it.
 */
export class LazyAbort {
  /** Hears of it before the listeners of the signal do. */
  listener: (() => void) | undefined;
  #controller: AbortController | undefined;
  #isAborted = false;

  get isAborted(): boolean {
    return this.#isAborted;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#isAborted) this.#controller.abort();
    return this.#controller.signal;
  }

  abort(): void {
    this.#isAborted = true;
    this.listener?.();
    this.#controller?.abort();
  }
}

/** What has a signal, made when it is read. */
interface SignalSource {
  readonly signal: AbortSignal;
}
interface HasSource {
  [SOURCE]?: SignalSource;
}

/** A property like any other, to be listed, copied, inherited and overwritten; its value is made when it is read. */
const LAZY_SIGNAL: PropertyDescriptor & ThisType<HasSource> = {
  enumerable: true,
  configurable: true,
  get() {
    return this[SOURCE]?.signal;
  },
  set(value: unknown) {
    Object.defineProperty(this, 'signal', { value, enumerable: true, configurable: true, writable: true });
  },
};

/** Gives an object a property `signal`, that of `source`, which is not asked for it before it is read. */
export function defineLazySignal(object: object, source: SignalSource): void {
  (object as HasSource)[SOURCE] = source;
  Object.defineProperty(object, 'signal', LAZY_SIGNAL);
}

/** Gives what aborts the lazy `signal` of an object, `undefined` if the object has none of its own. */
export function abortOf(object: object): LazyAbort | undefined {
  const source = (object as HasSource)[SOURCE];
  return source instanceof LazyAbort ? source : undefined;
}
