/**
 * Returns the numbers of those that can never be first, because what they depend on leads into a circle. `dependencies` has, by
 * number, the numbers that each depends on. Takes linear time.
 */
export function findCircles(dependencies: readonly (readonly number[])[]): ReadonlySet<number> {
  const unmet = dependencies.map(({ length }) => length);
  const dependents = dependencies.map((): number[] => []);
  for (const [number, each] of dependencies.entries()) {
    for (const dependency of each) dependents[dependency]?.push(number);
  }
  const waiting = new Set(dependencies.keys());
  const free = [...waiting].filter((number) => unmet[number] === 0);
  // The list grows while it is read.
  for (const number of free) {
    waiting.delete(number);
    for (const dependent of dependents[number] ?? []) {
      const left = (unmet[dependent] ?? 0) - 1;
      unmet[dependent] = left;
      if (left === 0) free.push(dependent);
    }
  }
  return waiting;
}
