import type { OperationGraph, Unit } from '../model/operation-graph.js';
import { type Box, moveBox } from './box.js';
import { findParts, type Part } from './find-parts.js';
import { layOutPart, type NodePair, type PartLayout, type Size } from './lay-out-part.js';

/** Where everything in the picture of a graph is, in pixels before zoom. */
export interface GraphLayout extends Size {
  /** By the position of the operation. */
  readonly boxes: readonly Box[];
  readonly groups: readonly { readonly unit: number; readonly name: string; readonly box: Box }[];
  /** The places that each edge passes between its ends, by its number; `undefined` for one that is not drawn. */
  readonly bends: readonly (readonly Box[] | undefined)[];
  readonly grids: readonly Grid[];
}

/** Operations in rows and columns, without edges: `loose` ones have none, those of a `large` part have too many. */
export interface Grid {
  readonly kind: 'loose' | 'large';
  readonly count: number;
  /** Where its heading is. */
  readonly y: number;
}

/** The size of an operation, in pixels. */
const NODE_WIDTH = 184;
const NODE_HEIGHT = 48;

/**
 * The most units and edges of one part that is laid out, and of all such parts together. Parts of the same shape are laid out once.
 * dagre takes 20 to 60 ms for such a part on one core of 2020, and four times as long for one that is twice as large.
 */
const MAX_PART = 200;
const MAX_SUM = 1_000;

const GROUP_PADDING = 14;
const GROUP_HEADER = 28;
const MEMBER_GAP = 10;
const GAP = 24;
const GRID_GAP = 12;
const GRID_HEADER = 32;
/** Parts are put side by side up to this width. */
const ROW_WIDTH = 960;

/** Lays out a graph, part by part. Yields after each, so that the caller can let the page work in between. */
export function* layOutGraph(graph: OperationGraph): Generator<void, GraphLayout> {
  const picture = new Picture(graph);
  const { parts, loose } = findParts(graph);
  const large: number[] = [];
  const laidOut = new Map<string, PartLayout>();
  let sum = 0;
  for (const part of parts) {
    const size = part.units.length + part.edges.length;
    const shape = size > MAX_PART ? undefined : shapeOf(graph, part);
    const key = JSON.stringify(shape);
    let layout = laidOut.get(key);
    if (layout === undefined && shape !== undefined && sum + size <= MAX_SUM) {
      layout = layOutPart(shape.sizes, shape.pairs);
      laidOut.set(key, layout);
      sum += size;
    }
    if (layout === undefined)
      for (const unit of part.units) large.push(...(graph.units[unit]?.members ?? []));
    else picture.addPart(part, layout);
    yield;
  }
  picture.addGrid('large', large);
  picture.addGrid('loose', loose);
  return picture.layout;
}

/** Returns all that the layout of a part depends on. */
function shapeOf(
  { units: all, edges: allEdges }: OperationGraph,
  { units, edges }: Part,
): { readonly sizes: readonly Size[]; readonly pairs: readonly NodePair[] } {
  const nodes = new Map(units.map((unit, node) => [unit, node]));
  const nodeOf = (unit: number | undefined): number => nodes.get(unit ?? -1) ?? 0;
  return {
    sizes: units.map((unit) => sizeOf(all[unit])),
    pairs: edges.map((edge) => [nodeOf(allEdges[edge]?.fromUnit), nodeOf(allEdges[edge]?.toUnit)]),
  };
}

/** A picture that is filled from top to bottom. */
class Picture {
  readonly #graph: OperationGraph;
  readonly #boxes: Box[];
  readonly #bends: (readonly Box[] | undefined)[];
  readonly #groups: { unit: number; name: string; box: Box }[] = [];
  readonly #grids: Grid[] = [];
  #width = 0;
  /** Where the next part goes, and the height of its row so far. */
  #x = 0;
  #y = 0;
  #rowHeight = 0;

  constructor(graph: OperationGraph) {
    this.#graph = graph;
    this.#boxes = new Array<Box>(graph.operations.length);
    this.#bends = new Array<undefined>(graph.edges.length).fill(undefined);
  }

  get layout(): GraphLayout {
    return {
      width: this.#width,
      height: this.#y + this.#rowHeight,
      boxes: this.#boxes,
      groups: this.#groups,
      bends: this.#bends,
      grids: this.#grids,
    };
  }

  addPart({ units, edges }: Part, part: PartLayout): void {
    if (this.#x > 0 && this.#x + part.width > ROW_WIDTH) this.#startRow();
    for (const [node, unit] of units.entries()) {
      this.#addUnit(unit, moveBox(part.boxes[node] as Box, this.#x, this.#y));
    }
    for (const [number, edge] of edges.entries()) {
      this.#bends[edge] = part.bends[number]?.map((bend) => moveBox(bend, this.#x, this.#y));
    }
    this.#width = Math.max(this.#width, this.#x + part.width);
    this.#x += part.width + 2 * GAP;
    this.#rowHeight = Math.max(this.#rowHeight, part.height);
  }

  addGrid(kind: Grid['kind'], positions: readonly number[]): void {
    if (positions.length === 0) return;
    this.#startRow();
    this.#grids.push({ kind, count: positions.length, y: this.#y });
    const columns = Math.floor((Math.max(this.#width, ROW_WIDTH) + GRID_GAP) / (NODE_WIDTH + GRID_GAP));
    const top = this.#y + GRID_HEADER;
    for (const [number, position] of positions.entries()) {
      this.#boxes[position] = {
        x: (number % columns) * (NODE_WIDTH + GRID_GAP),
        y: top + Math.floor(number / columns) * (NODE_HEIGHT + GRID_GAP),
        width: NODE_WIDTH,
        height: NODE_HEIGHT,
      };
    }
    const rows = Math.ceil(positions.length / columns);
    const width = Math.min(positions.length, columns) * (NODE_WIDTH + GRID_GAP) - GRID_GAP;
    this.#width = Math.max(this.#width, width);
    this.#rowHeight = GRID_HEADER + rows * (NODE_HEIGHT + GRID_GAP) - GRID_GAP;
  }

  #startRow(): void {
    if (this.#rowHeight > 0) this.#y += this.#rowHeight + GAP;
    this.#x = 0;
    this.#rowHeight = 0;
  }

  #addUnit(unit: number, box: Box): void {
    const { group, members = [] } = this.#graph.units[unit] ?? {};
    if (group !== undefined) this.#groups.push({ unit, name: group, box });
    for (const [number, member] of members.entries()) {
      this.#boxes[member] = group === undefined ? box : memberBox(box, number);
    }
  }
}

function sizeOf(unit: Unit | undefined): Size {
  const { group, members = [] } = unit ?? {};
  if (group === undefined) return { width: NODE_WIDTH, height: NODE_HEIGHT };
  const height = GROUP_HEADER + members.length * (NODE_HEIGHT + MEMBER_GAP) - MEMBER_GAP + GROUP_PADDING;
  return { width: NODE_WIDTH + 2 * GROUP_PADDING, height };
}

function memberBox(box: Box, number: number): Box {
  return {
    x: box.x + GROUP_PADDING,
    y: box.y + GROUP_HEADER + number * (NODE_HEIGHT + MEMBER_GAP),
    width: NODE_WIDTH,
    height: NODE_HEIGHT,
  };
}
