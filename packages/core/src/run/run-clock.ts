import type { Timing } from '@multistatus/document';
import type { Operation } from '../operation/operation.js';
import { type Outcome, withTiming } from '../operation/outcome.js';

/** How the operations of a run are timed. */
export interface TimingSettings {
  /**
   * When the request was accepted, as a time of `performance.now()`; all times are measured from it.
   *
   * @defaultValue the start of the run
   */
  readonly acceptedAt?: number | undefined;
  /** True if one call of a handler settles all operations: each of them has the time of that call. @defaultValue false */
  readonly isOneCall?: boolean | undefined;
}

/** Measures when the operations of a run start and end. Exists only with the option `timings`. */
export class RunClock {
  readonly #zero: number;
  readonly #isOneCall: boolean;
  /** By the index of the operation: the start of each that runs now. */
  readonly #starts = new Map<number, number>();
  #firstStart: number | undefined;
  #firstEnd: number | undefined;

  constructor({ acceptedAt = performance.now(), isOneCall = false }: TimingSettings) {
    this.#zero = acceptedAt;
    this.#isOneCall = isOneCall;
  }

  /** To be called when an operation is dispatched. */
  start({ index }: Operation): void {
    const now = this.#now();
    this.#firstStart ??= now;
    this.#starts.set(index, this.#isOneCall ? this.#firstStart : now);
  }

  /** Returns an outcome with the time of its operation, which ends now. Returns it unchanged if the operation does not run. */
  stop(outcome: Outcome): Outcome {
    const { index } = outcome.operation;
    const startMs = this.#starts.get(index);
    if (startMs === undefined) return outcome;
    this.#starts.delete(index);
    const now = this.#now();
    this.#firstEnd ??= now;
    const endMs = this.#isOneCall ? this.#firstEnd : now;
    return withTiming(outcome, toTiming(startMs, endMs));
  }

  /** Returns the milliseconds since the start of the run, in tenths. Never negative: a store may date a request a little late. */
  #now(): number {
    return Math.max(0, toTenths(performance.now() - this.#zero));
  }
}

/** Both times are rounded already, so that an operation never seems to start before the end of one that it waited for. */
function toTiming(startMs: number, endMs: number): Timing {
  return { startMs, durationMs: toTenths(endMs - startMs) };
}

function toTenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}
