import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { timeTicks } from './time-scale.js';

/** The space for one number on the axis, in pixels. */
const TICK_WIDTH = 90;

/** The head of the column with the bars: an axis with as many numbers as there is space for. `onStep` gets the time between two. */
export function Axis({
  endMs,
  onStep,
}: {
  readonly endMs: number;
  readonly onStep: (ms: number) => void;
}): JSX.Element {
  const ref = useRef<HTMLTableCellElement>(null);
  const width = useSignal(5 * TICK_WIDTH);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      width.value = entry?.contentRect.width ?? width.value;
    });
    if (ref.current !== null) observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  const ticks = timeTicks(endMs, Math.floor(width.value / TICK_WIDTH));
  const step = ticks[1]?.ms ?? endMs;
  useLayoutEffect(() => onStep(step), [step]);
  return (
    <th scope="col" class="axis" ref={ref}>
      <span class="unseen">When it ran</span>
      <span class="ticks" aria-hidden="true">
        {ticks.map(({ ms, label }) => (
          <span key={ms} style={{ left: `${endMs > 0 ? (ms / endMs) * 100 : 0}%` }}>
            {/* The last one is left out if it would not fit before the end. */}
            {ms > endMs * 0.88 ? '' : label}
          </span>
        ))}
      </span>
    </th>
  );
}
