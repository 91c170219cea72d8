import { type Signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { ListLines } from './list-lines.js';

/** The part of a long list that can be seen, in pixels. */
export interface ListWindow {
  readonly top: number;
  readonly height: number;
  readonly width: number;
}

/** What scrolls a long list. */
export interface ListScroller {
  readonly element: RefObject<HTMLDivElement>;
  readonly window: Signal<ListWindow>;
  /** Reads what can be seen now. */
  readonly measure: () => void;
  /** Scrolls as far as needed to show a line below the head of the list. */
  readonly show: (number: number, lines: ListLines) => void;
}

/** Returns what scrolls a list, and keeps it up to date when the size of the list changes. */
export function useListWindow(): ListScroller {
  const element = useRef<HTMLDivElement>(null) as RefObject<HTMLDivElement>;
  const window = useSignal<ListWindow>({ top: 0, height: 600, width: 800 });
  const measure = (): void => {
    if (element.current === null) return;
    const { scrollTop: top, clientHeight: height, clientWidth: width } = element.current;
    window.value = { top, height, width };
  };
  useEffect(() => {
    measure();
    const observer = new ResizeObserver(measure);
    if (element.current !== null) observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  const show = (number: number, lines: ListLines): void => {
    const list = element.current;
    if (list === null) return;
    const top = lines.topOf(number);
    const head = list.querySelector('thead')?.offsetHeight ?? 0;
    const lowest = lines.topOf(number + 1) - (list.clientHeight - head);
    if (top < list.scrollTop) list.scrollTop = top;
    else if (lowest > list.scrollTop) list.scrollTop = lowest;
    measure();
  };
  return { element, window, measure, show };
}
