import { type Signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { watchScroll } from '../content/watch-scroll.js';
import type { Box } from './box.js';

/** In pixels: the region changes in such steps, and is larger than what is seen by at least one of them on each side. */
const STEP = 400;

/** Returns the part of a picture that a scrolling element shows, in pixels before zoom. */
export function useVisibleRegion(ref: RefObject<HTMLElement | null>, zoom: number): Signal<Box> {
  const region = useSignal<Box>({ x: -STEP, y: -STEP, width: 4 * STEP, height: 4 * STEP });
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const update = (): void => {
      const down = (value: number): number => (Math.floor(value / zoom / STEP) - 1) * STEP;
      const up = (value: number): number => (Math.ceil(value / zoom / STEP) + 1) * STEP;
      const { scrollLeft, scrollTop, clientWidth, clientHeight } = element;
      const [x, y] = [down(scrollLeft), down(scrollTop)];
      const [width, height] = [up(scrollLeft + clientWidth) - x, up(scrollTop + clientHeight) - y];
      const last = region.peek();
      if (last.x === x && last.y === y && last.width === width && last.height === height) return;
      region.value = { x, y, width, height };
    };
    return watchScroll(element, update);
  }, [zoom]);
  return region;
}
