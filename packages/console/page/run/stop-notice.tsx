import type { JSX } from 'preact';
import { accessPanelOpen } from '../model/access-panel.js';
import { jumpTo } from '../model/jump.js';
import type { Run } from '../model/run.js';
import { sendWithSameKey } from '../model/send-draft.js';
import type { PageConfig } from '../page-config.js';
import { explainStop, type StopExplanation } from './explain-stop.js';

const MAX_FAULTS = 100;

/** Shows why a run ended without all of its outcomes, and what to do next; nothing if it has them. */
export function StopNotice({
  run,
  config,
}: {
  readonly run: Run;
  readonly config: PageConfig;
}): JSX.Element | null {
  const explanation = explainRun(run);
  if (explanation === undefined) return null;
  const { title, text, advice, faults, action } = explanation;
  return (
    <div class="stop-notice" role="alert">
      <h2>{title}</h2>
      <p>{text}</p>
      {faults.length > 0 && (
        <ul class="stop-faults">
          {faults.slice(0, MAX_FAULTS).map(({ pointer, message }) => (
            <li key={`${pointer ?? ''} ${message}`}>
              {pointer !== undefined && (
                <button
                  type="button"
                  class="link"
                  onClick={() => {
                    jumpTo.value = pointer;
                  }}
                >
                  <code>{pointer === '' ? '/' : pointer}</code>
                </button>
              )}
              {message}
            </li>
          ))}
          {faults.length > MAX_FAULTS && <li>and {faults.length - MAX_FAULTS} more</li>}
        </ul>
      )}
      {advice !== undefined && <p class="advice">{advice}</p>}
      {action === 'access' && (
        <button
          type="button"
          onClick={() => {
            accessPanelOpen.value = true;
          }}
        >
          Add credentials
        </button>
      )}
      {action === 'same-key' && (
        <button type="button" class="primary" onClick={() => void sendWithSameKey(config, run)}>
          Send again with the same key
        </button>
      )}
    </div>
  );
}

function explainRun(run: Run): StopExplanation | undefined {
  const phase = run.phase.value;
  if (phase === 'sending' || phase === 'monitored') return undefined;
  void run.rows.version.value;
  const rows = run.rows.all.filter(({ index }) => run.sent.has(index));
  const facts = {
    phase,
    error: run.error.value,
    answer: run.answer.value,
    key: run.key.value,
    sent: run.sent.size,
    arrived: rows.filter(({ response }) => response.problem?.type !== NO_OUTCOME).length,
    isOffline: !navigator.onLine,
  };
  return explainStop(facts);
}

/** The type of the problem that the client assigns to an operation whose outcome is missing from the answer. */
const NO_OUTCOME = 'urn:multistatus:problem:no-outcome';
