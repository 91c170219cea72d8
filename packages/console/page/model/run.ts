import type { BatchProgress, BatchResult, WireOperation } from '@multistatus/client';
import { type Signal, signal } from '@preact/signals';
import { RowList } from './row-list.js';

/** An operation of a batch that was sent. */
export interface RunOperation extends WireOperation {
  /** Its index in the batch. */
  readonly index: number;
}

/**
 * `sending`: outcomes are arriving. `monitored`: the server has taken the batch, to be answered later. `complete`: every operation
 * has an outcome. `cancelled`: the user has cancelled it. `failed`: the batch was refused, or its answer was lost.
 */
export type RunPhase = 'sending' | 'monitored' | 'complete' | 'cancelled' | 'failed';

/** What became of a batch that was sent. The page has one at a time, {@link currentRun}. */
export interface Run {
  readonly operations: readonly RunOperation[];
  /** The batch exactly as it was sent. */
  readonly text: string;
  /** When it was sent, in milliseconds since the page was opened (`performance.now()`). */
  readonly startedAt: number;
  readonly phase: Signal<RunPhase>;
  readonly rows: RowList;
  /** When each outcome arrived, in milliseconds since `startedAt`, by the index of its operation. */
  readonly arrivals: Map<number, number>;
  readonly progress: Signal<BatchProgress | undefined>;
  /** The URL of the monitor, if the server has taken the batch, to be answered later. */
  readonly monitor: Signal<string | undefined>;
  /** Why there are no outcomes, or not all. */
  readonly error: Signal<unknown>;
  readonly result: Signal<BatchResult | undefined>;
  /** Aborts the exchange, and cancels a batch that is answered later. */
  readonly controller: AbortController;
}

/** The batch that was sent last; `undefined` before the first. */
export const currentRun: Signal<Run | undefined> = signal(undefined);

/** Creates a run of which nothing has arrived. */
export function createRun(text: string, operations: readonly RunOperation[]): Run {
  return {
    operations,
    text,
    startedAt: performance.now(),
    phase: signal('sending'),
    rows: new RowList(),
    arrivals: new Map(),
    progress: signal(undefined),
    monitor: signal(undefined),
    error: signal(undefined),
    result: signal(undefined),
    controller: new AbortController(),
  };
}
