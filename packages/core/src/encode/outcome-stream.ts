import type { ReadyIterator } from '@multistatus/wire';
import type { Outcome } from '../operation/outcome.js';

/**
 * The queue between a run that adds outcomes as they settle, and the streamed answer that reads them. It can have one reader.
 */
export class OutcomeStream implements ReadyIterator<Outcome> {
  #settled: Outcome[] = [];
  /** How many of them were read. */
  #read = 0;
  #hasEnded = false;
  #hasFailed = false;
  #isClosed = false;
  #wake: () => void = () => undefined;

  /**
   * Starts `run`, and returns the outcomes that it adds. If it rejects, calls `onError` with the reason, and the reader
   * gets an error after the last outcome, so that the answer does not end as if it were complete. Calls `onEnd` when it
   * has ended, in either case.
   */
  static of(
    run: (add: (outcome: Outcome) => void) => Promise<unknown>,
    { onEnd, onError }: { readonly onEnd: () => void; readonly onError: (error: unknown) => void },
  ): OutcomeStream {
    const stream = new OutcomeStream();
    run((outcome) => stream.#add(outcome))
      .catch((error: unknown) => {
        stream.#hasFailed = true;
        onError(error);
      })
      .finally(() => {
        stream.#end();
        onEnd();
      });
    return stream;
  }

  #add(outcome: Outcome): void {
    if (this.#isClosed) return;
    this.#settled.push(outcome);
    this.#wake();
  }

  #end(): void {
    this.#hasEnded = true;
    this.#wake();
  }

  takeReady(): Outcome | undefined {
    const outcome = this.#settled[this.#read];
    this.#read += 1;
    if (this.#read < this.#settled.length) return outcome;
    this.#settled = [];
    this.#read = 0;
    return outcome;
  }

  async next(): Promise<IteratorResult<Outcome, void>> {
    for (;;) {
      const outcome = this.takeReady();
      if (outcome !== undefined) return { done: false, value: outcome };
      if (this.#hasFailed) throw new Error('The run failed before all outcomes were known');
      if (this.#hasEnded) return END;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Outcomes that are added later are ignored. */
  async return(): Promise<IteratorResult<Outcome, void>> {
    this.#settled = [];
    this.#read = 0;
    this.#isClosed = true;
    this.#end();
    return END;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

const END = { done: true, value: undefined } as const;
