import type { ComponentType, JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { lazyView } from '../lazy-view.js';
import { draft } from '../model/draft.js';
import { readDraft } from '../model/read-draft.js';
import type { Run } from '../model/run.js';
import type { GraphPictureProps } from './graph-picture.js';

const GraphPicture: ComponentType<GraphPictureProps> = lazyView(
  async () => (await import('./graph-picture.js')).GraphPicture,
);

/** The operations of a batch and what they depend on: of a run, or before the first of the draft. */
export function GraphView({ run }: { readonly run: Run | undefined }): JSX.Element {
  return run === undefined ? <DraftGraph /> : <GraphPicture operations={run.operations} rows={run.rows} />;
}

function DraftGraph(): JSX.Element {
  const operations = useMemo(() => readDraft(draft.value), [draft.value]);
  if (operations === undefined) {
    return <p class="empty">The graph appears here once the batch is valid JSON, or has been sent.</p>;
  }
  return <GraphPicture operations={operations} rows={undefined} />;
}
