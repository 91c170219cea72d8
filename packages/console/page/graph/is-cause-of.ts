import type { Edge, OperationGraph } from '../model/operation-graph.js';
import type { RowList } from '../model/row-list.js';

/** Checks whether an edge is the reason why the operation at its end did not run: it lies on the path from a failure. */
export function isCauseOf(
  { from, fromUnit, to }: Edge,
  { operations, units }: OperationGraph,
  rows: Pick<RowList, 'at'>,
): boolean {
  const rowAt = (position: number) => rows.at(operations[position]?.index ?? -1);
  const because = rowAt(to)?.response.problem?.['because'];
  if (!Array.isArray(because) || because.length === 0) return false;
  // A group fails as a whole.
  const members =
    from !== undefined && units[fromUnit]?.group === undefined ? [from] : units[fromUnit]?.members;
  return members?.some((member) => rowAt(member)?.state === 'failed') ?? false;
}
