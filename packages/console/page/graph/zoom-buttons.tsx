import type { JSX } from 'preact';
import type { Zoom } from './use-zoom.js';

/** The buttons that change the zoom. */
export function ZoomButtons({ zoom }: { readonly zoom: Zoom }): JSX.Element {
  return (
    <div class="zoom">
      <button type="button" aria-label="Smaller" onClick={() => zoom.step(-1)}>
        −
      </button>
      <button type="button" title="Show the whole graph" onClick={zoom.fit}>
        Fit
      </button>
      <button type="button" aria-label="Larger" onClick={() => zoom.step(1)}>
        +
      </button>
    </div>
  );
}
