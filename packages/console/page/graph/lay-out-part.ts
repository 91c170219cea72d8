import { graphlib, layout } from '@dagrejs/dagre';
import type { Box } from './box.js';

/** The size of a node. */
export type Size = Pick<Box, 'width' | 'height'>;

/** An edge between two nodes, by their numbers. */
export type NodePair = readonly [from: number, to: number];

/** Where the nodes of a part are, in columns from left to right, and where its edges pass the columns between their ends. */
export interface PartLayout extends Size {
  readonly boxes: readonly Box[];
  readonly bends: readonly (readonly Box[])[];
}

const SETTINGS = { rankdir: 'LR', ranksep: 72, nodesep: 16, edgesep: 12 } as const;

/** Lays out nodes that are connected, by dagre. */
export function layOutPart(sizes: readonly Size[], pairs: readonly NodePair[]): PartLayout {
  const graph = new graphlib.Graph();
  graph.setGraph({ ...SETTINGS });
  for (const [node, { width, height }] of sizes.entries()) graph.setNode(String(node), { width, height });
  for (const [from, to] of pairs) graph.setEdge(String(from), String(to), {});
  layout(graph);
  const boxes = sizes.map((size, node) => {
    const { x, y } = graph.node(String(node)) as { readonly x: number; readonly y: number };
    return { x: Math.round(x - size.width / 2), y: Math.round(y - size.height / 2), ...size };
  });
  const columns = columnsOf(boxes);
  const bends = pairs.map(([from, to]) => {
    const { points } = graph.edge(String(from), String(to)) as {
      readonly points: readonly { readonly x: number; readonly y: number }[];
    };
    // The points between two columns, where dagre would put a label, would only bend the line.
    return points.slice(1, -1).flatMap(({ x, y }) => {
      const width = columns.get(Math.round(x));
      return width === undefined ? [] : [{ x: x - width / 2, y, width, height: 0 }];
    });
  });
  const { width = 0, height = 0 } = graph.graph() as Partial<Size>;
  return { boxes, bends, width, height };
}

/** Returns the width of each column by its middle. */
function columnsOf(boxes: readonly Box[]): ReadonlyMap<number, number> {
  const columns = new Map<number, number>();
  for (const { x, width } of boxes) {
    const middle = Math.round(x + width / 2);
    columns.set(middle, Math.max(columns.get(middle) ?? 0, width));
  }
  return columns;
}
