import type { ComponentType, JSX } from 'preact';
import { lazyView } from '../lazy-view.js';
import type { Run } from '../model/run.js';

const FormatPanels: ComponentType<{ readonly run: Run }> = lazyView(
  async () => (await import('./format-panels.js')).FormatPanels,
);

/** The answer of a run in each format, written by the page: nothing is sent again. */
export function FormatsView({ run }: { readonly run: Run }): JSX.Element {
  return <FormatPanels run={run} />;
}
