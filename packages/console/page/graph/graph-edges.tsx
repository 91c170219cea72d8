import type { JSX } from 'preact';
import type { Edge, OperationGraph } from '../model/operation-graph.js';
import { type Box, overlaps } from './box.js';
import { edgePath, loopPath } from './edge-path.js';
import type { GraphLayout } from './lay-out-graph.js';

/** The properties of {@link GraphEdges}. */
export interface GraphEdgesProps {
  readonly graph: OperationGraph;
  readonly layout: GraphLayout;
  readonly region: Box;
  /** Checks whether an edge is the reason why the operation at its end did not run. */
  readonly isCause: (edge: Edge) => boolean;
}

/** The edges of the graph that lie in a region. */
export function GraphEdges({ graph, layout, region, isCause }: GraphEdgesProps): JSX.Element {
  const seen = seenEdges(graph, layout, region);
  return (
    <svg class="graph-edges" width={layout.width} height={layout.height} aria-hidden="true">
      <defs>
        {['plain', 'cause'].map((kind) => (
          <marker
            key={kind}
            id={`arrow-${kind}`}
            class={kind}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto"
          >
            <path d="M0 0.5 8 4 0 7.5Z" />
          </marker>
        ))}
      </defs>
      {seen.map(({ edge, number, from, to }) => {
        const kind = isCause(edge) ? 'cause' : 'plain';
        const isInner = edge.fromUnit === edge.toUnit;
        return (
          <path
            key={number}
            class={`edge ${kind}${edge.hasValue ? ' value' : ''}`}
            d={isInner ? loopPath(from, to) : edgePath(from, layout.bends[number] ?? [], to)}
            marker-end={`url(#arrow-${kind})`}
          >
            <title>{edge.reasons.join(', ')}</title>
          </path>
        );
      })}
    </svg>
  );
}

interface SeenEdge {
  readonly edge: Edge;
  readonly number: number;
  readonly from: Box;
  readonly to: Box;
}

/** Returns the edges in a region, but for those of parts that are not drawn. */
function seenEdges({ edges }: OperationGraph, layout: GraphLayout, region: Box): readonly SeenEdge[] {
  const groupBoxes = new Map(layout.groups.map(({ unit, box }) => [unit, box]));
  return edges.flatMap((edge, number) => {
    const { from, fromUnit, to, toUnit } = edge;
    const isDrawn = fromUnit === toUnit ? groupBoxes.has(toUnit) : layout.bends[number] !== undefined;
    const start = from === undefined ? groupBoxes.get(fromUnit) : layout.boxes[from];
    const end = layout.boxes[to];
    if (!isDrawn || start === undefined || end === undefined) return [];
    return overlaps(between(start, end), region) ? [{ edge, number, from: start, to: end }] : [];
  });
}

/** Returns the box that contains two others. */
function between(a: Box, b: Box): Box {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  const right = Math.max(a.x + a.width, b.x + b.width);
  const bottom = Math.max(a.y + a.height, b.y + b.height);
  return { x, y, width: right - x, height: bottom - y };
}
