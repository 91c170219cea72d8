import type { Summary, SummaryCounter } from '@multistatus/document';
import { type ReadyIterator, takeReadyFrom } from '@multistatus/wire';
import type { AnswerPart } from '../formats/answer-encoder.js';

const END = { done: true, value: undefined } as const;

/** The parts of an answer as they arrive. Counts them, and calls `onSummary` with the counts after the last one. */
export class CountedParts implements ReadyIterator<AnswerPart> {
  readonly #parts: AsyncIterator<AnswerPart, void> | ReadyIterator<AnswerPart>;
  readonly #counter: SummaryCounter;
  readonly #onSummary: ((summary: Summary) => void) | undefined;
  #hasEnded = false;

  constructor(
    parts: AsyncIterable<AnswerPart>,
    counter: SummaryCounter,
    onSummary: ((summary: Summary) => void) | undefined,
  ) {
    this.#parts = parts[Symbol.asyncIterator]();
    this.#counter = counter;
    this.#onSummary = onSummary;
  }

  takeReady(): AnswerPart | undefined {
    const part = takeReadyFrom(this.#parts);
    if (part !== undefined) this.#counter.add(part.result);
    return part;
  }

  async next(): Promise<IteratorResult<AnswerPart, void>> {
    if (this.#hasEnded) return END;
    const next = await this.#parts.next();
    if (next.done !== true) this.#counter.add(next.value.result);
    else if (!this.#hasEnded) {
      this.#hasEnded = true;
      this.#onSummary?.(this.#counter.summary);
    }
    return next;
  }

  async return(): Promise<IteratorResult<AnswerPart, void>> {
    this.#hasEnded = true;
    await this.#parts.return?.();
    return END;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
