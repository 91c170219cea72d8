import type { BatchProgress, BatchResult, WireBatch, WireOperation } from '@multistatus/client';
import { effect, type Signal, signal } from '@preact/signals';
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

/** The status and the headers of an answer. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: Headers;
}

/** What became of a batch that was sent. The page has one at a time, {@link currentRun}. */
export interface Run {
  /** All operations of the batch that was composed, also if only some were sent again. */
  readonly operations: readonly RunOperation[];
  /** The batch with the ids that the server knows its operations by. */
  readonly batch: WireBatch;
  /** The indexes of the operations that were sent: all, or those that were sent again. The rows of the others come from the run before. */
  readonly sent: ReadonlySet<number>;
  /** What was sent, exactly as it was. */
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
  /** The Idempotency-Key that was sent; `undefined` if there was none. */
  readonly key: Signal<string | undefined>;
  /** The head of the answer; `undefined` until it has arrived. */
  readonly answer: Signal<AnswerHead | undefined>;
  /** How long it took in milliseconds; `undefined` until it has ended. */
  readonly durationMs: Signal<number | undefined>;
  /** Aborts the exchange, and cancels a batch that is answered later. */
  readonly controller: AbortController;
}

/** The batch that was sent last; `undefined` before the first. */
export const currentRun: Signal<Run | undefined> = signal(undefined);

/** The batches that were taken to be answered later, by the URLs of their monitors. */
export const takenBatches: Map<string, Pick<Run, 'text' | 'batch'>> = new Map();

effect(() => {
  const run = currentRun.value;
  const monitor = run?.monitor.value;
  if (run !== undefined && monitor !== undefined)
    takenBatches.set(monitor, { text: run.text, batch: run.batch });
});

/** What a run begins with. */
export interface RunStart {
  readonly text: string;
  readonly batch: WireBatch;
  /** The run of which a part is sent again; the rows of its other operations are kept. */
  readonly before?: Run | undefined;
  /** The indexes of that part. */
  readonly sent?: ReadonlySet<number> | undefined;
}

/** Creates a run without outcomes, except those that are taken from the run before. */
export function createRun({ text, batch, before, sent }: RunStart): Run {
  const operations = batch.requests.map((operation, index) => ({ ...operation, index }));
  const sentIndexes = sent ?? new Set(operations.keys());
  const rows = new RowList();
  for (const row of before?.rows.all ?? []) if (!sentIndexes.has(row.index)) rows.add(row);
  return {
    operations,
    batch,
    sent: sentIndexes,
    text,
    startedAt: performance.now(),
    phase: signal('sending'),
    rows,
    arrivals: new Map(),
    progress: signal(undefined),
    monitor: signal(undefined),
    error: signal(undefined),
    result: signal(undefined),
    key: signal(undefined),
    answer: signal(undefined),
    durationMs: signal(undefined),
    controller: new AbortController(),
  };
}
