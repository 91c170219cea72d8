import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { OperationGraph } from '../model/operation-graph.js';
import type { RowList } from '../model/row-list.js';
import { selectedIndex } from '../model/selection.js';
import { StateMark } from '../state-mark.js';
import { findRelations, toNames } from './relations-of.js';

/** A longer list would take long to draw; “Outcomes” lists every operation. */
const MAX_ITEMS = 500;

/** The properties of {@link GraphList}. */
export interface GraphListProps {
  readonly graph: OperationGraph;
  readonly rows: RowList | undefined;
}

/** The graph in words: each operation that has a dependency, or is one. */
export function GraphList({ graph, rows }: GraphListProps): JSX.Element | null {
  const isOpen = useSignal(false);
  void rows?.version.value;
  const relations = useMemo(() => [...findRelations(graph)].sort(([a], [b]) => a - b), [graph]);
  if (relations.length === 0) return null;
  return (
    <details
      class="graph-list"
      onToggle={(event) => {
        isOpen.value = event.currentTarget.open;
      }}
    >
      <summary>The dependencies as a list</summary>
      {isOpen.value ? (
        <ol>
          {relations.slice(0, MAX_ITEMS).map(([position, { before, after }]) => {
            const operation = graph.operations[position];
            const row = rows?.at(operation?.index ?? -1);
            return (
              <li key={position}>
                <StateMark
                  state={row?.state ?? 'pending'}
                  text={row === undefined ? 'pending' : String(row.response.status ?? 207)}
                />{' '}
                <button
                  type="button"
                  class="link"
                  onClick={() => {
                    selectedIndex.value = operation?.index;
                  }}
                >
                  <bdi>{operation?.id}</bdi>
                </button>
                {before.length === 0 ? '' : ` after ${toNames(before)}`}
                {before.length === 0 || after.length === 0 ? '' : ';'}
                {after.length === 0 ? '' : ` before ${toNames(after)}`}
              </li>
            );
          })}
        </ol>
      ) : null}
      {isOpen.value && relations.length > MAX_ITEMS ? (
        <p class="soft">
          and {(relations.length - MAX_ITEMS).toLocaleString('en')} more: “Outcomes” lists every operation.
        </p>
      ) : null}
    </details>
  );
}
