import type { Outcome } from '../operation/outcome.js';

/**
 * The queue between a run that adds outcomes as they settle, and the streamed answer that reads them. One reader only.
 */
export class OutcomeStream implements AsyncIterable<Outcome> {
  readonly #settled: Outcome[] = [];
  #hasEnded = false;
  #wake: () => void = () => undefined;

  /**
   * Starts `run`, and returns the outcomes that it adds. `onEnd` is called when it has ended, and `onError` before with
   * what it rejected with.
   */
  static of(
    run: (add: (outcome: Outcome) => void) => Promise<unknown>,
    { onEnd, onError }: { readonly onEnd: () => void; readonly onError: (error: unknown) => void },
  ): OutcomeStream {
    const stream = new OutcomeStream();
    run((outcome) => stream.#add(outcome))
      .catch(onError)
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
      if (this.#hasEnded) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
