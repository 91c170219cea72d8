/** A priority queue of numbers; the least is taken first. A binary heap: adding and taking need logarithmic time. */
export class ReadyQueue {
  /** The number at `index` is not greater than its children at `2 * index + 1` and `2 * index + 2`. */
  readonly #heap: number[] = [];

  /** The number that is taken next, or `undefined` if the queue is empty. */
  get least(): number | undefined {
    return this.#heap[0];
  }

  add(number: number): void {
    let index = this.#heap.push(number) - 1;
    while (index > 0) {
      const parent = (index - 1) >>> 1;
      if (this.#at(parent) <= number) break;
      this.#heap[index] = this.#at(parent);
      index = parent;
    }
    this.#heap[index] = number;
  }

  take(): number | undefined {
    const least = this.#heap[0];
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return least;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const child = this.#at(left + 1) < this.#at(left) ? left + 1 : left;
      if (this.#at(child) >= last) break;
      this.#heap[index] = this.#at(child);
      index = child;
    }
    this.#heap[index] = last;
    return least;
  }

  #at(index: number): number {
    return this.#heap[index] ?? Number.POSITIVE_INFINITY;
  }
}
