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

interface HasSource {
  [SOURCE]?: LazyAbort;
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

/** Gives an object a property `signal`, made by `source` when it is first read. */
export function defineLazySignal(object: object, source: LazyAbort): void {
  (object as HasSource)[SOURCE] = source;
  Object.defineProperty(object, 'signal', LAZY_SIGNAL);
}

/** Gives what makes the lazy `signal` of an object, `undefined` if it has none. */
export function abortOf(object: object): LazyAbort | undefined {
  return (object as HasSource)[SOURCE];
}
