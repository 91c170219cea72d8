import { ReadyQueue } from './ready-queue.js';

/**
 * Sorts numbers from 0 so that each comes after those that it needs, and the least first where several may come.
 *
 * `needs` lists for each number those that it needs, each once. Gives the order, and the numbers that stand in no order
 * because they need each other, or such a one. Takes time linear in numbers and needs, where the needs come before what
 * needs them.
 */
export function sortByNeeds(needs: readonly (readonly number[])[]): {
  readonly order: readonly number[];
  readonly stuck: ReadonlySet<number>;
} {
  const dependents: number[][] = needs.map(() => []);
  const open = needs.map((list) => list.length);
  needs.forEach((list, number) => {
    for (const need of list) dependents[need]?.push(number);
  });
  const ready = new ReadyQueue();
  const stuck = new Set<number>();
  open.forEach((count, number) => {
    stuck.add(number);
    if (count === 0) ready.add(number);
  });
  const order: number[] = [];
  for (let number = ready.take(); number !== undefined; number = ready.take()) {
    order.push(number);
    stuck.delete(number);
    for (const dependent of dependents[number] ?? []) {
      const left = (open[dependent] ?? 0) - 1;
      open[dependent] = left;
      if (left === 0) ready.add(dependent);
    }
  }
  return { order, stuck };
}

/**
 * Finds the rings among the numbers that {@link sortByNeeds} could not sort: each as the numbers in the order in which
 * they need each other. Every stuck number is in one of them, or needs one. Linear; rings that share a number are not
 * all found.
 */
export function findCycles(needs: readonly (readonly number[])[], stuck: ReadonlySet<number>): number[][] {
  const cycles: number[][] = [];
  const seen = new Set<number>();
  for (const start of stuck) {
    const path: number[] = [];
    const places = new Map<number, number>();
    let current: number | undefined = start;
    while (current !== undefined && !seen.has(current)) {
      seen.add(current);
      places.set(current, path.length);
      path.push(current);
      current = needs[current]?.find((need) => stuck.has(need));
    }
    const place = current === undefined ? undefined : places.get(current);
    if (place !== undefined) cycles.push(path.slice(place));
  }
  return cycles;
}
