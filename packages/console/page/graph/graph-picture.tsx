import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useLayoutEffect, useMemo } from 'preact/hooks';
import { type GraphOperation, type OperationGraph, toGraph } from '../model/operation-graph.js';
import type { RowList } from '../model/row-list.js';
import { GraphCanvas } from './graph-canvas.js';
import { GraphList } from './graph-list.js';
import { type GraphLayout, layOutGraph } from './lay-out-graph.js';
import { runInSlices } from './run-in-slices.js';

/** The properties of {@link GraphPicture}. */
export interface GraphPictureProps {
  readonly operations: readonly GraphOperation[];
  /** The outcomes that have arrived; `undefined` for a batch that was not sent. */
  readonly rows: RowList | undefined;
}

/** The graph as a picture and as a list. Outcomes change its colours, not its places. */
export function GraphPicture({ operations, rows }: GraphPictureProps): JSX.Element {
  const graph = useMemo(() => toGraph(operations), [operations]);
  const laidOut = useSignal<{ readonly graph: OperationGraph; readonly layout: GraphLayout } | undefined>(
    undefined,
  );
  useLayoutEffect(() => {
    const controller = new AbortController();
    void runInSlices(layOutGraph(graph), controller.signal).then((layout) => {
      if (layout !== undefined) laidOut.value = { graph, layout };
    });
    return () => controller.abort();
  }, [graph]);
  const shown = laidOut.value;
  if (shown === undefined) return <p class="empty">Drawing…</p>;
  return (
    <div class="graph">
      <GraphCanvas graph={shown.graph} layout={shown.layout} rows={rows} />
      <GraphList graph={shown.graph} rows={rows} />
    </div>
  );
}
