import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { watchScroll } from '../content/watch-scroll.js';

/** The rows of a table that are drawn: from `start`, `count` of them. */
export interface VisibleRows {
  readonly start: number;
  readonly count: number;
}

/** How many rows are drawn above and below those that are seen, so that not every movement draws again. */
const MARGIN = 20;

/** Returns the rows that a scrolling element shows, of rows that all have the same height. */
export function useVisibleRows(ref: RefObject<HTMLElement | null>, rowHeight: number): VisibleRows {
  const start = useSignal(0);
  const count = useSignal(3 * MARGIN);
  useLayoutEffect(() => {
    const { current: element } = ref;
    if (element === null) return undefined;
    const update = (): void => {
      const first = Math.floor(element.scrollTop / rowHeight);
      start.value = Math.max(0, Math.floor(first / MARGIN) * MARGIN - MARGIN);
      count.value = Math.ceil(element.clientHeight / rowHeight) + 3 * MARGIN;
    };
    return watchScroll(element, update);
  }, [rowHeight]);
  return { start: start.value, count: count.value };
}
