import type { Summary } from './multistatus.js';

/** The result that a response reports, named by the count of a {@link Summary} that it adds to. */
export type ResponseClass = Exclude<keyof Summary, 'total'>;

/** Counts the results of responses, one by one. */
export class SummaryCounter {
  readonly #counts = { succeeded: 0, failed: 0, other: 0 };

  /** Counts one more response with this result. */
  add(result: ResponseClass): void {
    this.#counts[result] += 1;
  }

  /** The counts so far. */
  get summary(): Summary {
    const { succeeded, failed, other } = this.#counts;
    return { total: succeeded + failed + other, succeeded, failed, other };
  }
}
