import type { JSX } from 'preact';
import { accessPanelOpen } from '../model/access-panel.js';
import { adviceFor, needsAccess } from './advice.js';

/** The properties of {@link AdviceLine}. */
export interface AdviceLineProps {
  readonly status: number | undefined;
  readonly type: string | undefined;
  /** The advice, if it is not the usual one. */
  readonly text?: string | undefined;
}

/** What to do about a failure, with a button where access headers may help. */
export function AdviceLine({ status, type, text }: AdviceLineProps): JSX.Element | null {
  const advice = text ?? adviceFor(status, type);
  if (advice === undefined) return null;
  return (
    <>
      <p class="advice">{advice}</p>
      {needsAccess(status, type) && (
        <button
          type="button"
          onClick={() => {
            accessPanelOpen.value = true;
          }}
        >
          Enter access headers
        </button>
      )}
    </>
  );
}
