import { type Placed, placeInOrder } from './place-in-order.js';
import { type NodePair, rankNodes } from './rank-nodes.js';

/** A rectangle, in pixels before zoom. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Nodes in columns, from left to right. */
export interface Layers {
  readonly boxes: readonly Box[];
  /** For each edge, the places between other nodes that it runs through. Empty if its ends are in neighbouring columns. */
  readonly bends: readonly (readonly Box[])[];
  readonly width: number;
  readonly height: number;
}

/** Between columns, where edges run. */
const COLUMN_GAP = 72;
const ROW_GAP = 16;
const BEND_HEIGHT = 10;
/** More bends than these are not worth their time: what is left runs straight. */
const MAX_BENDS = 20_000;
/** Large graphs are sorted less often. */
const MANY = 1_000;

/** A node, or the bend of an edge that passes a column. */
interface Vertex extends Placed {
  readonly left: Vertex[];
  readonly right: Vertex[];
  /** Its place in its column, from 0. */
  place: number;
}

/**
 * Places nodes that are connected. Takes time in proportion to nodes, edges and bends, but for sorting. Yields after each column, so
 * that the caller can let the page work in between.
 */
export function* layerNodes(
  sizes: readonly Pick<Box, 'width' | 'height'>[],
  edges: readonly NodePair[],
): Generator<void, Layers> {
  const ranks = rankNodes(sizes.length, edges);
  const columns: Vertex[][] = [];
  const addTo = (rank: number, height: number, weight: number): Vertex => {
    while (columns.length <= rank) columns.push([]);
    const vertex: Vertex = { height, weight, left: [], right: [], place: 0, middle: 0, wish: 0 };
    columns[rank]?.push(vertex);
    return vertex;
  };
  const vertices = sizes.map(({ height }, node) => addTo(ranks[node] ?? 0, height, 1));
  const connect = (left: Vertex, right: Vertex): void => {
    left.right.push(right);
    right.left.push(left);
  };
  let bendCount = 0;
  const chains = edges.map(([from, to]) => {
    const chain: Vertex[] = [];
    const [start, end] = [ranks[from] ?? 0, ranks[to] ?? 0];
    let last = vertices[from];
    const target = vertices[to];
    if (start >= end || last === undefined || target === undefined) return chain;
    if (bendCount + end - start - 1 <= MAX_BENDS) {
      for (let rank = start + 1; rank < end; rank += 1) {
        const bend = addTo(rank, BEND_HEIGHT, 3);
        chain.push(bend);
        connect(last, bend);
        last = bend;
      }
      bendCount += chain.length;
    }
    connect(last, target);
    return chain;
  });
  const sweeps = sizes.length + bendCount > MANY ? 2 : 8;
  yield* sortColumns(columns, sweeps);
  yield* placeColumns(columns, sweeps);
  return toLayers({ sizes, ranks, columns, vertices, chains });
}

/** Sorts each column by the places of the neighbours, from left to right and back, so that fewer edges cross. */
function* sortColumns(columns: readonly Vertex[][], sweeps: number): Generator<void, void> {
  const renumber = (column: Vertex[]): void => {
    for (const [place, vertex] of column.entries()) vertex.place = place;
  };
  function* sort(sorted: readonly Vertex[][], side: 'left' | 'right'): Generator<void, void> {
    for (const column of sorted) {
      for (const vertex of column) vertex.wish = mean(vertex[side], 'place') ?? vertex.place;
      column.sort((a, b) => a.wish - b.wish);
      renumber(column);
      yield;
    }
  }
  columns.forEach(renumber);
  const backwards = columns.toReversed();
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    yield* sort(columns, 'left');
    yield* sort(backwards, 'right');
  }
  yield* sort(columns, 'left');
}

/** Moves each vertex towards the middle of its neighbours, without changing the order. */
function* placeColumns(columns: readonly Vertex[][], sweeps: number): Generator<void, void> {
  function* place(placed: readonly Vertex[][], sides: readonly ('left' | 'right')[]): Generator<void, void> {
    for (const column of placed) {
      for (const vertex of column) {
        const neighbours =
          sides.length === 1 ? vertex[sides[0] ?? 'left'] : sides.flatMap((side) => vertex[side]);
        vertex.wish = mean(neighbours, 'middle') ?? vertex.middle;
      }
      placeInOrder(column, ROW_GAP);
      yield;
    }
  }
  const backwards = columns.toReversed();
  yield* place(columns, []);
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    yield* place(columns, ['left']);
    yield* place(backwards, ['right']);
  }
  yield* place(columns, ['left', 'right']);
}

function mean(vertices: readonly Vertex[], member: 'place' | 'middle'): number | undefined {
  let sum = 0;
  for (const vertex of vertices) sum += vertex[member];
  return vertices.length === 0 ? undefined : sum / vertices.length;
}

function toLayers({
  sizes,
  ranks,
  columns,
  vertices,
  chains,
}: {
  readonly sizes: readonly Pick<Box, 'width' | 'height'>[];
  readonly ranks: readonly number[];
  readonly columns: readonly (readonly Vertex[])[];
  readonly vertices: readonly Vertex[];
  readonly chains: readonly (readonly Vertex[])[];
}): Layers {
  const widths = columns.map(() => 0);
  for (const [node, { width }] of sizes.entries()) {
    const rank = ranks[node] ?? 0;
    widths[rank] = Math.max(widths[rank] ?? 0, width);
  }
  const lefts: number[] = [];
  let x = 0;
  for (const width of widths) {
    lefts.push(x);
    x += width + COLUMN_GAP;
  }
  let top = Number.POSITIVE_INFINITY;
  let bottom = 0;
  for (const { middle, height } of columns.flat()) top = Math.min(top, middle - height / 2);
  const toBox = (vertex: Vertex | undefined, rank: number, width: number): Box => {
    const { middle = 0, height = 0 } = vertex ?? {};
    const y = Math.round(middle - height / 2 - top);
    bottom = Math.max(bottom, y + height);
    const columnWidth = widths[rank] ?? 0;
    return { x: (lefts[rank] ?? 0) + Math.round((columnWidth - width) / 2), y, width, height };
  };
  const boxes = sizes.map(({ width }, node) => toBox(vertices[node], ranks[node] ?? 0, width));
  // The first bend of an edge is in the column after the one that the edge starts in.
  const rankOf = new Map(columns.flatMap((column, rank) => column.map((vertex) => [vertex, rank] as const)));
  const bends = chains.map((chain) =>
    chain.map((bend) => {
      const rank = rankOf.get(bend) ?? 0;
      return toBox(bend, rank, widths[rank] ?? 0);
    }),
  );
  return { boxes, bends, width: x - COLUMN_GAP, height: bottom };
}
