/** Milliseconds for which work may keep the event loop busy. */
const TURN_MS = 10;

/** Divides long work into turns of the event loop, so that other requests are answered meanwhile. */
export class Turns {
  #since: number = performance.now();

  /** Resolves at once, or after other events have been handled if this turn has taken its time. */
  async yieldIfLong(): Promise<void> {
    if (performance.now() - this.#since < TURN_MS) return;
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    this.#since = performance.now();
  }
}
