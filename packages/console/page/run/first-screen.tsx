import type { JSX } from 'preact';
import { StateMark } from '../state-mark.js';

/** What is shown before anything was sent. */
export function FirstScreen(): JSX.Element {
  return (
    <div class="first-screen">
      <p class="first-screen-lead">Send the batch: each outcome appears here as soon as it arrives.</p>
      <ul>
        <li>
          <StateMark state="failed" text="409" />
          Failures come first. Those with the same problem are one line, with what to do next.
        </li>
        <li>
          <StateMark state="succeeded" text="201" />
          Open an outcome to see its headers and its body. Failures can be sent again from there.
        </li>
        <li>
          <StateMark state="pending" text="…" />
          What has no outcome yet is waiting. You can cancel it at any time.
        </li>
      </ul>
    </div>
  );
}
