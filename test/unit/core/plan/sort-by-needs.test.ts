import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findCycles, sortByNeeds } from '#core/plan/sort-by-needs.js';

describe('sortByNeeds', () => {
  test.each<[needs: number[][], order: number[], stuck: number[]]>([
    [[], [], []],
    [[[], [], []], [0, 1, 2], []],
    [[[2], [], [1]], [1, 2, 0], []],
    [[[], [3], [], []], [0, 2, 3, 1], []],
    [[[0]], [], [0]],
    [[[1], [0], []], [2], [0, 1]],
    [[[1], [0], [1], []], [3], [0, 1, 2]],
  ])('of %j gives the order %j, and %j in none', (needs, order, stuck) => {
    const sorted = sortByNeeds(needs);
    expect([sorted.order, [...sorted.stuck]]).toEqual([order, stuck]);
  });

  test('every number stands in the order or is stuck, and each after what it needs', () => {
    const graph = fc.integer({ min: 0, max: 12 }).chain((count) =>
      fc.array(fc.uniqueArray(fc.nat({ max: Math.max(0, count - 1) }), { maxLength: 2 }), {
        minLength: count,
        maxLength: count,
      }),
    );
    fc.assert(
      fc.property(graph, (needs) => {
        const { order, stuck } = sortByNeeds(needs);
        expect([...order, ...stuck].toSorted((a, b) => a - b)).toEqual([...needs.keys()]);
        order.forEach((number, place) => {
          for (const need of needs[number]!) expect(order.slice(0, place)).toContain(need);
        });
        for (const number of stuck) expect(needs[number]!.some((need) => stuck.has(need))).toBe(true);

        const cycles = findCycles(needs, stuck);
        expect(cycles.length === 0).toBe(stuck.size === 0);
        for (const cycle of cycles) {
          expect(new Set(cycle).size).toBe(cycle.length);
          cycle.forEach((number, place) => {
            expect(needs[number]).toContain(cycle[(place + 1) % cycle.length]);
          });
        }
        const flat = cycles.flat();
        expect(new Set(flat).size).toBe(flat.length);
        for (const start of stuck) expect(canReach(start, new Set(flat), needs)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

function canReach(start: number, wanted: ReadonlySet<number>, needs: readonly number[][]): boolean {
  const seen = new Set([start]);
  for (const number of seen) for (const need of needs[number]!) seen.add(need);
  return [...seen].some((number) => wanted.has(number));
}
