import type { JSX } from 'preact';
import { AccessDialog } from './compose/access-dialog.js';
import { ComposeView } from './compose/compose-view.js';
import { ExplainView } from './explain/explain-view.js';
import { LaterView } from './later/later-view.js';
import { type Section, section } from './model/section.js';
import type { PageConfig } from './page-config.js';
import { RunView } from './run/run-view.js';
import { TabList } from './tab-list.js';

const SECTIONS: readonly { readonly id: Section; readonly label: string }[] = [
  { id: 'batch', label: 'Batch' },
  { id: 'explain', label: 'Explain a 207' },
  { id: 'later', label: 'Answered later' },
];

/** The whole page. Every part stays in the document, so that it keeps its state; those that are not shown are hidden. */
export function App({ config }: { readonly config: PageConfig }): JSX.Element {
  const shown = section.value;
  return (
    <>
      <header class="page-header">
        <h1>multistatus console</h1>
        <code class="endpoint">{new URL(config.endpoint).pathname}</code>
        <TabList label="Sections" tabs={SECTIONS} selected={section} />
      </header>
      <main>
        <div
          id="panel-batch"
          role="tabpanel"
          aria-labelledby="tab-batch"
          class="batch"
          hidden={shown !== 'batch'}
        >
          <ComposeView config={config} />
          <RunView config={config} />
        </div>
        <div id="panel-explain" role="tabpanel" aria-labelledby="tab-explain" hidden={shown !== 'explain'}>
          <ExplainView />
        </div>
        <div id="panel-later" role="tabpanel" aria-labelledby="tab-later" hidden={shown !== 'later'}>
          <LaterView config={config} isShown={shown === 'later'} />
        </div>
      </main>
      <AccessDialog />
      <footer class="page-footer">
        {config.restricted
          ? 'The app decides who may see this page.'
          : 'Everyone who can reach this address may see this page.'}
      </footer>
    </>
  );
}
