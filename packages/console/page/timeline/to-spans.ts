import type { OperationGraph } from '../model/operation-graph.js';
import type { Row } from '../model/row.js';
import type { RowList } from '../model/row-list.js';

/** When an operation waited and ran, in milliseconds since the start of the run. */
export interface Span {
  /** The position of the operation in the batch. */
  readonly position: number;
  readonly row: Row | undefined;
  /** When it could have started: everything that it depends on had ended. */
  readonly readyMs: number;
  readonly startMs: number;
  readonly endMs: number;
}

/** The spans of a run, in the order of the batch. */
export interface Spans {
  /**
   * Where the times come from: `server` measured them; `arrivals` are when the outcomes arrived here, so that it is not known
   * when an operation started.
   */
  readonly source: 'server' | 'arrivals';
  readonly spans: readonly Span[];
  /** The last end. */
  readonly endMs: number;
  /** The spans that ran longest, the longest first. Empty if starts are not known. */
  readonly slowest: readonly Span[];
}

/** How many of the slowest are named. */
const SLOWEST = 3;

/** Returns when each operation ran. What has no time, because it did not run or has not ended, has a span of length 0 at 0. */
export function toSpans(
  { operations, edges, units }: OperationGraph,
  rows: Pick<RowList, 'at' | 'all'>,
  arrivals: ReadonlyMap<number, number>,
): Spans {
  const source = rows.all.some(({ response }) => response.timing !== undefined) ? 'server' : 'arrivals';
  const timed = operations.map(({ index }, position) => {
    const row = rows.at(index);
    const { startMs, durationMs } =
      source === 'server'
        ? (row?.response.timing ?? { startMs: 0, durationMs: 0 })
        : { startMs: 0, durationMs: arrivals.get(index) ?? 0 };
    return { position, row, readyMs: 0, startMs, endMs: startMs + durationMs };
  });
  if (source === 'server') {
    for (const { from, fromUnit, to, toUnit } of edges) {
      const span = timed[to];
      if (span === undefined) continue;
      // A group has to end as a whole, except for its own members.
      const isWhole = from === undefined || fromUnit !== toUnit;
      const before = isWhole ? (units[fromUnit]?.members ?? []) : [from];
      for (const position of before) span.readyMs = Math.max(span.readyMs, timed[position]?.endMs ?? 0);
    }
    // Clocks are exact to a fraction of a millisecond.
    for (const span of timed) span.readyMs = Math.min(span.readyMs, span.startMs);
  }
  const slowest =
    source === 'server'
      ? timed
          .filter(({ startMs, endMs }) => endMs > startMs)
          .sort((a, b) => durationOf(b) - durationOf(a))
          .slice(0, SLOWEST)
      : [];
  return {
    source,
    spans: timed,
    endMs: timed.reduce((end, { endMs }) => Math.max(end, endMs), 0),
    slowest,
  };
}

/** Returns how long an operation ran, in milliseconds. */
export function durationOf({ startMs, endMs }: Pick<Span, 'startMs' | 'endMs'>): number {
  return endMs - startMs;
}
