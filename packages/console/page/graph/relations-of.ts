import type { OperationGraph } from '../model/operation-graph.js';

/** How many names are listed; the others are counted. */
const MAX_NAMES = 5;

/** What an operation depends on, and what depends on it, as names. */
export interface Relations {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Returns the relations of each operation that has any, by its position. */
export function findRelations({ operations, units, edges }: OperationGraph): ReadonlyMap<number, Relations> {
  const found = new Map<number, { before: string[]; after: string[] }>();
  const at = (position: number) => {
    const relations = found.get(position) ?? { before: [], after: [] };
    found.set(position, relations);
    return relations;
  };
  for (const { from, fromUnit, to } of edges) {
    const group = units[fromUnit]?.group;
    at(to).before.push(from === undefined ? (group ?? '') : (operations[from]?.id ?? ''));
    const needed = from === undefined ? (units[fromUnit]?.members ?? []) : [from];
    for (const position of needed) at(position).after.push(operations[to]?.id ?? '');
  }
  return found;
}

/** Returns a function that returns the relations of an operation as text, and `''` if it has none. */
export function relationsOf(graph: OperationGraph): (position: number) => string {
  const relations = findRelations(graph);
  return (position) => {
    const { before = [], after = [] } = relations.get(position) ?? {};
    const group = graph.units[graph.unitOf[position] ?? -1]?.group;
    return [
      group === undefined ? '' : `, in the group ${group}`,
      before.length === 0 ? '' : `, after ${toNames(before)}`,
      after.length === 0 ? '' : `, before ${toNames(after)}`,
    ].join('');
  };
}

/** Returns names as a list, of which only the first are named. */
export function toNames(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES).join(', ');
  return names.length > MAX_NAMES ? `${shown} and ${names.length - MAX_NAMES} more` : shown;
}
