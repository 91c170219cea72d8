/**
 * Returns the indexes of the operations that can never start, because their dependencies lead into a circle. `dependencies` has
 * the indexes that each operation depends on. Takes linear time.
 */
export function findCircles(dependencies: readonly (readonly number[])[]): ReadonlySet<number> {
  const unmet = dependencies.map(({ length }) => length);
  const dependents = dependencies.map((): number[] => []);
  for (const [index, each] of dependencies.entries()) {
    for (const dependency of each) dependents[dependency]?.push(index);
  }
  const waiting = new Set(dependencies.keys());
  const free = [...waiting].filter((index) => unmet[index] === 0);
  // The list grows while it is read.
  for (const index of free) {
    waiting.delete(index);
    for (const dependent of dependents[index] ?? []) {
      const left = (unmet[dependent] ?? 0) - 1;
      unmet[dependent] = left;
      if (left === 0) free.push(dependent);
    }
  }
  return waiting;
}
