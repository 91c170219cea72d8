/** The lines of a long list that are drawn, and the space for those that are not. */
export interface VisibleLines {
  /** The number of the first line that is drawn, from 0. */
  readonly first: number;
  /** The number after the last line that is drawn. */
  readonly end: number;
  /** The height of the lines before and after, in pixels. */
  readonly before: number;
  readonly after: number;
}

/** The number of lines that are drawn beyond those that can be seen, on each side. */
const MARGIN = 10;

/** Returns which lines of a list can be seen. All lines have the same height; all measures are in pixels. */
export function visibleLines(
  count: number,
  { top, height, lineHeight }: { readonly top: number; readonly height: number; readonly lineHeight: number },
): VisibleLines {
  const first = Math.max(0, Math.min(count, Math.floor(top / lineHeight)) - MARGIN);
  const end = Math.min(count, Math.ceil((top + height) / lineHeight) + MARGIN);
  return { first, end, before: first * lineHeight, after: (count - end) * lineHeight };
}
