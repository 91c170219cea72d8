/** Numbers waiting for their turn; the least is taken first. A binary heap: adding and taking take logarithmic time. */
export class ReadyQueue {
  /** Each number is at most as great as those at twice its place plus one and plus two. */
  readonly #heap: number[] = [];

  /** The number that is taken next, `undefined` if none waits. */
  get least(): number | undefined {
    return this.#heap[0];
  }

  add(number: number): void {
    let place = this.#heap.push(number) - 1;
    while (place > 0) {
      const parent = (place - 1) >>> 1;
      if (this.#at(parent) <= number) break;
      this.#heap[place] = this.#at(parent);
      place = parent;
    }
    this.#heap[place] = number;
  }

  take(): number | undefined {
    const least = this.#heap[0];
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return least;
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      const child = this.#at(left + 1) < this.#at(left) ? left + 1 : left;
      if (this.#at(child) >= last) break;
      this.#heap[place] = this.#at(child);
      place = child;
    }
    this.#heap[place] = last;
    return least;
  }

  #at(place: number): number {
    return this.#heap[place] ?? Number.POSITIVE_INFINITY;
  }
}
