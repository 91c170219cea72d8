import type { JSX } from 'preact';
import { answerLater } from '../model/answer-later.js';
import { endpointState } from '../model/endpoint.js';

/** A checkbox that asks the server to answer later; nothing if the endpoint cannot. */
export function AnswerLaterBox(): JSX.Element | null {
  if (!endpointState.value?.description?.async) return null;
  return (
    <label class="answer-later">
      <input
        type="checkbox"
        checked={answerLater.value}
        onChange={(event) => {
          answerLater.value = event.currentTarget.checked;
        }}
      />
      Answer later
    </label>
  );
}
