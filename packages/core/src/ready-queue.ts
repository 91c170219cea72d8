/**
 * Numbers waiting for their turn; the least is taken first.
 *
 * They mostly come in rising order: then adding one takes constant time, as taking one always does.
 */
export class ReadyQueue {
  /** Rising; what is before `#head` has been taken. */
  readonly #waiting: number[] = [];
  #head = 0;

  /** The number that is taken next, `undefined` if none waits. */
  get least(): number | undefined {
    return this.#waiting[this.#head];
  }

  add(number: number): void {
    let low = this.#head;
    let high = this.#waiting.length;
    if (number > (this.#waiting.at(-1) ?? -1)) low = high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#waiting[middle] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    this.#waiting.splice(low, 0, number);
  }

  take(): number | undefined {
    const number = this.least;
    if (number !== undefined) this.#head += 1;
    return number;
  }
}
