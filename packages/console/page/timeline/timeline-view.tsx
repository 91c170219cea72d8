import type { ComponentType, JSX } from 'preact';
import { lazyView } from '../lazy-view.js';
import type { Run } from '../model/run.js';

/** When each operation of a run waited and ran. */
export const TimelineView: (props: { readonly run: Run }) => JSX.Element = lazyView<{ readonly run: Run }>(
  async (): Promise<ComponentType<{ readonly run: Run }>> => (await import('./timeline.js')).Timeline,
);
