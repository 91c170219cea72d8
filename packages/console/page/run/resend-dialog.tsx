import type { ResendObstacle, ResendPlan } from '@multistatus/client';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatCount, formatOperations } from '../content/format-amount.js';
import type { Run, RunOperation } from '../model/run.js';
import { resend } from '../model/send-draft.js';
import type { PageConfig } from '../page-config.js';
import { findUnstarted, type Unstarted } from './find-unstarted.js';
import { planOf } from './plan-of.js';
import { resendScope } from './resend-scope.js';

const MAX_LISTED = 100;
const MAX_LEFT_OUT = 10;
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
  const unstarted = unstartedById(run);
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
      {requests.length === 0 ? (
        <p>None of these may be sent again.</p>
      ) : (
        <Requests plan={plan} unstarted={unstarted} />
      )}
      <LeftOut run={run} plan={plan} unstarted={unstarted} />
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

type UnstartedById = ReadonlyMap<string, Unstarted>;

function unstartedById({ operations, rows }: Run): UnstartedById {
  const unstarted = findUnstarted(operations, rows);
  return new Map([...unstarted].map(([index, each]) => [operations[index]?.id ?? '', each]));
}

function Requests({
  plan: { batch, mayHaveRun },
  unstarted,
}: {
  readonly plan: ResendPlan;
  readonly unstarted: UnstartedById;
}): JSX.Element {
  const { requests } = batch;
  const more = requests.length - MAX_LISTED;
  const risky = [...mayHaveRun].filter((id) => unstarted.get(id)?.isCertain !== true);
  return (
    <>
      <p>
        {risky.length === 0
          ? 'None of these has taken effect.'
          : `${formatOperations(risky.length)} may have run already. A second run does no harm.`}
      </p>
      <ul class="resend-list">
        {requests.slice(0, MAX_LISTED).map(({ id, method, url }) => (
          <li key={id}>
            <code>
              {method} {url}
            </code>
            {mayHaveRun.has(id) && <span class="soft"> {describeStart(unstarted.get(id))}</span>}
          </li>
        ))}
        {more > 0 && <li class="soft">and {formatOperations(more)} more</li>}
      </ul>
    </>
  );
}

function describeStart(unstarted: Unstarted | undefined): string {
  if (unstarted === undefined) return 'may have run';
  const { isCertain, cause } = unstarted;
  return isCertain ? `has not run, because of ${cause.id}` : `has not run, unless ${cause.id} has succeeded`;
}

function LeftOut({
  run,
  plan: { leftOut },
  unstarted,
}: {
  readonly run: Run;
  readonly plan: ResendPlan;
  readonly unstarted: UnstartedById;
}): JSX.Element | null {
  if (leftOut.size === 0) return null;
  const operations = run.operations.filter(({ id }) => leftOut.has(id));
  const reasonOf = ({ id }: RunOperation): ResendObstacle | undefined =>
    // Without an outcome, the plan takes it for one that may have run.
    unstarted.get(id)?.isCertain === true ? 'dependency' : leftOut.get(id);
  return (
    <>
      <h3>Not sent again</h3>
      {(Object.keys(REASONS) as ResendObstacle[]).map((reason) => {
        const left = operations.filter((operation) => reasonOf(operation) === reason);
        return (
          left.length > 0 && (
            <section key={reason}>
              <p>
                {formatOperations(left.length)} {REASONS[reason]}
              </p>
              <ul>
                {left.slice(0, MAX_LEFT_OUT).map(({ id, index, method, url }) => (
                  <li key={index}>
                    <code>
                      {method} {url}
                    </code>{' '}
                    <span class="soft">
                      {id}
                      {unstarted.has(id) && `: ${describeStart(unstarted.get(id))}`}
                    </span>
                  </li>
                ))}
                {left.length > MAX_LEFT_OUT && (
                  <li class="soft">and {formatCount(left.length - MAX_LEFT_OUT)} more</li>
                )}
              </ul>
            </section>
          )
        );
      })}
    </>
  );
}
