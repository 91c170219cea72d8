import { ReadyQueue } from './ready-queue.js';

/**
 * Sorts numbers from 0 so that each comes after those that it needs, and the least first where several may come.
 *
 * `dependencies` lists for each number those that it needs, each once. Gives the order, and the numbers that stand in no order
 * because they need each other, or such a one. Takes time linear in numbers and needs, where the needs come before what
 * needs them.
 */
export function topologicalSort(dependencies: readonly (readonly number[])[]): {
  readonly order: readonly number[];
  readonly cyclic: ReadonlySet<number>;
} {
  const dependents: number[][] = dependencies.map(() => []);
  const open = dependencies.map((list) => list.length);
  dependencies.forEach((list, number) => {
    for (const dependency of list) dependents[dependency]?.push(number);
  });
  const ready = new ReadyQueue();
  const cyclic = new Set<number>();
  open.forEach((count, number) => {
    cyclic.add(number);
    if (count === 0) ready.add(number);
  });
  const order: number[] = [];
  for (let number = ready.take(); number !== undefined; number = ready.take()) {
    order.push(number);
    cyclic.delete(number);
    for (const dependent of dependents[number] ?? []) {
      const left = (open[dependent] ?? 0) - 1;
      open[dependent] = left;
      if (left === 0) ready.add(dependent);
    }
  }
  return { order, cyclic };
}

/**
 * Finds the rings among the numbers that {@link topologicalSort} could not sort: each as the numbers in the order in which
 * they need each other. Every stuck number is in one of them, or needs one. Linear; rings that share a number are not
 * all found.
 */
export function findCycles(
  dependencies: readonly (readonly number[])[],
  cyclic: ReadonlySet<number>,
): number[][] {
  const cycles: number[][] = [];
  const seen = new Set<number>();
  for (const start of cyclic) {
    const path: number[] = [];
    const places = new Map<number, number>();
    let current: number | undefined = start;
    while (current !== undefined && !seen.has(current)) {
      seen.add(current);
      places.set(current, path.length);
      path.push(current);
      current = dependencies[current]?.find((dependency) => cyclic.has(dependency));
    }
    const place = current === undefined ? undefined : places.get(current);
    if (place !== undefined) cycles.push(path.slice(place));
  }
  return cycles;
}
