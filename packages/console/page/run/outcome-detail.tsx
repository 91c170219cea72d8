import { reasonPhraseOf } from '@multistatus/document';
import { headerOf } from '@multistatus/wire';
import type { JSX } from 'preact';
import { BodyView } from '../content/body-view.js';
import { FactList } from '../content/fact-list.js';
import { FieldTable } from '../content/field-table.js';
import { formatDuration } from '../content/format-amount.js';
import type { Row } from '../model/row.js';
import type { Run } from '../model/run.js';
import { StateMark } from '../state-mark.js';
import { adviceFor, waitOf } from './advice.js';
import { BecauseLinks } from './because-links.js';
import { describeFailure } from './describe-failure.js';
import { resendScope } from './resend-scope.js';
import { runPlan } from './run-state.js';

/** One outcome: the operation, its result, and the content of the answer. */
export function OutcomeDetail({ run, index }: { readonly run: Run; readonly index: number }): JSX.Element {
  const operation = run.operations[index];
  const row = run.rows.at(index);
  const line = `${operation?.method ?? ''} ${operation?.url ?? ''}`;
  return (
    <article aria-label={line}>
      <h2>
        <code>{line}</code>
      </h2>
      {row === undefined ? <p class="soft">No outcome has arrived yet.</p> : <Outcome run={run} row={row} />}
    </article>
  );
}

function Outcome({ run, row }: { readonly run: Run; readonly row: Row }): JSX.Element {
  const { id, index, state, executed, response } = row;
  const { status = 0, headers, trailers, timing, href, location } = response;
  const reason = response.reasonPhrase ?? reasonPhraseOf(status);
  const arrival = run.arrivals.get(index);
  const facts: readonly (readonly [name: string, value: string | undefined])[] = [
    ['Id', id],
    ['Ran', executed === true ? undefined : executed === false ? 'no' : 'not known'],
    ['Resource', href === undefined || href === row.url ? undefined : href],
    ['Location', location],
    ['Waited', timing && formatDuration(timing.startMs)],
    ['Took', timing && formatDuration(timing.durationMs)],
    ['Arrived', arrival === undefined ? undefined : `after ${formatDuration(arrival)}`],
  ];
  return (
    <>
      <p>
        <StateMark state={state} text={`${status} ${reason}`.trim()} />
      </p>
      {state === 'failed' && <Failure run={run} row={row} />}
      <FactList facts={facts} />
      <BodyView response={response} />
      <FieldTable title="Headers" fields={headers} />
      <FieldTable title="Trailers" fields={trailers} />
    </>
  );
}

function Failure({ run, row }: { readonly run: Run; readonly row: Row }): JSX.Element {
  const { title, detail, type, because } = describeFailure(row);
  const { status, headers } = row.response;
  const wait = waitOf(headerOf(headers, 'retry-after'));
  const advice = wait === undefined ? adviceFor(status, type) : `Wait ${wait}, then send it again.`;
  const plan = runPlan.value;
  return (
    <div class="failure">
      <p>
        <strong>{title}</strong>
        {detail !== '' && `: ${detail}`}
      </p>
      {because.length > 0 && <BecauseLinks run={run} names={because} />}
      {advice !== undefined && <p class="advice">{advice}</p>}
      {plan?.batch.requests.some(({ id }) => id === row.id) === true && (
        <button
          type="button"
          onClick={() => {
            resendScope.value = { title: row.id, indexes: [row.index] };
          }}
        >
          Send it again…
        </button>
      )}
    </div>
  );
}
