import type { Box } from './box.js';

/** The arrow keys, with the direction that each leads to. */
const DIRECTIONS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/** Returns the position of the box that an arrow key leads to: the nearest in its direction. `undefined` if there is none. */
export function nextNode(boxes: readonly Box[], current: number, key: string): number | undefined {
  const from = boxes[current];
  const [right, down] = DIRECTIONS[key] ?? [0, 0];
  if (from === undefined) return undefined;
  let nearest: number | undefined;
  let shortest = Number.POSITIVE_INFINITY;
  for (const [position, box] of boxes.entries()) {
    const along = (box.x - from.x) * right + (box.y - from.y) * down;
    if (along <= 0) continue;
    const across = Math.abs((box.x - from.x) * down) + Math.abs((box.y - from.y) * right);
    // A box beside the line is only taken if none is on it.
    const distance = along + 2 * across;
    if (distance >= shortest) continue;
    shortest = distance;
    nearest = position;
  }
  return nearest;
}
