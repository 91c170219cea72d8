import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { type Edge, type GraphOperation, type OperationGraph, toGraph } from '../model/operation-graph.js';
import type { RowList } from '../model/row-list.js';
import { selectedIndex } from '../model/selection.js';
import { GraphEdges } from './graph-edges.js';
import { GraphLegend } from './graph-legend.js';
import { GraphList } from './graph-list.js';
import { GraphNode } from './graph-node.js';
import { isCauseOf } from './is-cause-of.js';
import { type GraphLayout, layOutGraph } from './lay-out-graph.js';
import { nextNode } from './next-node.js';
import { relationsOf } from './relations-of.js';
import { runInSlices } from './run-in-slices.js';
import { overlaps, useVisibleRegion } from './use-visible-region.js';

/** The properties of {@link GraphPicture}. */
export interface GraphPictureProps {
  readonly operations: readonly GraphOperation[];
  /** The outcomes that have arrived; `undefined` for a batch that was not sent. */
  readonly rows: RowList | undefined;
}

/** The smallest bounds how many operations are drawn at once. */
const ZOOMS = [0.4, 0.55, 0.75, 1, 1.3, 1.7] as const;
/** Around the picture. */
const MARGIN = 20;

/** The graph as a picture. Outcomes change its colours, not its places. */
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
  return <GraphCanvas graph={shown.graph} layout={shown.layout} rows={rows} />;
}

/** The properties of {@link GraphCanvas}. */
interface GraphCanvasProps {
  readonly graph: OperationGraph;
  readonly layout: GraphLayout;
  readonly rows: RowList | undefined;
}

/** Draws a graph: only what is seen of it, so that it may have any size. */
function GraphCanvas({ graph, layout, rows }: GraphCanvasProps): JSX.Element {
  const { operations } = graph;
  const relations = useMemo(() => relationsOf(graph), [graph]);
  const scrollRef = useRef<HTMLDivElement>(null);
  const zoom = useSignal<number>(1);
  const active = useSignal(0);
  const region = useVisibleRegion(scrollRef, zoom.value).value;
  const selected = selectedIndex.value;
  void rows?.version.value;

  const fit = (smallest: number): void => {
    const { clientWidth = 1, clientHeight = 1 } = scrollRef.current ?? {};
    const factor = Math.min(
      (clientWidth - 2 * MARGIN) / layout.width,
      (clientHeight - 2 * MARGIN) / layout.height,
    );
    zoom.value = Math.max(smallest, Math.min(1, factor));
  };
  const reveal = (position: number): void => {
    const box = layout.boxes[position];
    const { current } = scrollRef;
    if (box === undefined || current === null) return;
    current.scrollLeft = (box.x + box.width / 2) * zoom.peek() - current.clientWidth / 2;
    current.scrollTop = (box.y + box.height / 2) * zoom.peek() - current.clientHeight / 2;
  };
  useLayoutEffect(() => {
    active.value = 0;
    fit(0.65);
  }, [layout]);
  useLayoutEffect(() => {
    const position = operations.findIndex(({ index }) => index === selected);
    reveal(Math.max(position, 0));
    if (position >= 0) active.value = position;
  }, [layout, selected, zoom.value]);

  const onSelect = (position: number): void => {
    selectedIndex.value = operations[position]?.index;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = nextNode(layout.boxes, active.value, event.key);
    if (next === undefined) return;
    event.preventDefault();
    active.value = next;
    // It may be drawn only now.
    requestAnimationFrame(() => {
      scrollRef.current?.querySelector<HTMLElement>(`[data-position="${next}"]`)?.focus();
    });
  };
  const step = (by: 1 | -1): void => {
    const zooms = by === 1 ? ZOOMS : ZOOMS.toReversed();
    zoom.value = zooms.find((value) => (value - zoom.value) * by > 0.01) ?? zoom.value;
  };
  const isCause = (edge: Edge): boolean => rows !== undefined && isCauseOf(edge, graph, rows);
  const scale = { transform: `scale(${zoom.value})` };
  const drawn = layout.boxes.flatMap((box, position) =>
    position === active.value || overlaps(box, region) ? [{ box, position }] : [],
  );
  return (
    <div class="graph">
      <div class="graph-tools">
        <GraphLegend graph={graph} />
        <div class="zoom" role="group" aria-label="Zoom">
          <button type="button" aria-label="Smaller" onClick={() => step(-1)}>
            −
          </button>
          <button type="button" onClick={() => fit(ZOOMS[0])}>
            Fit
          </button>
          <button type="button" aria-label="Larger" onClick={() => step(1)}>
            +
          </button>
        </div>
      </div>
      <div
        class="graph-scroll"
        ref={scrollRef}
        style={{ height: `min(${layout.height + 2 * MARGIN + 2}px, 66vh)` }}
      >
        <div
          class="graph-size"
          style={{
            width: `${layout.width * zoom.value}px`,
            height: `${layout.height * zoom.value}px`,
          }}
        >
          <div class="graph-scale" role="group" aria-label="Operations" style={scale} onKeyDown={onKeyDown}>
            {layout.groups.map(({ unit, name, box }) =>
              overlaps(box, region) ? (
                <div
                  key={unit}
                  class="graph-group"
                  title={`Group ${name}`}
                  style={{
                    left: `${box.x}px`,
                    top: `${box.y}px`,
                    width: `${box.width}px`,
                    height: `${box.height}px`,
                  }}
                >
                  <bdi>{name}</bdi>
                </div>
              ) : null,
            )}
            <GraphEdges graph={graph} layout={layout} region={region} isCause={isCause} />
            {layout.loose.count > 0 && layout.loose.count < operations.length ? (
              <p class="graph-loose" style={{ top: `${layout.loose.y}px` }}>
                {layout.loose.count.toLocaleString('en')}{' '}
                {layout.loose.count === 1 ? 'operation' : 'operations'} without dependencies
              </p>
            ) : null}
            {drawn.map(({ box, position }) => {
              const operation = operations[position] as GraphOperation;
              return (
                <GraphNode
                  key={position}
                  operation={operation}
                  position={position}
                  box={box}
                  row={rows?.at(operation.index)}
                  relations={relations(position)}
                  isSelected={operation.index === selected}
                  isActive={position === active.value}
                  onSelect={onSelect}
                />
              );
            })}
          </div>
        </div>
      </div>
      <GraphList graph={graph} rows={rows} onSelect={onSelect} />
    </div>
  );
}
