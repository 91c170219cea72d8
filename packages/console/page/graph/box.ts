/** A rectangle, in pixels before zoom. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Checks whether two boxes overlap. */
export function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Returns a box at another place. */
export function moveBox(box: Box, x: number, y: number): Box {
  return { ...box, x: box.x + x, y: box.y + y };
}
