import assert from 'node:assert/strict';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findCycles, topologicalSort } from '#core/plan/topological-sort.js';

describe('sortByNeeds', () => {
  test.each<[dependencies: number[][], order: number[], cyclic: number[]]>([
    [[], [], []],
    [[[], [], []], [0, 1, 2], []],
    [[[2], [], [1]], [1, 2, 0], []],
    [[[], [3], [], []], [0, 2, 3, 1], []],
    [[[0]], [], [0]],
    [[[1], [0], []], [2], [0, 1]],
    [[[1], [0], [1], []], [3], [0, 1, 2]],
  ])('of %j gives the order %j, and %j in none', (dependencies, order, cyclic) => {
    const sorted = topologicalSort(dependencies);
    expect([sorted.order, [...sorted.cyclic]]).toEqual([order, cyclic]);
  });

  test('every number stands in the order or is stuck, and each after what it needs', () => {
    const graph = fc.integer({ min: 0, max: 12 }).chain((count) =>
      fc.array(fc.uniqueArray(fc.nat({ max: Math.max(0, count - 1) }), { maxLength: 2 }), {
        minLength: count,
        maxLength: count,
      }),
    );
    fc.assert(
      fc.property(graph, (dependencies) => {
        const { order, cyclic } = topologicalSort(dependencies);
        assert.deepEqual(
          [...order, ...cyclic].toSorted((a, b) => a - b),
          [...dependencies.keys()],
        );
        order.forEach((number, place) => {
          for (const dependency of dependencies[number]!) assert.ok(order.indexOf(dependency) < place);
        });
        for (const number of cyclic)
          assert.ok(dependencies[number]!.some((dependency) => cyclic.has(dependency)));

        const cycles = findCycles(dependencies, cyclic);
        assert.equal(cycles.length === 0, cyclic.size === 0);
        for (const cycle of cycles) {
          assert.equal(new Set(cycle).size, cycle.length);
          cycle.forEach((number, place) => {
            assert.ok(dependencies[number]!.includes(cycle[(place + 1) % cycle.length]!));
          });
        }
        const flat = cycles.flat();
        assert.equal(new Set(flat).size, flat.length);
        for (const start of cyclic) assert.ok(canReach(start, new Set(flat), dependencies));
      }),
      { numRuns: 1_000 },
    );
  });
});

function canReach(start: number, wanted: ReadonlySet<number>, dependencies: readonly number[][]): boolean {
  const seen = new Set([start]);
  for (const number of seen) for (const dependency of dependencies[number]!) seen.add(dependency);
  return [...seen].some((number) => wanted.has(number));
}
