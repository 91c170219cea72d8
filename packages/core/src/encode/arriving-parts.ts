import { type ReadyIterator, takeReadyFrom } from '@multistatus/wire';
import type { AnswerPart } from '../formats/answer-encoder.js';
import { bodyBytesOf, type Outcome } from '../operation/outcome.js';
import { type PartContext, toPart } from './to-part.js';

const END = { done: true, value: undefined } as const;

/** The parts of an answer whose outcomes arrive one by one. */
export class ArrivingParts implements ReadyIterator<AnswerPart> {
  readonly #outcomes: AsyncIterator<Outcome> | ReadyIterator<Outcome>;
  readonly #context: PartContext;
  /** The bytes of the body that the consumer writes now. */
  #bytes = 0;
  /** A part whose body takes several turns to check. */
  #long: Promise<AnswerPart> | undefined;

  constructor(outcomes: AsyncIterable<Outcome>, context: PartContext) {
    this.#outcomes = outcomes[Symbol.asyncIterator]();
    this.#context = context;
  }

  takeReady(): AnswerPart | undefined {
    if (this.#long !== undefined) return undefined;
    this.#release();
    const outcome = takeReadyFrom(this.#outcomes);
    if (outcome === undefined) return undefined;
    const part = this.#toPart(outcome);
    if (!(part instanceof Promise)) return part;
    this.#long = part;
    return undefined;
  }

  async next(): Promise<IteratorResult<AnswerPart, void>> {
    const long = this.#long;
    if (long !== undefined) {
      this.#long = undefined;
      return { done: false, value: await long };
    }
    this.#release();
    const next = await this.#outcomes.next();
    return next.done === true ? next : { done: false, value: await this.#toPart(next.value) };
  }

  async return(): Promise<IteratorResult<AnswerPart, void>> {
    await this.#outcomes.return?.();
    return END;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #toPart(outcome: Outcome): AnswerPart | Promise<AnswerPart> {
    this.#bytes = bodyBytesOf(outcome);
    return toPart(outcome, this.#context);
  }

  /** The consumer has asked for the next part, so it has written this one. */
  #release(): void {
    if (this.#bytes > 0) this.#context.exchange.onTaken?.(this.#bytes);
    this.#bytes = 0;
  }
}
