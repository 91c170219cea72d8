import type { OperationGraph } from '../model/operation-graph.js';
import { type Box, layerNodes } from './layer-nodes.js';

/** Where everything in the picture of a graph is, in pixels before zoom. */
export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  /** By the position of the operation. */
  readonly boxes: readonly Box[];
  readonly groups: readonly { readonly unit: number; readonly name: string; readonly box: Box }[];
  /** The places that each edge runs through, by its number. */
  readonly bends: readonly (readonly Box[])[];
  /** How many operations have no dependency and are none, and where they begin. */
  readonly loose: { readonly count: number; readonly y: number };
}

/** The size of an operation. */
export const NODE_WIDTH = 184;
export const NODE_HEIGHT = 48;

const GROUP_PADDING = 14;
const GROUP_HEADER = 28;
const MEMBER_GAP = 10;
const GAP = 24;
const LOOSE_GAP = 12;
const LOOSE_HEADER = 32;
/** Pieces are put side by side up to this width. */
const ROW_WIDTH = 960;

/**
 * Lays out a graph. Pieces that are connected are laid out each for itself; operations without any dependency are packed in a grid
 * below them. Yields from time to time, so that the caller can let the page work in between.
 *
 * Own code, because dagre cannot be interrupted, and takes seconds for some hundred operations.
 */
export function* layOutGraph(graph: OperationGraph): Generator<void, GraphLayout> {
  const { operations, units, edges } = graph;
  const boxes = new Array<Box>(operations.length);
  const bends = new Array<readonly Box[]>(edges.length).fill([]);
  const groups: { unit: number; name: string; box: Box }[] = [];
  const { pieces, loose } = findPieces(graph);
  let [x, y, rowHeight, width] = [0, 0, 0, 0];
  for (const { unitNumbers, edgeNumbers } of pieces) {
    const local = new Map(unitNumbers.map((unit, node) => [unit, node]));
    const sizes = unitNumbers.map((unit) => sizeOf(units[unit]?.group, units[unit]?.members.length ?? 1));
    const layers = yield* layerNodes(
      sizes,
      edgeNumbers.map((number) => {
        const edge = edges[number];
        return [local.get(edge?.fromUnit ?? 0) ?? 0, local.get(edge?.toUnit ?? 0) ?? 0];
      }),
    );
    if (x > 0 && x + layers.width > ROW_WIDTH) {
      y += rowHeight + GAP;
      x = 0;
      rowHeight = 0;
    }
    const move = (box: Box): Box => ({ ...box, x: box.x + x, y: box.y + y });
    for (const [node, unit] of unitNumbers.entries()) {
      const box = move(layers.boxes[node] as Box);
      const { group, members = [] } = units[unit] ?? {};
      if (group !== undefined) groups.push({ unit, name: group, box });
      for (const [number, member] of members.entries()) {
        boxes[member] = group === undefined ? box : memberBox(box, number);
      }
    }
    for (const [number, edge] of edgeNumbers.entries()) bends[edge] = (layers.bends[number] ?? []).map(move);
    width = Math.max(width, x + layers.width);
    x += layers.width + GAP * 2;
    rowHeight = Math.max(rowHeight, layers.height);
  }
  const looseTop = pieces.length === 0 ? 0 : y + rowHeight + GAP;
  const columns = Math.max(
    1,
    Math.floor((Math.max(width, ROW_WIDTH) + LOOSE_GAP) / (NODE_WIDTH + LOOSE_GAP)),
  );
  for (const [number, position] of loose.entries()) {
    boxes[position] = {
      x: (number % columns) * (NODE_WIDTH + LOOSE_GAP),
      y: looseTop + LOOSE_HEADER + Math.floor(number / columns) * (NODE_HEIGHT + LOOSE_GAP),
      width: NODE_WIDTH,
      height: NODE_HEIGHT,
    };
  }
  const rows = Math.ceil(loose.length / columns);
  const looseWidth = Math.min(loose.length, columns) * (NODE_WIDTH + LOOSE_GAP) - LOOSE_GAP;
  const looseHeight = rows === 0 ? 0 : LOOSE_HEADER + rows * (NODE_HEIGHT + LOOSE_GAP) - LOOSE_GAP;
  return {
    width: Math.max(width, looseWidth),
    height: rows === 0 ? y + rowHeight : looseTop + looseHeight,
    boxes,
    groups,
    bends,
    loose: { count: loose.length, y: looseTop },
  };
}

/** Units that are connected with each other, and the edges between them. */
interface Piece {
  readonly unitNumbers: number[];
  readonly edgeNumbers: number[];
}

/** Divides a graph, by union-find. `loose` are the positions of the operations that are in no group and have no edge. */
function findPieces({ units, edges }: OperationGraph): {
  pieces: readonly Piece[];
  loose: readonly number[];
} {
  const parents = units.map((_, unit) => unit);
  const rootOf = (unit: number): number => {
    let root = unit;
    while (parents[root] !== root) {
      const grandparent = parents[parents[root] ?? 0] ?? 0;
      parents[root] = grandparent;
      root = grandparent;
    }
    return root;
  };
  const isConnected = new Set<number>();
  for (const { fromUnit, toUnit } of edges) {
    isConnected.add(fromUnit).add(toUnit);
    parents[rootOf(toUnit)] = rootOf(fromUnit);
  }
  const pieces = new Map<number, Piece>();
  const loose: number[] = [];
  for (const [unit, { group, members }] of units.entries()) {
    if (group === undefined && !isConnected.has(unit)) {
      loose.push(...members);
      continue;
    }
    const root = rootOf(unit);
    const piece = pieces.get(root) ?? { unitNumbers: [], edgeNumbers: [] };
    piece.unitNumbers.push(unit);
    pieces.set(root, piece);
  }
  for (const [number, { fromUnit, toUnit }] of edges.entries()) {
    if (fromUnit !== toUnit) pieces.get(rootOf(fromUnit))?.edgeNumbers.push(number);
  }
  return { pieces: [...pieces.values()], loose };
}

function sizeOf(group: string | undefined, count: number): Pick<Box, 'width' | 'height'> {
  if (group === undefined) return { width: NODE_WIDTH, height: NODE_HEIGHT };
  const members = count * (NODE_HEIGHT + MEMBER_GAP) - MEMBER_GAP;
  return { width: NODE_WIDTH + 2 * GROUP_PADDING, height: GROUP_HEADER + members + GROUP_PADDING };
}

function memberBox(box: Box, number: number): Box {
  return {
    x: box.x + GROUP_PADDING,
    y: box.y + GROUP_HEADER + number * (NODE_HEIGHT + MEMBER_GAP),
    width: NODE_WIDTH,
    height: NODE_HEIGHT,
  };
}
