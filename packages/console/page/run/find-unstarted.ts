import { toGraph } from '../model/operation-graph.js';
import { hasArrived, type RowState } from '../model/row.js';
import type { RowList } from '../model/row-list.js';
import type { RunOperation } from '../model/run.js';

/** Why an operation without an outcome has not started, or hardly can have. */
export interface Unstarted {
  /** True if what it depends on has failed, so that it has not run. False if that has no outcome itself: it may have succeeded. */
  readonly isCertain: boolean;
  /** The operation that it depends on. */
  readonly cause: RunOperation;
}

/** Returns the operations without an outcome that depend on others which have not succeeded, by their indexes. */
export function findUnstarted(
  operations: readonly RunOperation[],
  rows: Pick<RowList, 'at'>,
): ReadonlyMap<number, Unstarted> {
  const { edges, units } = toGraph(operations);
  const stateOf = (index: number): RowState => {
    const row = rows.at(index);
    return row !== undefined && hasArrived(row) ? row.state : 'pending';
  };
  const unstarted = new Map<number, Unstarted>();
  // What follows from an edge may decide about another one before it, so this repeats until nothing changes.
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (const { from, fromUnit, to, toUnit } of edges) {
      if (stateOf(to) !== 'pending' || unstarted.get(to)?.isCertain === true) continue;
      // A group has to end as a whole, except for its own members.
      const isWhole = from === undefined || fromUnit !== toUnit;
      for (const position of isWhole ? (units[fromUnit]?.members ?? []) : [from]) {
        const state = stateOf(position);
        const cause = operations[position];
        if (cause === undefined || position === to || (state !== 'failed' && state !== 'pending')) continue;
        const isCertain = state === 'failed' || unstarted.get(position)?.isCertain === true;
        if (!isCertain && unstarted.has(to)) continue;
        unstarted.set(to, { isCertain, cause });
        isChanged = true;
        if (isCertain) break;
      }
    }
  }
  return unstarted;
}
