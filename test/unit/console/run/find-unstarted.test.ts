import { expect, test } from '@jest/globals';
import type { Row, RowState } from '#console-page/model/row.js';
import { findUnstarted } from '#console-page/run/find-unstarted.js';
import { toRowList, toRows } from './to-rows.js';

type Named = readonly [
  id: string,
  state: RowState,
  dependsOn?: readonly string[] | undefined,
  atomicityGroup?: string,
];

function find(...named: readonly Named[]): unknown[] {
  const operations = named.map(([id, , dependsOn, atomicityGroup], index) => ({
    ...{ index, id, method: 'POST', url: `/${id}` },
    ...(dependsOn && { dependsOn }),
    ...(atomicityGroup && { atomicityGroup }),
  }));
  const rows = toRows(named.map(([, state]) => ({ state: state as Row['state'], response: {} })));
  const arrived = toRowList(rows.filter(({ state }) => (state as RowState) !== 'pending'));
  const unstarted = findUnstarted(operations, arrived);
  return [...unstarted].map(([index, { isCertain, cause }]) => [operations[index]?.id, isCertain, cause.id]);
}

test('what depends on a failure has not started, nor what depends on that, in any order', () => {
  expect(
    find(
      ['last', 'pending', ['next']],
      ['next', 'pending', ['broken']],
      ['broken', 'failed'],
      ['answered', 'failed', ['broken']],
    ),
  ).toEqual([
    ['last', true, 'next'],
    ['next', true, 'broken'],
  ]);
});

test('what depends on an operation without an outcome has not started, unless that has succeeded', () => {
  expect(find(['slow', 'pending'], ['after', 'pending', ['slow']])).toEqual([['after', false, 'slow']]);
});

test('a failure decides, also if another dependency has no outcome', () => {
  expect(find(['slow', 'pending'], ['broken', 'failed'], ['after', 'pending', ['slow', 'broken']])).toEqual([
    ['after', true, 'broken'],
  ]);
});

test('what depends on nothing, or on what ended well, may have started', () => {
  expect(find(['free', 'pending'], ['done', 'succeeded'], ['after', 'pending', ['done']])).toEqual([]);
});

test('what depends on a group waits for all of it', () => {
  expect(
    find(
      ['a', 'succeeded', undefined, 'both'],
      ['b', 'failed', undefined, 'both'],
      ['after', 'pending', ['both']],
    ),
  ).toEqual([['after', true, 'b']]);
});

test('an outcome that is missing from the answer is no failure', () => {
  const operations = ['lost', 'after'].map((id, index) => ({
    ...{ index, id, method: 'GET', url: '/' },
    dependsOn: index === 0 ? [] : ['lost'],
  }));
  const problem = { type: 'urn:multistatus:problem:no-outcome', title: 'No outcome', status: 502 };
  const rows = toRowList(toRows([{ executed: 'unknown', response: { status: 502, problem } }]));
  expect(findUnstarted(operations, rows).get(1)?.isCertain).toBe(false);
});
