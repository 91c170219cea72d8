import type { JSX } from 'preact';
import type { OperationGraph } from '../model/operation-graph.js';

/** Shows what is in the graph, and what its lines mean. */
export function GraphLegend({ graph }: { readonly graph: OperationGraph }): JSX.Element {
  const { operations, units, edges } = graph;
  const groups = units.filter(({ group }) => group !== undefined).length;
  return (
    <p class="graph-legend soft">
      <span>
        {[
          counted(operations.length, 'operation', 'operations'),
          edges.length === 0
            ? 'none depends on another'
            : counted(edges.length, 'dependency', 'dependencies'),
          ...(groups === 0 ? [] : [counted(groups, 'group', 'groups')]),
        ].join(' · ')}
      </span>
      {edges.some(({ hasValue }) => !hasValue) ? (
        <span>
          <span aria-hidden="true" class="line" />
          starts after
        </span>
      ) : null}
      {edges.some(({ hasValue }) => hasValue) ? (
        <span>
          <span aria-hidden="true" class="line value" />
          takes a value
        </span>
      ) : null}
    </p>
  );
}

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
