import { ReadyQueue } from './ready-queue.js';

/**
 * Sorts the numbers from 0 so that each comes after its dependencies; where several could come next, the least comes first.
 *
 * `dependencies` lists, for each number, those that it depends on, without duplicates. Returns the order, and the numbers
 * that cannot be ordered because they are in a cycle or depend on one. Takes time linear in numbers and dependencies if
 * dependencies are lower than what depends on them.
 */
export function topologicalSort(dependencies: readonly (readonly number[])[]): {
  readonly order: readonly number[];
  readonly cyclic: ReadonlySet<number>;
} {
  const dependents: number[][] = dependencies.map(() => []);
  const unmet = dependencies.map((list) => list.length);
  dependencies.forEach((list, number) => {
    for (const dependency of list) dependents[dependency]?.push(number);
  });
  const ready = new ReadyQueue();
  const cyclic = new Set<number>();
  unmet.forEach((count, number) => {
    cyclic.add(number);
    if (count === 0) ready.add(number);
  });
  const order: number[] = [];
  for (let number = ready.take(); number !== undefined; number = ready.take()) {
    order.push(number);
    cyclic.delete(number);
    for (const dependent of dependents[number] ?? []) {
      const left = (unmet[dependent] ?? 0) - 1;
      unmet[dependent] = left;
      if (left === 0) ready.add(dependent);
    }
  }
  return { order, cyclic };
}

/**
 * Returns cycles among the numbers that {@link topologicalSort} could not sort; in a cycle each number depends on the next.
 * Every number in `cyclic` is in one of the returned cycles, or depends on one. Takes linear time; of cycles that share a
 * number, not all are found.
 */
export function findCycles(
  dependencies: readonly (readonly number[])[],
  cyclic: ReadonlySet<number>,
): number[][] {
  const cycles: number[][] = [];
  const seen = new Set<number>();
  for (const start of cyclic) {
    const path: number[] = [];
    const positions = new Map<number, number>();
    let current: number | undefined = start;
    while (current !== undefined && !seen.has(current)) {
      seen.add(current);
      positions.set(current, path.length);
      path.push(current);
      current = dependencies[current]?.find((dependency) => cyclic.has(dependency));
    }
    const position = current === undefined ? undefined : positions.get(current);
    if (position !== undefined) cycles.push(path.slice(position));
  }
  return cycles;
}
