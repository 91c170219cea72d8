import { type Summary, writeNdjson } from '@multistatus/document';
import type { Outcome } from '../operation/outcome.js';
import { type EncodeContext, toResponse } from './encode-outcomes.js';

/** Outcomes on their way from a run to the answer, in the order in which they settle. */
export class OutcomeStream implements AsyncIterable<Outcome> {
  readonly #settled: Outcome[] = [];
  #hasEnded = false;
  #wake: () => void = () => undefined;

  add(outcome: Outcome): void {
    this.#settled.push(outcome);
    this.#wake();
  }

  end(): void {
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

/** Writes outcomes as NDJSON, a line each as they come, then the summary. */
export function streamOutcomes(
  outcomes: AsyncIterable<Outcome>,
  context: EncodeContext,
): AsyncGenerator<string, void, undefined> {
  const summary = { total: 0, succeeded: 0, failed: 0, other: 0 };
  return writeNdjson(toResponses(outcomes, context, summary), () => summary);
}

async function* toResponses(
  outcomes: AsyncIterable<Outcome>,
  context: EncodeContext,
  counts: Record<keyof Summary, number>,
): AsyncGenerator<ReturnType<typeof toResponse>, void, undefined> {
  for await (const outcome of outcomes) {
    counts.total += 1;
    counts[outcome.result] += 1;
    yield { ...toResponse(outcome, context), index: outcome.operation.index };
  }
}
