import { type Outcome, skippedOutcome } from '../operation/outcome.js';
import type { RequestLoad } from '../run/request-load.js';
import type { Line } from './line.js';

/** How many lines of a stream can wait for its end. */
export const MAX_WAITING = 10_000;

/** The lines of a stream that wait for its end: at most {@link MAX_WAITING}, and what `maxBytesUnderWay` leaves room for. */
export class WaitingLines {
  readonly #load: RequestLoad;
  readonly #lines: Line[] = [];
  readonly #owners = new Map<string, 'operation' | 'group'>();
  #isOverfull = false;

  constructor(load: RequestLoad) {
    this.#load = load;
  }

  get lines(): readonly Line[] {
    return this.#lines;
  }

  /** True if a line could not wait. It may have been a member of any group, so that none of them can run. */
  get isOverfull(): boolean {
    return this.#isOverfull;
  }

  /** Returns what one of these lines has given a name to. */
  ownerOf(name: string): 'operation' | 'group' | undefined {
    return this.#owners.get(name);
  }

  /** Adds a line; or returns its outcome if it cannot wait. */
  add(line: Line): Outcome | undefined {
    const { operation, hasId, bytes } = line;
    if (this.#lines.length >= MAX_WAITING || !this.#load.addAnswer(bytes)) {
      this.#isOverfull = true;
      const detail = `The operation would have to wait for the end of the batch, as do ${this.#lines.length} others; the server cannot hold more`;
      return skippedOutcome(operation, 'no-capacity', { detail });
    }
    this.#lines.push(line);
    if (hasId) this.#owners.set(operation.id, 'operation');
    if (operation.atomicityGroup !== undefined) this.#owners.set(operation.atomicityGroup, 'group');
    return undefined;
  }
}
