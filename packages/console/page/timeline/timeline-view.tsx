import type { JSX } from 'preact';
import type { Run } from '../model/run.js';

/** Shows a run as timeline. */
export function TimelineView({ run }: { readonly run: Run }): JSX.Element {
  return <p>{run.rows.version.value}</p>;
}
