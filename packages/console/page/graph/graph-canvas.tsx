import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { GraphOperation, OperationGraph } from '../model/operation-graph.js';
import type { RowList } from '../model/row-list.js';
import { selectedIndex } from '../model/selection.js';
import { type Box, overlaps } from './box.js';
import { GraphEdges } from './graph-edges.js';
import { GraphFrames } from './graph-frames.js';
import { GraphLegend } from './graph-legend.js';
import { GraphNode } from './graph-node.js';
import { isCauseOf } from './is-cause-of.js';
import type { GraphLayout } from './lay-out-graph.js';
import { nextNode } from './next-node.js';
import { relationsOf } from './relations-of.js';
import { useVisibleRegion } from './use-visible-region.js';
import { useZoom } from './use-zoom.js';
import { ZoomButtons } from './zoom-buttons.js';

/** The properties of {@link GraphCanvas}. */
export interface GraphCanvasProps {
  readonly graph: OperationGraph;
  readonly layout: GraphLayout;
  readonly rows: RowList | undefined;
}

/** The space around the picture in pixels, as in the style sheet. */
const PADDING = 20;

/** Draws a graph: only what is seen of it, so that it may have any size. */
export function GraphCanvas({ graph, layout, rows }: GraphCanvasProps): JSX.Element {
  const { operations } = graph;
  const scrollRef = useRef<HTMLDivElement>(null);
  const active = useSignal(0);
  const zoom = useZoom(scrollRef, layout, PADDING);
  const region = useVisibleRegion(scrollRef, zoom.factor).value;
  const selected = selectedIndex.value;
  useLayoutEffect(() => {
    const position = Math.max(
      0,
      operations.findIndex(({ index }) => index === selected),
    );
    active.value = position;
    const box = layout.boxes[position];
    if (box !== undefined) reveal(scrollRef.current, box, zoom.factor);
  }, [layout, selected, zoom.factor]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = nextNode(layout.boxes, active.value, event.key);
    if (next === undefined) return;
    event.preventDefault();
    active.value = next;
    // It may be outside of what is drawn until the next frame.
    requestAnimationFrame(() => {
      scrollRef.current?.querySelector<HTMLElement>(`[data-position="${next}"]`)?.focus();
    });
  };
  const { width, height } = layout;
  const scaled = { width: `${width * zoom.factor}px`, height: `${height * zoom.factor}px` };
  return (
    <>
      <div class="graph-tools">
        <GraphLegend graph={graph} />
        <ZoomButtons zoom={zoom} />
      </div>
      <div
        class="graph-scroll"
        ref={scrollRef}
        style={{ height: `min(${height + 2 * PADDING + 2}px, 66vh)` }}
      >
        <div class="graph-size" style={scaled}>
          <section
            class="graph-scale"
            aria-label="Operations"
            style={{ transform: `scale(${zoom.factor})` }}
            onKeyDown={onKeyDown}
          >
            <GraphFrames layout={layout} region={region} />
            <GraphEdges
              graph={graph}
              layout={layout}
              region={region}
              isCause={(edge) => rows !== undefined && isCauseOf(edge, graph, rows)}
            />
            <Nodes {...{ graph, layout, rows, region }} active={active.value} />
          </section>
        </div>
      </div>
    </>
  );
}

/** The operations in a region, and the one that the tab key leads to. */
function Nodes({
  graph,
  layout,
  rows,
  region,
  active,
}: GraphCanvasProps & { readonly region: Box; readonly active: number }): JSX.Element {
  const relations = useMemo(() => relationsOf(graph), [graph]);
  void rows?.version.value;
  const { operations } = graph;
  const seen = layout.boxes.flatMap((box, position) =>
    position === active || overlaps(box, region) ? [{ box, position }] : [],
  );
  return (
    <>
      {seen.map(({ box, position }) => {
        const operation = operations[position] as GraphOperation;
        return (
          <GraphNode
            key={position}
            operation={operation}
            position={position}
            box={box}
            row={rows?.at(operation.index)}
            relations={relations(position)}
            isSelected={operation.index === selectedIndex.value}
            isActive={position === active}
          />
        );
      })}
    </>
  );
}

/** Scrolls a box to the middle. */
function reveal(element: HTMLElement | null, box: Box, factor: number): void {
  if (element === null) return;
  element.scrollLeft = (box.x + box.width / 2) * factor - element.clientWidth / 2;
  element.scrollTop = (box.y + box.height / 2) * factor - element.clientHeight / 2;
}
