import type { ComponentType, JSX } from 'preact';
import { lazyView } from '../lazy-view.js';
import type { Run } from '../model/run.js';
import { hasRequests } from '../model/run-of-reading.js';
import type { GraphPictureProps } from './graph-picture.js';

/** A graph. Its code is loaded when it is first shown. */
export const GraphPicture: ComponentType<GraphPictureProps> = lazyView(
  async () => (await import('./graph-picture.js')).GraphPicture,
);

/** The operations of a run and what they depend on. */
export function GraphView({ run }: { readonly run: Run }): JSX.Element {
  if (!hasRequests(run)) {
    return <p class="empty">This page has not sent the batch, so it does not know what depends on what.</p>;
  }
  return <GraphPicture operations={run.operations} rows={run.rows} />;
}
