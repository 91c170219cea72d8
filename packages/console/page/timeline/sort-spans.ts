import { durationOf, type Span } from './to-spans.js';

/** The orders that the timeline has. */
export type SpanOrder = 'start' | 'batch' | 'slowest';

/** Returns spans in another order. Those without a time come last. */
export function sortSpans(spans: readonly Span[], order: SpanOrder): readonly Span[] {
  if (order === 'batch') return spans;
  const isTimed = ({ endMs }: Span): number => (endMs > 0 ? 0 : 1);
  return spans.toSorted(
    (a, b) =>
      isTimed(a) - isTimed(b) ||
      (order === 'start' ? a.startMs - b.startMs || a.endMs - b.endMs : durationOf(b) - durationOf(a)) ||
      a.position - b.position,
  );
}
