/**
 * Sorts packages so that each comes after those that it depends on: whoever installs one while they are published finds all it needs.
 *
 * @template {{ manifest: { name: string, dependencies?: object, peerDependencies?: object } }} T
 * @param {T[]} packages
 * @returns {T[]}
 */
export function sortByDependencies(packages) {
  const byName = new Map(packages.map((found) => [found.manifest.name, found]));
  const sorted = new Set();
  const add = (found) => {
    const { dependencies, peerDependencies } = found.manifest;
    for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
      if (byName.has(name)) add(byName.get(name));
    }
    sorted.add(found);
  };
  for (const found of packages) add(found);
  return [...sorted];
}
