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
        expect([...order, ...cyclic].toSorted((a, b) => a - b)).toEqual([...dependencies.keys()]);
        order.forEach((number, place) => {
          for (const dependency of dependencies[number]!) expect(order.slice(0, place)).toContain(dependency);
        });
        for (const number of cyclic)
          expect(dependencies[number]!.some((dependency) => cyclic.has(dependency))).toBe(true);

        const cycles = findCycles(dependencies, cyclic);
        expect(cycles.length === 0).toBe(cyclic.size === 0);
        for (const cycle of cycles) {
          expect(new Set(cycle).size).toBe(cycle.length);
          cycle.forEach((number, place) => {
            expect(dependencies[number]).toContain(cycle[(place + 1) % cycle.length]);
          });
        }
        const flat = cycles.flat();
        expect(new Set(flat).size).toBe(flat.length);
        for (const start of cyclic) expect(canReach(start, new Set(flat), dependencies)).toBe(true);
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
