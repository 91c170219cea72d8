import { expect, test } from '@jest/globals';
import { relationsOf, toNames } from '#console-page/graph/relations-of.js';
import { toGraph } from '#console-page/model/operation-graph.js';

test('what is before and after an operation, in words', () => {
  const graph = toGraph(
    [
      { id: 'album' },
      { id: 'photo', url: '$album/photos' },
      { id: 'debit', atomicityGroup: 'transfer' },
      { id: 'receipt', dependsOn: ['transfer', 'photo'] },
      { id: 'alone' },
    ].map((each, index) => ({ index, method: 'GET', url: '/', ...each })),
  );
  const relations = relationsOf(graph);
  expect(graph.operations.map((_, position) => relations(position))).toEqual([
    ', before photo',
    ', after album, before receipt',
    ', in the group transfer, before receipt',
    ', after transfer, photo',
    '',
  ]);
});

test('only the first names are listed', () => {
  expect(toNames(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c, d, e');
  expect(toNames(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toBe('a, b, c, d, e and 2 more');
});
