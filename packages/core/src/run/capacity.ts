import { countOf } from '@multistatus/wire';
import { BatchProblem } from '../problem/batch-problem.js';
import { RETRY_AFTER_SECONDS } from '../problem/retry-after-seconds.js';

/** The limits that all requests of one endpoint share. */
export interface CapacityLimits {
  readonly maxConcurrentRequests: number;
  readonly maxBytesUnderWay: number;
}

/** Limits how many requests one endpoint handles at the same time, and how many bytes they hold. {@link RequestLoad} counts. */
export class Capacity {
  readonly #limits: CapacityLimits;
  #places = 0;
  #bytes = 0;
  /** Called as soon as no place is taken. */
  readonly #waiting: (() => void)[] = [];

  constructor(limits: CapacityLimits) {
    this.#limits = limits;
  }

  /**
   * Checks, before the body of a request is read, that a place is free, and that the bytes under way leave space for a body of
   * this length.
   *
   * @throws {BatchProblem} `no-capacity` if not.
   */
  check(bytes = 0): void {
    const { maxConcurrentRequests, maxBytesUnderWay } = this.#limits;
    if (this.#places >= maxConcurrentRequests) {
      const are = maxConcurrentRequests === 1 ? 'is' : 'are';
      const reason = `${countOf(maxConcurrentRequests, 'request')} ${are} being handled`;
      throw noCapacity('maxConcurrentRequests', reason, {
        max: maxConcurrentRequests,
        actual: maxConcurrentRequests + 1,
      });
    }
    const actual = this.#bytes + Math.max(bytes, 1);
    if (actual > maxBytesUnderWay) {
      throw noCapacity('maxBytesUnderWay', `The requests being handled hold ${this.#bytes} bytes`, {
        max: maxBytesUnderWay,
        actual,
      });
    }
  }

  /** Takes places and bytes if that many are free. Returns false, and takes nothing, if not. */
  tryTake(places: number, bytes: number): boolean {
    const { maxConcurrentRequests, maxBytesUnderWay } = this.#limits;
    if (this.#places + places > maxConcurrentRequests || this.#bytes + bytes > maxBytesUnderWay) return false;
    this.#places += places;
    this.#bytes += bytes;
    return true;
  }

  giveBack(places: number, bytes: number): void {
    this.#places -= places;
    this.#bytes -= bytes;
    if (this.#places === 0 && this.#waiting.length > 0)
      for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Resolves when no place is taken. */
  whenFree(): Promise<void> {
    if (this.#places === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

function noCapacity(
  limit: keyof CapacityLimits,
  reason: string,
  { max, actual }: { readonly max: number; readonly actual: number },
): BatchProblem {
  const what =
    limit === 'maxConcurrentRequests' ? `which is the limit ${limit}` : `and the limit ${limit} is ${max}`;
  return new BatchProblem('no-capacity', `${reason}, ${what}; send this one again`, {
    extensions: { limit, max, actual },
    headers: { 'retry-after': String(RETRY_AFTER_SECONDS) },
  });
}
