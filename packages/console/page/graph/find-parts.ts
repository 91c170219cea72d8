import type { OperationGraph } from '../model/operation-graph.js';

/** Units that are connected with each other, and the edges between them, by their numbers. */
export interface Part {
  readonly units: readonly number[];
  readonly edges: readonly number[];
}

/** A graph in parts. */
export interface GraphParts {
  readonly parts: readonly Part[];
  /** The positions of the operations that are in no group, have no dependency, and are not a dependency of another. */
  readonly loose: readonly number[];
}

/** Divides a graph into parts that are not connected with each other, by union-find. */
export function findParts({ units, edges }: OperationGraph): GraphParts {
  const parents = units.map((_, unit) => unit);
  const rootOf = (unit: number): number => {
    let root = unit;
    while (parents[root] !== root) {
      const grandparent = parents[parents[root] ?? 0] ?? 0;
      parents[root] = grandparent;
      root = grandparent;
    }
    return root;
  };
  const isConnected = new Set<number>();
  for (const { fromUnit, toUnit } of edges) {
    isConnected.add(fromUnit).add(toUnit);
    parents[rootOf(toUnit)] = rootOf(fromUnit);
  }
  const parts = new Map<number, { units: number[]; edges: number[] }>();
  const loose: number[] = [];
  for (const [unit, { group, members }] of units.entries()) {
    if (group === undefined && !isConnected.has(unit)) {
      loose.push(...members);
      continue;
    }
    const root = rootOf(unit);
    const part = parts.get(root) ?? { units: [], edges: [] };
    part.units.push(unit);
    parts.set(root, part);
  }
  for (const [number, { fromUnit, toUnit }] of edges.entries()) {
    if (fromUnit !== toUnit) parts.get(rootOf(fromUnit))?.edges.push(number);
  }
  return { parts: [...parts.values()], loose };
}
