/** What is placed in a column. */
export interface Placed {
  readonly height: number;
  /** How strongly it wishes. */
  readonly weight: number;
  /** Where its middle would like to be. */
  wish: number;
  /** Where its middle is. */
  middle: number;
}

/**
 * Places things below each other, in their order and at least `gap` apart, as close to their wishes as possible: the sum of the
 * weighted squares of the distances is the smallest (isotonic regression: neighbours that are in each other's way are pooled).
 */
export function placeInOrder(column: readonly Placed[], gap: number): void {
  const pools: { sum: number; weight: number; count: number }[] = [];
  /** How far the middle of each is below the first one if all of them touch. */
  const offsets: number[] = [];
  let offset = 0;
  let above: Placed | undefined;
  for (const placed of column) {
    const { height, weight, wish } = placed;
    if (above !== undefined) offset += (above.height + height) / 2 + gap;
    above = placed;
    offsets.push(offset);
    let pool = { sum: (wish - offset) * weight, weight, count: 1 };
    for (let last = pools.at(-1); last !== undefined; last = pools.at(-1)) {
      if (last.sum / last.weight <= pool.sum / pool.weight) break;
      pools.pop();
      pool = { sum: last.sum + pool.sum, weight: last.weight + pool.weight, count: last.count + pool.count };
    }
    pools.push(pool);
  }
  let number = 0;
  for (const { sum, weight, count } of pools) {
    for (const end = number + count; number < end; number += 1) {
      const placed = column[number];
      if (placed !== undefined) placed.middle = sum / weight + (offsets[number] ?? 0);
    }
  }
}
