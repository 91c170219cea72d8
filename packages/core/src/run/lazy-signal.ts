/** Key under which an object with a lazy `signal` keeps the source of that signal. */
const SOURCE: unique symbol = Symbol('multistatus.signal');

/** An object whose property `signal` may be created on the first read. */
interface SignalSource {
  readonly signal: AbortSignal;
}
interface HasSource {
  [SOURCE]?: SignalSource;
}

/** An ordinary property: it can be listed, copied, inherited and overwritten. Its value is created on the first read. */
const LAZY_PROPERTY: PropertyDescriptor & ThisType<HasSource> = {
  enumerable: true,
  configurable: true,
  get() {
    return this[SOURCE]?.signal;
  },
  set(value: unknown) {
    Object.defineProperty(this, 'signal', { value, enumerable: true, configurable: true, writable: true });
  },
};

/**
 * An AbortSignal that is created only when it is read: an AbortController costs up to a third of a dispatch, and most
 * handlers never use the signal.
 */
export class LazySignal {
  /** Called on abort, before the listeners of the signal. */
  listener: (() => void) | undefined;
  #controller: AbortController | undefined;
  #isAborted = false;

  /** Defines the property `signal` of `object`: it reads `source.signal`, and only when it is read itself. */
  static define(object: object, source: SignalSource): void {
    (object as HasSource)[SOURCE] = source;
    Object.defineProperty(object, 'signal', LAZY_PROPERTY);
  }

  /** Returns the lazy signal that {@link LazySignal.define} gave to `object`, or `undefined` if there is none. */
  static of(object: object): LazySignal | undefined {
    const source = (object as HasSource)[SOURCE];
    return source instanceof LazySignal ? source : undefined;
  }

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
