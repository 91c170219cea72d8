/** What one owner of an entry has learnt from the store. */
export class OwnerRecord {
  /** True once it knows that another owner has taken the entry over. */
  hasLost = false;
  #lastSuccess: number;
  #longestGap = 0;

  constructor(now: number) {
    this.#lastSuccess = now;
  }

  onWritten(isOurs: boolean, now: number): void {
    if (!isOurs) this.hasLost = true;
    this.#longestGap = Math.max(this.#longestGap, now - this.#lastSuccess);
    this.#lastSuccess = now;
  }

  /** Returns the longest time, in milliseconds until `now`, in which no write has succeeded. */
  longestGap(now: number): number {
    return Math.max(this.#longestGap, now - this.#lastSuccess);
  }
}
