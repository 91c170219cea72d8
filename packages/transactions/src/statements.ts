import { isTransient } from './is-transient.js';
import { TransactionEndedError } from './transaction-ended-error.js';

/**
 * The statements of one transaction: run one at a time, in the order in which they were sent, and refused after its end.
 *
 * Without this, a handler that keeps running after its operation was aborted would write through a connection that another
 * request uses by then.
 */
export class Statements {
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;
  #isCut = false;
  #running = 0;
  #transientError: unknown;

  /** The last error after which the transaction may succeed if it is tried again; `undefined` if there was none. */
  get transientError(): unknown {
    return this.#transientError;
  }

  /** To be called when the connection of the transaction is lost. */
  reportLoss(error: unknown): void {
    this.#transientError = error;
  }

  /** True while a statement runs. */
  get isBusy(): boolean {
    return this.#running > 0;
  }

  /** Runs a statement when those before it have ended; rejects with a {@link TransactionEndedError} after the end. */
  run<Result>(statement: () => Promise<Result> | Result): Promise<Result> {
    if (this.#isClosed) return handled(Promise.reject(new TransactionEndedError()));
    const result = this.#last.then(() => this.#start(statement));
    this.#last = result.catch(() => undefined);
    return handled(result);
  }

  /** Refuses what is sent from now on, and runs one more statement when those that were sent before have ended. */
  async finish<Result>(statement: () => Promise<Result> | Result): Promise<Result> {
    this.#isClosed = true;
    await this.#last;
    return this.#start(statement);
  }

  /** Resolves when no statement runs or waits. */
  async idle(): Promise<void> {
    await this.#last;
  }

  /** Refuses what is sent from now on, and statements that are still waiting. Only the running statement continues. */
  cut(): void {
    this.#isClosed = true;
    this.#isCut = true;
  }

  async #start<Result>(statement: () => Promise<Result> | Result): Promise<Result> {
    if (this.#isCut) throw new TransactionEndedError();
    this.#running += 1;
    try {
      return await statement();
    } catch (error) {
      if (isTransient(error)) this.#transientError = error;
      throw error;
    } finally {
      this.#running -= 1;
    }
  }
}

/**
 * Returns the same promise. If nobody awaits it, its rejection does not end the process: a client could cause that by leaving
 * at the right moment. A statement that failed is noticed before COMMIT.
 */
function handled<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined);
  return promise;
}
