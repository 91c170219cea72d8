import { type MultistatusResponse, type Summary, writeNdjson } from '@multistatus/document';
import type { Outcome } from '../operation/outcome.js';
import { type EncodeContext, toMultistatusResponse } from './encode-outcomes.js';

/**
 * The queue between a run that adds outcomes as they settle, and the streamed answer that reads them. One reader only.
 */
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

/** Returns NDJSON: a line for each outcome as it arrives, then a line with the summary. */
export function streamOutcomes(
  outcomes: AsyncIterable<Outcome>,
  context: EncodeContext,
): AsyncGenerator<string, void, undefined> {
  const summary = { total: 0, succeeded: 0, failed: 0, other: 0 };
  return writeNdjson(toMultistatusResponses(outcomes, context, summary), () => summary);
}

async function* toMultistatusResponses(
  outcomes: AsyncIterable<Outcome>,
  context: EncodeContext,
  counts: Record<keyof Summary, number>,
): AsyncGenerator<MultistatusResponse, void, undefined> {
  for await (const outcome of outcomes) {
    counts.total += 1;
    counts[outcome.result] += 1;
    yield { ...toMultistatusResponse(outcome, context), index: outcome.operation.index };
  }
}
