import { describe, expect, test } from '@jest/globals';
import { type GraphOperation, toGraph } from '#console-page/model/operation-graph.js';

function operations(...given: readonly Partial<GraphOperation>[]): GraphOperation[] {
  return given.map((operation, index) => ({
    index,
    id: String(index),
    method: 'GET',
    url: `/${index}`,
    ...operation,
  }));
}

function edgesOf(...given: readonly Partial<GraphOperation>[]): unknown[] {
  return toGraph(operations(...given)).edges.map(({ from, to, hasValue, reasons }) => [
    from,
    to,
    hasValue,
    reasons,
  ]);
}

describe('toGraph', () => {
  test('an edge for each way in which an operation can need another', () => {
    expect(
      edgesOf(
        { id: 'a' },
        { dependsOn: ['a'] },
        { references: [{ at: '/url/id', from: 'a', value: '/body/id' }] },
        { url: '$a/photos' },
        { url: '$a' },
        { url: '$a?full' },
        { headers: { 'If-Match': '$a' } },
        { headers: { 'if-none-match': '$a', accept: '$a' } },
      ),
    ).toEqual([
      [0, 1, false, ['dependsOn']],
      [0, 2, true, ['/body/id → /url/id']],
      [0, 3, true, ['$a/photos']],
      [0, 4, true, ['$a']],
      [0, 5, true, ['$a?full']],
      [0, 6, true, ['If-Match: $a']],
      [0, 7, true, ['if-none-match: $a']],
    ]);
  });

  test('several reasons are one edge, which has a value if one of them is a value', () => {
    expect(edgesOf({ id: 'a' }, { dependsOn: ['a', 'a'], url: '$a' })).toEqual([
      [0, 1, true, ['dependsOn', 'dependsOn', '$a']],
    ]);
  });

  test('names that no operation has, and an operation that names itself, are ignored', () => {
    expect(edgesOf({ id: 'a', dependsOn: ['b', 'a', '__proto__'] })).toEqual([]);
  });

  test('a group is one unit, and can be depended on as a whole', () => {
    const graph = toGraph(
      operations(
        { id: 'debit', atomicityGroup: 'transfer' },
        { id: 'other' },
        { id: 'credit', atomicityGroup: 'transfer', dependsOn: ['debit'] },
        { id: 'receipt', dependsOn: ['transfer', 'credit'] },
      ),
    );
    expect(graph.units).toEqual([
      { group: 'transfer', members: [0, 2] },
      { group: undefined, members: [1] },
      { group: undefined, members: [3] },
    ]);
    expect(graph.unitOf).toEqual([0, 1, 0, 2]);
    expect(graph.edges).toEqual([
      { from: 0, fromUnit: 0, to: 2, toUnit: 0, hasValue: false, reasons: ['dependsOn'] },
      { from: undefined, fromUnit: 0, to: 3, toUnit: 2, hasValue: false, reasons: ['dependsOn'] },
      { from: 2, fromUnit: 0, to: 3, toUnit: 2, hasValue: false, reasons: ['dependsOn'] },
    ]);
  });
});
