import type { ResendObstacle, ResendPlan } from '@multistatus/client';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatOperations } from '../content/format-amount.js';
import type { Run } from '../model/run.js';
import { resend } from '../model/send-draft.js';
import type { PageConfig } from '../page-config.js';
import { planOf } from './plan-of.js';
import { resendScope } from './resend-scope.js';

const MAX_LISTED = 100;
const REASONS: Readonly<Record<ResendObstacle, string>> = {
  ran: 'ran and failed: correct what is wrong first',
  'may-have-run': 'may have run, and a second run could do harm',
  refused: 'did not run, for a reason that has not changed',
  dependency: 'cannot run without others, which are not sent again',
};

/** Shows what would run again, and sends it if the user confirms. */
export function ResendDialog({
  run,
  config,
}: {
  readonly run: Run;
  readonly config: PageConfig;
}): JSX.Element | null {
  const dialog = useRef<HTMLDialogElement>(null);
  const scope = resendScope.value;
  useEffect(() => {
    if (scope !== undefined) dialog.current?.showModal();
  }, [scope]);
  if (scope === undefined) return null;
  const plan = planOf(run, scope.indexes);
  const { requests } = plan.batch;
  return (
    <dialog
      ref={dialog}
      class="resend"
      aria-labelledby="resend-title"
      onClose={() => {
        resendScope.value = undefined;
      }}
    >
      <h2 id="resend-title">Send again: {scope.title}</h2>
      {requests.length === 0 ? <p>None of these may be sent again.</p> : <Requests plan={plan} />}
      <LeftOut plan={plan} />
      <div class="buttons">
        {requests.length > 0 && (
          <button
            type="button"
            class="primary"
            onClick={() => {
              dialog.current?.close();
              // The button that opened the dialog goes with its outcome; the focus stays in the result.
              document.querySelector<HTMLElement>('.run [role=tab][aria-selected=true]')?.focus();
              void resend(config, run, plan);
            }}
          >
            Send {formatOperations(requests.length)} again
          </button>
        )}
        <button type="button" onClick={() => dialog.current?.close()}>
          {requests.length > 0 ? 'Cancel' : 'Close'}
        </button>
      </div>
    </dialog>
  );
}

function Requests({ plan: { batch, mayHaveRun } }: { readonly plan: ResendPlan }): JSX.Element {
  const { requests } = batch;
  const more = requests.length - MAX_LISTED;
  return (
    <>
      <p>
        {mayHaveRun.size === 0
          ? 'None of these has taken effect.'
          : `${formatOperations(mayHaveRun.size)} may have run already. A second run does no harm.`}
      </p>
      <ul class="resend-list">
        {requests.slice(0, MAX_LISTED).map(({ id, method, url }) => (
          <li key={id}>
            <code>
              {method} {url}
            </code>
            {mayHaveRun.has(id) && <span class="soft"> may have run</span>}
          </li>
        ))}
        {more > 0 && <li class="soft">and {formatOperations(more)} more</li>}
      </ul>
    </>
  );
}

function LeftOut({ plan: { leftOut } }: { readonly plan: ResendPlan }): JSX.Element | null {
  if (leftOut.size === 0) return null;
  const reasons = [...leftOut.values()];
  const counts = (Object.keys(REASONS) as ResendObstacle[])
    .map((reason) => [reason, reasons.filter((each) => each === reason).length] as const)
    .filter(([, count]) => count > 0);
  return (
    <>
      <h3>Not sent again</h3>
      <ul>
        {counts.map(([reason, count]) => (
          <li key={reason}>
            {formatOperations(count)} {REASONS[reason]}
          </li>
        ))}
      </ul>
    </>
  );
}
