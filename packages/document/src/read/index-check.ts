/**
 * Checks that the indexes of responses in completion order are the numbers from 0, each of them once. Keeps only the
 * indexes in memory that have arrived before a lower one.
 */
export class IndexCheck {
  /** The lowest index that has not arrived. */
  #next = 0;
  readonly #later = new Set<number>();
  #repeated: number | undefined;
  #isPartial = false;

  /** Accepts the index of the next response, if it has one. */
  add(index: number | undefined): void {
    if (index === undefined) {
      this.#isPartial = true;
    } else if (index < this.#next || this.#later.has(index)) {
      this.#repeated ??= index;
    } else {
      this.#later.add(index);
      while (this.#later.delete(this.#next)) this.#next += 1;
    }
  }

  /** What is wrong with the indexes so far. An index can only be missing if every response has one. */
  get fault(): string | undefined {
    if (this.#repeated !== undefined) return `two responses have the index ${this.#repeated}`;
    if (this.#later.size === 0 || this.#isPartial) return undefined;
    return `there is no response with the index ${this.#next}`;
  }
}
