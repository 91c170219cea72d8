import type { Outcome } from '../operation/outcome.js';

/**
 * The queue between a run that adds outcomes as they settle, and the streamed answer that reads them. It can have one reader.
 */
export class OutcomeStream implements AsyncIterable<Outcome> {
  readonly #settled: Outcome[] = [];
  #hasEnded = false;
  #hasFailed = false;
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
    this.#settled.push(outcome);
    this.#wake();
  }

  #end(): void {
    this.#hasEnded = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Outcome, void, undefined> {
    for (;;) {
      yield* this.#settled.splice(0);
      if (this.#settled.length > 0) continue;
      if (this.#hasFailed) throw new Error('The run failed before all outcomes were known');
      if (this.#hasEnded) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
