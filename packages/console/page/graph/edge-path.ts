import type { Box } from './box.js';

/** How far an edge between members of one group bends to the right of them, in pixels. */
const LOOP = 20;

/** Returns the path of an edge, as an SVG attribute: from the right side of a box to the left side of another one. */
export function edgePath(from: Box, bends: readonly Box[], to: Box): string {
  let x = from.x + from.width;
  let y = from.y + from.height / 2;
  let path = `M${x} ${y}`;
  const lead = (nextX: number, nextY: number): void => {
    const half = Math.max(24, (nextX - x) / 2);
    path += `C${x + half} ${y} ${nextX - half} ${nextY} ${nextX} ${nextY}`;
    x = nextX;
    y = nextY;
  };
  for (const bend of bends) {
    lead(bend.x, bend.y + bend.height / 2);
    x += bend.width;
    path += `H${x}`;
  }
  lead(to.x - 2, to.y + to.height / 2);
  return path;
}

/** Returns the path of an edge between two boxes that are one above the other. */
export function loopPath(from: Box, to: Box): string {
  const x = from.x + from.width;
  const end = to.x + to.width + 2;
  return `M${x} ${from.y + from.height / 2}C${x + LOOP} ${from.y + from.height / 2} ${end + LOOP} ${to.y + to.height / 2} ${end} ${to.y + to.height / 2}`;
}
