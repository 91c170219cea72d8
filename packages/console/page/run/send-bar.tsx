import { type Signal, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { draft } from '../model/draft.js';
import { endpointState } from '../model/endpoint.js';
import { currentRun } from '../model/run.js';
import type { PageConfig } from '../page-config.js';
import { sendDraft } from './send-draft.js';

const isLater: Signal<boolean> = signal(false);

/** Sends the draft, and cancels what is being sent. */
export function SendBar({ config }: { readonly config: PageConfig }): JSX.Element {
  const run = currentRun.value;
  const phase = run?.phase.value;
  const isRunning = phase === 'sending' || phase === 'monitored';
  const canAnswerLater = Boolean(endpointState.value?.description?.async);
  return (
    <div class="send-bar">
      <button
        type="button"
        class="primary"
        disabled={isRunning || draft.value.trim() === ''}
        onClick={() => void sendDraft(config, canAnswerLater && isLater.value)}
      >
        Send
      </button>
      {isRunning && (
        <button type="button" onClick={() => run?.controller.abort()}>
          Cancel
        </button>
      )}
      {canAnswerLater && (
        <label>
          <input
            type="checkbox"
            checked={isLater.value}
            disabled={isRunning}
            onChange={(event) => {
              isLater.value = event.currentTarget.checked;
            }}
          />
          Answer later
        </label>
      )}
    </div>
  );
}
