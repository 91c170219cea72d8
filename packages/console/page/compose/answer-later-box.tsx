import type { JSX } from 'preact';
import { answerLater } from '../model/answer-later.js';
import { endpointState } from '../model/endpoint.js';

/** Lets the user ask for an answer later, where the server can do that. */
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
