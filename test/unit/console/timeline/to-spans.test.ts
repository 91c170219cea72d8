import { describe, expect, test } from '@jest/globals';
import { type GraphOperation, toGraph } from '#console-page/model/operation-graph.js';
import type { Row } from '#console-page/model/row.js';
import { sortSpans } from '#console-page/timeline/sort-spans.js';
import { type Spans, toSpans } from '#console-page/timeline/to-spans.js';

interface Given extends Partial<GraphOperation> {
  readonly id: string;
  /** Start and duration; `undefined` if it did not run, and missing if it has no outcome. */
  readonly timing?: readonly [startMs: number, durationMs: number] | undefined;
}

function spansOf(given: readonly Given[], arrivals: ReadonlyMap<number, number> = new Map()): Spans {
  const operations = given.map((operation, index) => ({ index, method: 'GET', url: '/', ...operation }));
  const rows = given.flatMap((operation, index) => {
    if (!('timing' in operation)) return [];
    const [startMs = 0, durationMs = 0] = operation.timing ?? [];
    const timing = operation.timing && { startMs, durationMs };
    return [{ index, response: { href: '/', status: 200, timing } } as unknown as Row];
  });
  const at = (index: number): Row | undefined => rows.find((row) => row.index === index);
  return toSpans(toGraph(operations), { at, all: rows }, arrivals);
}

function times({ spans }: Spans): unknown[] {
  return spans.map(({ readyMs, startMs, endMs }) => [readyMs, startMs, endMs]);
}

describe('toSpans', () => {
  test('an operation waits from the end of what it depends on', () => {
    const spans = spansOf([
      { id: 'a', timing: [1, 10] },
      { id: 'b', timing: [2, 30] },
      { id: 'c', timing: [40, 5], dependsOn: ['a', 'b'] },
    ]);
    expect(times(spans)).toEqual([
      [0, 1, 11],
      [0, 2, 32],
      [32, 40, 45],
    ]);
    expect(spans).toMatchObject({ source: 'server', endMs: 45 });
  });

  test('what depends on a group waits for all of it, and a member only for the member that it names', () => {
    expect(
      times(
        spansOf([
          { id: 'debit', atomicityGroup: 'transfer', timing: [0, 10] },
          { id: 'credit', atomicityGroup: 'transfer', timing: [10, 20], dependsOn: ['debit'] },
          { id: 'receipt', timing: [31, 1], dependsOn: ['debit'] },
        ]),
      ),
    ).toEqual([
      [0, 0, 10],
      [10, 10, 30],
      [30, 31, 32],
    ]);
  });

  test('times that overlap by a fraction of a millisecond are no negative wait', () => {
    const spans = spansOf([
      { id: 'a', timing: [0, 10.4] },
      { id: 'b', timing: [10.3, 1], dependsOn: ['a'] },
    ]);
    expect(spans.spans[1]).toMatchObject({ readyMs: 10.3, startMs: 10.3 });
  });

  test('what did not run or has not ended has no time; the slowest are named', () => {
    const spans = spansOf([
      { id: 'a', timing: [0, 5] },
      { id: 'b', timing: undefined },
      { id: 'c' },
      { id: 'd', timing: [3, 50] },
      { id: 'e', timing: [3, 7] },
      { id: 'f', timing: [3, 6] },
    ]);
    expect(times(spans).slice(1, 3)).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(spans.slowest.map(({ position }) => position)).toEqual([3, 4, 5]);
  });

  test('without times of the server, the arrivals', () => {
    const spans = spansOf(
      [
        { id: 'a', timing: undefined },
        { id: 'b', timing: undefined },
      ],
      new Map([[1, 12]]),
    );
    expect(spans).toMatchObject({ source: 'arrivals', endMs: 12, slowest: [] });
    expect(times(spans)).toEqual([
      [0, 0, 0],
      [0, 0, 12],
    ]);
  });
});

test.each([
  ['start', [3, 0, 2, 1]],
  ['batch', [0, 1, 2, 3]],
  ['slowest', [2, 0, 3, 1]],
] as const)('sorted by %s; what has no time comes last', (order, positions) => {
  const { spans } = spansOf([
    { id: 'a', timing: [5, 5] },
    { id: 'b', timing: undefined },
    { id: 'c', timing: [5, 9] },
    { id: 'd', timing: [1, 1] },
  ]);
  expect(sortSpans(spans, order).map(({ position }) => position)).toEqual(positions);
});
