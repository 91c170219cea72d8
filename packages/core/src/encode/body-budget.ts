import type { Body } from '@multistatus/document';
import type { AnswerEncoder } from '../formats/answer-encoder.js';

/** The maximum number of bytes that one byte of a body becomes: a control character in JSON is written as `\u0001`. */
const MAX_GROWTH = 6;

/** The bytes that the bodies of one answer may still take, as its format writes them (`maxResponseBytes`). */
export class BodyBudget {
  /** True if no body can exceed the limit, so that none has to be counted. */
  readonly isAmple: boolean;
  readonly #bodySize: AnswerEncoder['bodySize'];
  #left: number;

  /** `received` is the number of bytes of all bodies as the target sent them; `Infinity` if it is not known yet. */
  constructor(
    { bodySize }: AnswerEncoder,
    { maxResponseBytes, received }: { readonly maxResponseBytes: number; readonly received: number },
  ) {
    this.#bodySize = bodySize;
    this.#left = maxResponseBytes;
    this.isAmple =
      bodySize === undefined ||
      maxResponseBytes === Number.POSITIVE_INFINITY ||
      received * MAX_GROWTH <= maxResponseBytes;
  }

  /** Counts a body. Resolves with false, and does not count it, if it exceeds what is left. */
  async spend(body: Body): Promise<boolean> {
    if (this.isAmple || this.#bodySize === undefined) return true;
    const size = await this.#bodySize(body);
    if (size > this.#left) return false;
    this.#left -= size;
    return true;
  }
}
