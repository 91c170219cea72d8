/** How much {@link RecentlyUsed} keeps, and what it keeps in any case. */
interface KeepRules<Value> {
  /** The limit of all sizes together. None is greater than half of it. */
  readonly maxSize: number;
  /** Returns the size of a value. It does not change while the value is kept. */
  readonly sizeOf: (value: Value) => number;
  /** Checks whether a value must not be forgotten now. */
  readonly isInUse: (value: Value) => boolean;
  /** Called with each value that is forgotten. */
  readonly onForget: (value: Value, key: string) => void;
}

/**
 * Keeps the values that were added or used last. Each takes constant time on average.
 *
 * There are two generations. When the younger has half of the limit, it becomes the older, and what was not used since the last time
 * is forgotten. To take the oldest of one `Map` would take longer the more entries were deleted from it.
 */
export class RecentlyUsed<Value> {
  readonly #rules: KeepRules<Value>;
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();
  #youngSize = 0;

  constructor(rules: KeepRules<Value>) {
    this.#rules = rules;
  }

  /** Returns a value, and keeps it for longer. */
  use(key: string): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old === undefined) return undefined;
    this.#old.delete(key);
    this.add(key, old);
    return old;
  }

  has(key: string): boolean {
    return this.#young.has(key) || this.#old.has(key);
  }

  add(key: string, value: Value): void {
    const { maxSize, sizeOf } = this.#rules;
    const size = sizeOf(value);
    if (this.#youngSize + size > maxSize / 2) this.#age();
    this.#young.set(key, value);
    this.#youngSize += size;
  }

  /** Removes a value. It counts as forgotten. */
  remove(key: string): void {
    const young = this.#young.get(key);
    const value = young ?? this.#old.get(key);
    if (value === undefined) return;
    const { sizeOf, onForget } = this.#rules;
    if (young !== undefined) this.#youngSize -= sizeOf(young);
    this.#young.delete(key);
    this.#old.delete(key);
    onForget(value, key);
  }

  #age(): void {
    const { isInUse, onForget } = this.#rules;
    const forgotten = this.#old;
    this.#old = this.#young;
    this.#young = new Map();
    this.#youngSize = 0;
    for (const [key, value] of forgotten) {
      if (isInUse(value)) this.#old.set(key, value);
      else onForget(value, key);
    }
  }
}
