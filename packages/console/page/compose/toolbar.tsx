import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { accessHeaders } from '../model/access.js';
import { accessPanelOpen } from '../model/access-panel.js';
import { draft } from '../model/draft.js';
import { currentRun } from '../model/run.js';
import type { PageConfig } from '../page-config.js';
import { AnswerLaterBox } from './answer-later-box.js';
import { composeMessage } from './compose-message.js';
import { copyDialogOpen } from './copy-dialog.js';
import { draftFaults } from './draft-faults.js';
import { formatJson } from './format-json.js';
import { openFile, saveFile } from './open-file.js';
import { sendNow } from './send-now.js';

/** The buttons for the batch: send, format, copy, open, save, and headers. */
export function Toolbar({ config }: { readonly config: PageConfig }): JSX.Element {
  const file = useRef<HTMLInputElement>(null);
  const faults = draftFaults.value ?? [];
  const isMalformed = faults.some(({ code }) => code === 'malformed-json');
  const isEmpty = draft.value.trim() === '';
  const isSending = currentRun.value?.phase.value === 'sending';
  const access = accessHeaders.value.length;
  return (
    <div class="toolbar">
      <button
        type="button"
        class="primary"
        disabled={isEmpty || faults.length > 0}
        // A button that is disabled loses the focus. `sendNow` sends nothing while a batch is being sent.
        aria-disabled={isSending}
        aria-describedby="send-hint"
        onClick={() => void sendNow(config)}
      >
        Send
      </button>
      <span id="send-hint" class="soft hint">
        {hintOf({ isEmpty, isSending, faults: faults.length })}
      </span>
      <AnswerLaterBox />
      <div class="tools">
        <button type="button" disabled={isEmpty || isMalformed} onClick={format}>
          Format
        </button>
        <button type="button" disabled={isEmpty || isMalformed} onClick={() => (copyDialogOpen.value = true)}>
          Copy as…
        </button>
        <button type="button" onClick={() => file.current?.click()}>
          Open…
        </button>
        <button type="button" disabled={isEmpty} onClick={saveFile}>
          Save
        </button>
        <button type="button" aria-haspopup="dialog" onClick={() => (accessPanelOpen.value = true)}>
          {access === 0 ? 'Headers…' : `Headers (${access})…`}
        </button>
      </div>
      <input
        ref={file}
        type="file"
        class="unseen"
        tabIndex={-1}
        aria-label="Open a batch from a file"
        accept=".json,application/json,text/plain"
        onChange={({ currentTarget }) => {
          const [chosen] = currentTarget.files ?? [];
          if (chosen !== undefined) void open(chosen);
          currentTarget.value = '';
        }}
      />
    </div>
  );
}

function hintOf(state: {
  readonly isEmpty: boolean;
  readonly isSending: boolean;
  readonly faults: number;
}): string {
  if (state.isSending) return 'being sent';
  if (state.isEmpty) return 'nothing to send';
  if (state.faults > 0) return `${state.faults === 1 ? '1 fault' : `${state.faults} faults`} to correct`;
  return /Mac|iP(hone|ad)/.test(navigator.userAgent) ? '⌘ Enter' : 'Ctrl+Enter';
}

async function open(file: File): Promise<void> {
  composeMessage.value = (await openFile(file)) ?? `${file.name} is open.`;
}

function format(): void {
  try {
    JSON.parse(draft.value);
    draft.value = formatJson(draft.value);
    composeMessage.value = '';
  } catch {
    composeMessage.value = 'The text is not valid JSON: correct it first.';
  }
}
