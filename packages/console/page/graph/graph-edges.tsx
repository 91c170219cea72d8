import type { JSX } from 'preact';
import type { Edge, OperationGraph } from '../model/operation-graph.js';
import { edgePath, loopPath } from './edge-path.js';
import type { GraphLayout } from './lay-out-graph.js';
import type { Box } from './layer-nodes.js';
import { overlaps } from './use-visible-region.js';

/** More edges than these cannot be told apart. */
const MAX_EDGES = 1_000;

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
          />
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

/** Returns the edges in a region. If they are too many to be drawn, those that end in it come first. */
function seenEdges({ edges }: OperationGraph, layout: GraphLayout, region: Box): readonly SeenEdge[] {
  const groupBoxes = new Map(layout.groups.map(({ unit, box }) => [unit, box]));
  const seen: SeenEdge[] = [];
  for (const [number, edge] of edges.entries()) {
    const from = edge.from === undefined ? groupBoxes.get(edge.fromUnit) : layout.boxes[edge.from];
    const to = layout.boxes[edge.to];
    if (from !== undefined && to !== undefined && overlaps(between(from, to), region)) {
      seen.push({ edge, number, from, to });
    }
  }
  if (seen.length <= MAX_EDGES) return seen;
  const [ending, passing] = [true, false].map((ends) =>
    seen.filter(({ to }) => overlaps(to, region) === ends),
  );
  return [...(ending ?? []), ...(passing ?? [])].slice(0, MAX_EDGES);
}

/** Returns the box that contains two others. */
function between(a: Box, b: Box): Box {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  const right = Math.max(a.x + a.width, b.x + b.width);
  const bottom = Math.max(a.y + a.height, b.y + b.height);
  return { x, y, width: right - x, height: bottom - y };
}
