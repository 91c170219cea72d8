import type { OperationAnswer } from '../operation/dispatch.js';
import { AnsweredOutcome, type Outcome } from '../operation/outcome.js';
import type { BodyShelf } from './body-shelf.js';
import { unreadOperation } from './line.js';

type Problem = Exclude<Outcome, { readonly kind: 'answered' }>['problem'];

const NO_BYTES = new Uint8Array(0);

/**
 * What is kept of the outcome of a line, for lines that depend on it: everything except what the client sent, of which only the method
 * and the URL are kept.
 *
 * Ten thousand of them are kept, and most are never used. So each is one object and one text, a third of the size of the outcome that
 * {@link toOutcome} builds from it.
 */
export class KeptOutcome {
  readonly #index: number;
  readonly #id: string;
  readonly #method: string;
  readonly #url: string;
  readonly #result: Outcome['result'];
  /** Of an operation that was not answered. */
  readonly #problem: Problem | undefined;
  readonly #status: number;
  /** As JSON: a map would take more memory, and its values would keep the whole head of the answer. */
  readonly #headers: string;
  readonly #trailers: OperationAnswer['trailers'];
  readonly #isBodyNotStored: boolean | undefined;
  #isBodyTooLarge: boolean;
  #slab: Uint8Array = NO_BYTES;
  #start = 0;
  #length = 0;
  /** Kept once it has been asked for, so that several references to one body parse it only once. */
  #outcome: Outcome | undefined;

  /** Without a shelf, the body is not kept. */
  constructor(outcome: Outcome, shelf: BodyShelf | undefined) {
    const { operation, result } = outcome;
    this.#index = operation.index;
    this.#id = operation.id;
    this.#method = operation.method;
    this.#url = operation.url;
    this.#result = result;
    const answer = outcome.kind === 'answered' ? outcome.answer : undefined;
    this.#problem = outcome.kind === 'answered' ? undefined : outcome.problem;
    this.#status = answer?.status ?? 0;
    this.#headers = answer === undefined ? '' : JSON.stringify(answer.headers);
    this.#trailers = answer?.trailers;
    this.#isBodyNotStored = answer?.isBodyNotStored;
    this.#isBodyTooLarge = answer?.isBodyTooLarge ?? false;
    if (answer === undefined || answer.body.byteLength === 0) return;
    if (shelf === undefined) {
      this.#isBodyTooLarge = true;
      return;
    }
    ({ slab: this.#slab, start: this.#start } = shelf.add(answer.body));
    this.#length = answer.body.byteLength;
  }

  get bodyBytes(): number {
    return this.#length;
  }

  /** Forgets the body. As with one that was too large, references to it fail from now on. */
  dropBody(): void {
    this.#slab = NO_BYTES;
    this.#start = 0;
    this.#length = 0;
    this.#isBodyTooLarge = true;
    this.#outcome = undefined;
  }

  toOutcome(): Outcome {
    this.#outcome ??= this.#rebuild();
    return this.#outcome;
  }

  #rebuild(): Outcome {
    const operation = {
      ...unreadOperation(this.#index),
      id: this.#id,
      method: this.#method,
      url: this.#url,
    };
    if (this.#problem !== undefined)
      return { operation, result: this.#result, kind: 'skipped', problem: this.#problem };
    return new AnsweredOutcome(operation, this.#result, {
      status: this.#status,
      headers: JSON.parse(this.#headers) as OperationAnswer['headers'],
      body: this.#slab.subarray(this.#start, this.#start + this.#length),
      trailers: this.#trailers,
      isBodyTooLarge: this.#isBodyTooLarge,
      isBodyNotStored: this.#isBodyNotStored,
    });
  }
}
