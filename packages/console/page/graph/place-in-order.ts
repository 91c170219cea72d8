/** What is placed: where its middle would like to be, and how strongly. */
export interface Wish {
  readonly middle: number;
  readonly height: number;
  readonly weight: number;
}

/**
 * Places things below each other, in their order and at least `gap` apart, as close to where they would like to be as possible: the
 * sum of the squared distances is the smallest (isotonic regression, by pooling neighbours that are in each other's way). Returns
 * their middles.
 */
export function placeInOrder(wishes: readonly Wish[], gap: number): number[] {
  /** How far each middle is below the first one if everything touches. */
  const offsets: number[] = [];
  const pools: { sum: number; weight: number; count: number }[] = [];
  for (const [number, { middle, height, weight }] of wishes.entries()) {
    const above = wishes[number - 1];
    const offset = above === undefined ? 0 : (offsets[number - 1] ?? 0) + (above.height + height) / 2 + gap;
    offsets.push(offset);
    let pool = { sum: (middle - offset) * weight, weight, count: 1 };
    for (let last = pools.at(-1); last !== undefined; last = pools.at(-1)) {
      if (last.sum / last.weight <= pool.sum / pool.weight) break;
      pools.pop();
      pool = {
        sum: last.sum + pool.sum,
        weight: last.weight + pool.weight,
        count: last.count + pool.count,
      };
    }
    pools.push(pool);
  }
  return pools
    .flatMap(({ sum, weight, count }) => new Array<number>(count).fill(sum / weight))
    .map((base, number) => base + (offsets[number] ?? 0));
}
