/** How fast a batch runs. */
export interface Rate {
  /** Operations a second. */
  readonly perSecond: number;
  /** How long the rest takes at this rate. */
  readonly leftMs: number;
}

/** Measures how fast a batch runs, over the last 10 seconds. */
export interface RateMeter {
  /** Returns the rate; `undefined` until something has ended in a measurable time. `nowMs` never decreases. */
  measure(progress: { readonly total: number; readonly done: number }, nowMs: number): Rate | undefined;
}

const WINDOW_MS = 10_000;
/** Over a shorter time, a rate would only be noise. */
const MIN_SPAN_MS = 200;

/** Creates a meter. */
export function createRateMeter(): RateMeter {
  let samples: { readonly done: number; readonly atMs: number }[] = [];
  return {
    measure: ({ total, done }, nowMs) => {
      samples.push({ done, atMs: nowMs });
      // The last sample before the window stays, so that the span covers all of the window.
      const first = samples.findLastIndex(({ atMs }) => atMs <= nowMs - WINDOW_MS);
      if (first > 0) samples = samples.slice(first);
      const [oldest = { done, atMs: nowMs }] = samples;
      const spanMs = nowMs - oldest.atMs;
      const ended = done - oldest.done;
      if (spanMs < MIN_SPAN_MS || ended <= 0) return undefined;
      const perSecond = (ended / spanMs) * 1_000;
      return { perSecond, leftMs: ((total - done) / perSecond) * 1_000 };
    },
  };
}
