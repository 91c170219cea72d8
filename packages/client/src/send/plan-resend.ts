import { headerOf } from '@multistatus/wire';
import { rejectUnknownOptions } from '../check-options.js';
import { type Ending, mayResend } from '../may-resend.js';
import type { Outcome } from './batch-result.js';
import type { Batch } from './create-batch.js';
import { findRepeatable } from './find-repeatable.js';
import type { KnownOutcome } from './known-outcome.js';
import { readBecause, selectResent } from './select-resent.js';
import { toWireBatch } from './to-wire-batch.js';
import type { WireBatch, WireOperation } from './wire-operation.js';

/**
 * Why a failed operation is not sent again.
 *
 * - `ran`: it ran, and failed.
 * - `may-have-run`: it may have run, and a second run could do harm.
 * - `refused`: it did not run, for a reason that has not changed, such as 403.
 * - `dependency`: it needs others, on which it depends or which are in its atomicity group, and they are not sent again; or it
 *   needs a value that they do not have.
 */
export type ResendObstacle = 'ran' | 'may-have-run' | 'refused' | 'dependency';

/** Options of {@link planResend}. */
export interface ResendOptions {
  /**
   * The ids of the operations to send again, if not all that may be. An operation that did not run because of them is sent
   * again with them.
   */
  readonly only?: Iterable<string> | undefined;
}

/** Which operations of a batch may be sent again. */
export interface ResendPlan {
  /** The batch to pass to `send`. It has no operations if none may be sent again. */
  readonly batch: WireBatch;
  /** The ids of those operations of `batch` that may have run already: a second run of them does no harm. */
  readonly mayHaveRun: ReadonlySet<string>;
  /** Why each of the other operations that failed, or of those in `only`, is not sent again, by id. */
  readonly leftOut: ReadonlyMap<string, ResendObstacle>;
}

/** What {@link planResend} needs to know of an outcome. An `Outcome` of `send` is one. */
export type Settled = Pick<Outcome, 'ok' | 'executed' | 'response'>;

/**
 * Returns the operations of a batch that may be sent again, by the rules of the option `retry` of `send`, which
 * docs/recipes/retrying.md lists. Unlike `retry`, it includes operations that did not run because the batch was cancelled. Sends nothing.
 *
 * `result` is the result of `send`, or the outcomes that are known. An operation without an outcome counts as one that may have run.
 *
 * @throws {TypeError} for an unknown option, or what is not a batch.
 */
export function planResend(
  batch: Batch | WireBatch,
  result: { readonly outcomes: ReadonlyMap<string, Settled> },
  options: ResendOptions = {},
): ResendPlan {
  rejectUnknownOptions('planResend', options, ['only']);
  const { requests: operations, ...settings } = toWireBatch(batch);
  const only = options.only === undefined ? undefined : new Set(options.only);
  const outcomes = new Map<string, KnownOutcome>();
  for (const operation of operations) {
    outcomes.set(operation.id, toKnown(operation, result.outcomes.get(operation.id)));
  }
  const failed = operations.filter(({ id }) => outcomes.get(id)?.class === 'failed');
  const repeatable = findRepeatable(batch, failed);
  const isDue = (ending: Ending, id: string): boolean =>
    (only === undefined || only.has(id)) && mayResend(ending, repeatable.has(id));
  const requests = selectResent({ operations, outcomes, isDue });
  const chosen = new Set(requests.map(({ id }) => id));
  const leftOut = new Map<string, ResendObstacle>();
  for (const { id } of failed) {
    const outcome = outcomes.get(id);
    if (outcome === undefined || chosen.has(id) || (only !== undefined && !only.has(id))) continue;
    leftOut.set(id, findObstacle(id, { outcome, isDue }));
  }
  const mayHaveRun = requests.map(({ id }) => id).filter((id) => mayHaveEffect(outcomes.get(id)?.ending));
  return { batch: { ...settings, requests }, mayHaveRun: new Set(mayHaveRun), leftOut };
}

function toKnown({ id, url }: WireOperation, outcome: Settled | undefined): KnownOutcome {
  if (outcome === undefined) {
    const response = { id, href: url, status: 502 };
    return { response, class: 'failed', ending: { executed: 'unknown' }, tries: 1 };
  }
  const { ok, executed, response } = outcome;
  const { status } = response;
  const ended = ok ? 'succeeded' : status >= 300 && status < 400 ? 'other' : 'failed';
  const retryAfter = ended === 'failed' ? headerOf(response.headers, 'retry-after') : undefined;
  return { response, class: ended, ending: { status, executed, retryAfter }, tries: 1 };
}

/** An operation that was refused (429, or 503 with Retry-After) has no effect, even if it ran. */
function mayHaveEffect(ending: Ending | undefined): boolean {
  return ending !== undefined && ending.executed !== false && !mayResend(ending, false);
}

function findObstacle(
  id: string,
  {
    outcome,
    isDue,
  }: { readonly outcome: KnownOutcome; readonly isDue: (ending: Ending, id: string) => boolean },
): ResendObstacle {
  const { executed, status } = outcome.ending;
  const isBlocked = executed === false && readBecause(outcome).length > 0;
  if (isBlocked || isDue(outcome.ending, id)) return 'dependency';
  if (executed === false) return 'refused';
  return executed === 'unknown' || status === 502 || status === 504 ? 'may-have-run' : 'ran';
}
