import { effect } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { accessHeaders } from '../model/access.js';
import { jumpTo } from '../model/jump.js';
import { loadEndpoint } from '../model/load-endpoint.js';
import type { PageConfig } from '../page-config.js';
import { appOperations, loadAppOperations, prepareDraft } from './app-operations.js';
import { BatchEditor } from './batch-editor.js';
import { composeMessage } from './compose-message.js';
import { CopyDialog } from './copy-dialog.js';
import { watchDraft } from './draft-faults.js';
import { EndpointLine } from './endpoint-line.js';
import { FaultList } from './fault-list.js';
import { jumpToPlace } from './jump-to-place.js';
import { OperationsPanel } from './operations-panel.js';
import { sendNow } from './send-now.js';
import { Toolbar } from './toolbar.js';

/** The left half: the batch that the user composes. */
export function ComposeView({ config }: { readonly config: PageConfig }): JSX.Element {
  useEffect(() => start(config), []);
  return (
    <section aria-label="Batch" class="compose">
      <Toolbar config={config} />
      <OperationsPanel config={config} />
      <div
        class="editing"
        onKeyDownCapture={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          event.stopPropagation();
          void sendNow(config);
        }}
      >
        <BatchEditor />
      </div>
      <FaultList />
      <p role="status" class="message">
        {composeMessage.value}
      </p>
      <EndpointLine config={config} />
      <CopyDialog config={config} />
    </section>
  );
}

/** Loads what the page needs to know, and keeps it up to date. */
function start(config: PageConfig): () => void {
  const stops = [
    watchDraft(),
    effect(() => {
      const pointer = jumpTo.value;
      if (pointer === undefined) return;
      jumpTo.value = undefined;
      void jumpToPlace(pointer);
    }),
  ];
  // The operations of the app are needed at this point only to compose the first batch from them.
  const needed = config.batch === undefined ? [loadAppOperations(config)] : [];
  void Promise.all([loadEndpoint(config.endpoint), ...needed]).then(() => prepareDraft(config));
  // Other credentials may show another description, and another document.
  stops.push(
    accessHeaders.subscribe(
      afterFirst(() => {
        void loadEndpoint(config.endpoint);
        if ('problem' in (appOperations.value ?? {})) void loadAppOperations(config);
      }),
    ),
  );
  return () => {
    for (const stop of stops) stop();
  };
}

/** Returns a function that ignores its first call: a signal calls its subscriber at once with the value that it has. */
function afterFirst(act: () => void): () => void {
  let isFirst = true;
  return () => {
    if (!isFirst) act();
    isFirst = false;
  };
}
