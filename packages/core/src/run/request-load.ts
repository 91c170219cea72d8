import type { ClientSignal } from '../http/client-signal.js';
import type { Capacity } from './capacity.js';

/**
 * What one request holds of the capacity of its endpoint: a place, from when its body has arrived, and the bytes of its body and
 * of the answers that the client has not taken yet. Everything is given back when the answer has been sent.
 */
export class RequestLoad {
  readonly #capacity: Capacity;
  readonly #signal: ClientSignal;
  #places = 0;
  #bytes = 0;
  /** How many parts of the request still hold the load: its answer, and a run whose answer is streamed. */
  #holders = 1;
  #outlivesClient = false;

  constructor(capacity: Capacity, signal: ClientSignal) {
    this.#capacity = capacity;
    this.#signal = signal;
  }

  /**
   * Checks that there is capacity for a body before it is read. `announced` is its length, 0 if that is not known.
   *
   * @throws {BatchProblem} `no-capacity` if there is none.
   */
  check(announced: number): void {
    this.#capacity.check(announced);
  }

  /**
   * Counts bytes of the body as they arrive.
   *
   * @throws {BatchProblem} `no-capacity` if the endpoint holds too many.
   */
  addBody(bytes: number): void {
    if (!this.addAnswer(bytes)) this.#capacity.check(bytes);
  }

  /** Counts the body of an answer. Returns false, and does not count it, if the endpoint would hold too many bytes. */
  addAnswer(bytes: number): boolean {
    if (this.#holders === 0) return true; // the client has left, so nobody gets the answer
    if (!this.#capacity.tryTake(0, bytes)) return false;
    this.#bytes += bytes;
    return true;
  }

  /** Releases the bytes of an answer that the client has taken, or that was dropped. */
  remove(bytes: number): void {
    if (this.#holders === 0) return;
    this.#bytes -= bytes;
    this.#capacity.giveBack(0, bytes);
  }

  /**
   * Takes the place, once the body has arrived. It is given back at once when the signal is aborted: the client has left, or has
   * the answer; but see {@link outliveClient}.
   *
   * @throws {BatchProblem} `no-capacity` if every place is taken.
   */
  takePlace(): void {
    if (!this.#capacity.tryTake(1, 0)) this.#capacity.check();
    this.#places = 1;
    this.followClient();
  }

  /** Keeps what is held although the client leaves: its operations run on. Not for one that has left already. */
  outliveClient(): void {
    this.#outlivesClient = true;
    this.#signal.removeEventListener('abort', this.#free);
  }

  /** Releases everything when the signal is aborted, or has been, unless a run that outlives its client still holds it. */
  followClient(): void {
    if (this.#holders === 0 || (this.#outlivesClient && this.#holders > 1)) return;
    if (this.#signal.aborted) this.#free();
    else this.#signal.addEventListener('abort', this.#free);
  }

  /** Adds a holder: what is held is given back after one more call of {@link release}. */
  hold(): void {
    this.#holders += 1;
  }

  /** Removes one holder. Without holders, everything is given back. */
  release(): void {
    if (this.#holders === 1) {
      this.#free();
    } else if (this.#holders > 1) {
      this.#holders -= 1;
      this.followClient();
    }
  }

  readonly #free = (): void => {
    if (this.#holders === 0) return;
    this.#holders = 0;
    this.#signal.removeEventListener('abort', this.#free);
    this.#capacity.giveBack(this.#places, this.#bytes);
    this.#places = 0;
    this.#bytes = 0;
  };
}
