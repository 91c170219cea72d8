import { pause } from '../pause.js';

/** Reading takes at most one part in so many of the time of a process, however many clients it reads for. */
const PARTS = 5;
/** Milliseconds that one reading counts for at most: most of a longer one was spent waiting for the store. */
const MAX_MS = 2_000;

/** Lets streams of outcomes read one after another: each reads a whole job again for a few new outcomes of it. */
export class ReadingShare {
  #free: Promise<void> = Promise.resolve();

  /** Settles as `read` does, which is called when it is its turn. */
  run<Value>(read: () => Promise<Value>): Promise<Value> {
    let since = 0;
    const result = this.#free.then(() => {
      since = performance.now();
      return read();
    });
    const rest = (): Promise<void> => pause(Math.min(performance.now() - since, MAX_MS) * (PARTS - 1));
    this.#free = result.then(rest, rest);
    return result;
  }
}
