import type { JSX } from 'preact';
import { formatOperations } from '../content/format-amount.js';
import type { Run } from '../model/run.js';
import { StateMark } from '../state-mark.js';
import { adviceFor } from './advice.js';
import { BecauseLinks } from './because-links.js';
import { describeFailure } from './describe-failure.js';
import type { OutcomeGroup } from './outcome-groups.js';
import { resendScope } from './resend-scope.js';
import { runPlan } from './run-state.js';

/** How many causes and details of a group are shown. */
const MAX_SHOWN = 5;

/** A group of failures: what went wrong, what to do next, and a button to send them again. */
export function GroupDetail({
  run,
  group,
}: {
  readonly run: Run;
  readonly group: OutcomeGroup;
}): JSX.Element {
  const { status, title, type, rows } = group;
  const failures = rows.slice(0, 1_000).map(describeFailure);
  const details = [...new Set(failures.map(({ detail }) => detail))].filter((detail) => detail !== '');
  const because = [...new Set(failures.flatMap((failure) => failure.because))];
  const advice = adviceFor(status, type);
  return (
    <article aria-label={title}>
      <h2>
        <StateMark state={group.state} text={String(status)} /> {title}
      </h2>
      <p class="soft">{formatOperations(rows.length)} failed with this problem.</p>
      {advice !== undefined && <p class="advice">{advice}</p>}
      {because.length > 0 && <BecauseLinks run={run} names={because.slice(0, MAX_SHOWN)} />}
      {details.length > 0 && (
        <>
          <h3>{details.length === 1 ? 'The server says' : 'The server says, for example'}</h3>
          <ul>
            {details.slice(0, MAX_SHOWN).map((detail) => (
              <li key={detail}>{detail}</li>
            ))}
          </ul>
        </>
      )}
      {type !== undefined && (
        <p class="soft">
          Type: <code>{type}</code>
        </p>
      )}
      {runPlan.value !== undefined && (
        <button
          type="button"
          onClick={() => {
            resendScope.value = { title, indexes: rows.map(({ index }) => index) };
          }}
        >
          Send these again…
        </button>
      )}
    </article>
  );
}
