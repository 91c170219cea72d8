import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { GraphLayout } from './lay-out-graph.js';

/** How large a picture is shown. */
export interface Zoom {
  readonly factor: number;
  /** Takes the next larger or smaller step. */
  readonly step: (by: 1 | -1) => void;
  /** Shows all of the picture, as far as it can be read. */
  readonly fit: () => void;
}

/** The smallest one bounds how many operations are drawn at once. */
const STEPS = [0.4, 0.55, 0.75, 1, 1.3, 1.7] as const;
/** A picture is never smaller at first, so that it can be read without zooming. */
const FIRST_MIN = 0.65;

/** Returns the zoom of a picture in a scrolling element. It begins as large as the element allows. */
export function useZoom(ref: RefObject<HTMLElement | null>, layout: GraphLayout, padding: number): Zoom {
  const zoom = useSignal<number>(1);
  const factors = (): { readonly width: number; readonly height: number } => {
    const { clientWidth = 0, clientHeight = 0 } = ref.current ?? {};
    return {
      width: (clientWidth - 2 * padding) / layout.width,
      height: (clientHeight - 2 * padding) / layout.height,
    };
  };
  useLayoutEffect(() => {
    const { width, height } = factors();
    const whole = Math.min(width, height);
    // A picture that does not fit is scrolled, so that only its width counts.
    zoom.value = Math.max(FIRST_MIN, Math.min(1, whole < FIRST_MIN ? width : whole));
  }, [layout]);
  return {
    factor: zoom.value,
    step: (by) => {
      const steps = by === 1 ? STEPS : STEPS.toReversed();
      zoom.value = steps.find((value) => (value - zoom.value) * by > 0.01) ?? zoom.value;
    },
    fit: () => {
      const { width, height } = factors();
      zoom.value = Math.max(STEPS[0], Math.min(1, width, height));
    },
  };
}
