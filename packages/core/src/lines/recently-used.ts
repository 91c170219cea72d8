/** How much {@link RecentlyUsed} keeps, and what it keeps in any case. */
interface KeepRules<Value> {
  /** The limit of all sizes together. None is greater than half of it. */
  readonly maxSize: number;
  /** Checks whether a value must not be forgotten now. */
  readonly isInUse: (value: Value) => boolean;
  /** Called with each value that is forgotten. */
  readonly onForget: (value: Value, key: string) => void;
}

interface Entry<Value> {
  readonly value: Value;
  readonly size: number;
}

/**
 * Keeps the values that were added or used last. Each takes constant time on average.
 *
 * There are two generations. When the younger has half of the limit, it becomes the older, and what was not used since the last time
 * is forgotten. To take the oldest of one `Map` would take longer the more entries were deleted from it.
 */
export class RecentlyUsed<Value> {
  readonly #rules: KeepRules<Value>;
  #young = new Map<string, Entry<Value>>();
  #old = new Map<string, Entry<Value>>();
  #youngSize = 0;

  constructor(rules: KeepRules<Value>) {
    this.#rules = rules;
  }

  /** Returns a value, and keeps it for longer. */
  use(key: string): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young.value;
    const old = this.#old.get(key);
    if (old === undefined) return undefined;
    this.#old.delete(key);
    this.#add(key, old);
    return old.value;
  }

  has(key: string): boolean {
    return this.#young.has(key) || this.#old.has(key);
  }

  add(key: string, value: Value, size: number): void {
    this.#add(key, { value, size });
  }

  /** Removes a value. It counts as forgotten. */
  remove(key: string): void {
    const young = this.#young.get(key);
    const entry = young ?? this.#old.get(key);
    if (entry === undefined) return;
    if (young !== undefined) this.#youngSize -= young.size;
    this.#young.delete(key);
    this.#old.delete(key);
    this.#rules.onForget(entry.value, key);
  }

  #add(key: string, entry: Entry<Value>): void {
    if (this.#youngSize + entry.size > this.#rules.maxSize / 2) this.#age();
    this.#young.set(key, entry);
    this.#youngSize += entry.size;
  }

  #age(): void {
    const { isInUse, onForget } = this.#rules;
    const forgotten = this.#old;
    this.#old = this.#young;
    this.#young = new Map();
    this.#youngSize = 0;
    for (const [key, { value, size }] of forgotten) {
      if (isInUse(value)) this.#old.set(key, { value, size });
      else onForget(value, key);
    }
  }
}
