import { isAborted, throwIfAborted } from '../abort-reason.js';
import type { BatchError } from '../batch-error.js';
import type { Answer, BatchExchange } from '../batch-exchange.js';
import { rejectUnknownOptions, resolveFetch } from '../check-options.js';
import { exchangeWithKey, isIncomplete } from '../exchange-with-key.js';
import { type Ending, mayResend } from '../may-resend.js';
import { type ResolvedRetry, resolveRetry } from '../resolve-retry.js';
import { retryDelay } from '../retry-delay.js';
import { untilAborted } from '../until-aborted.js';
import { abortError } from './batch-abort-error.js';
import { type BatchResult, toBatchResult } from './batch-result.js';
import { checkMethod } from './check-method.js';
import { checkUrl } from './check-url.js';
import { chooseKey, choosePartKey } from './choose-key.js';
import type { Batch } from './create-batch.js';
import { findRepeatable } from './find-repeatable.js';
import { type KnownOutcome, outcomesOf } from './known-outcome.js';
import { prepareLater } from './later-sending.js';
import { createOutcomeNotifier } from './notify-outcomes.js';
import { selectResent } from './select-resent.js';
import { SEND_OPTIONS, type SendOptions } from './send-options.js';
import { toWireBatch } from './to-wire-batch.js';
import type { WireBatch, WireOperation } from './wire-operation.js';

/**
 * Sends a batch, created with `createBatch` or in its JSON form, and returns exactly one outcome for each operation.
 * Does not reject if operations failed: check the result, or call its `throwIfFailed`.
 *
 * With `retry`, operations that may be repeated are sent again. docs/recipes/retrying.md lists the rules. A QUERY, and a batch with an
 * Idempotency-Key, whatever it contains, is sent again when its answer is lost.
 *
 * @throws {BatchError} if no outcome of any operation is known: the batch was not sent or was refused, and nothing ran
 *   (`executed: false`); or the answer was lost, and operations may have run (`executed: 'unknown'`).
 * @throws the reason of `signal` if that is aborted.
 * @throws {BatchAbortError} if it is aborted after the server has taken the batch, to be answered later (`respondAsync`).
 * @throws {TypeError} for an unknown option, one of the wrong kind, what is not a batch, an operation that is not complete, or one that a
 *   QUERY cannot carry.
 * @throws {RangeError} for a number out of bounds.
 */
export async function send(batch: Batch | WireBatch, options: SendOptions): Promise<BatchResult> {
  const request = resolveRequest(options);
  const { signal, retry } = request;
  const { requests: operations, ...settings } = toWireBatch(batch);
  const repeatable = findRepeatable(batch, operations);
  checkMethod(request.method, operations);
  const later = prepareLater(options, request, operations.length);
  throwIfAborted(signal);
  const key = await chooseKey(options.idempotencyKey, { ...request, operations });
  throwIfAborted(signal);
  let [{ keyField }, partNumber] = [key, 1];
  const known = new Map<string, KnownOutcome>();
  const notifier = options.onOutcome && createOutcomeNotifier(options.onOutcome);
  const answers: Answer[] = [];
  /** The error of the last try that may have run operations. A later try that was refused does not change that. */
  let lost: BatchError | undefined;
  let pending: readonly WireOperation[] = operations;

  for (let tries = 1; ; tries += 1) {
    const sent = pending;
    const isDue = (ending: Ending, id: string): boolean =>
      mayResend(ending, repeatable.has(id)) && delayOf([ending], { retry, tries }) !== undefined;
    const isLastTry = retry === undefined || tries >= retry.maxTries;
    const isFinal = ({ class: ended, ending }: KnownOutcome, id: string): boolean =>
      isLastTry || ended !== 'failed' || (ending.executed === true && !isDue(ending, id));
    const createListener = (tried: number) =>
      notifier?.createListener({ operations: sent, tries: tried, isFinal });
    const body = JSON.stringify({ ...settings, requests: sent });
    const follower = later.createFollower();
    const exchanged = await exchangeWithKey({
      ...{ ...request, headers: later.headers, ...key, keyField, body, tries, createListener },
      follow: follower?.follow,
    });
    const { exchange } = exchanged;
    ({ keyField, tries } = exchanged);
    if (exchange.kind === 'answered') answers.push(exchange);
    if (exchange.kind === 'lost') lost = exchange.error;
    for (const [id, outcome] of outcomesOf(exchange, { operations: sent, tries })) known.set(id, outcome);
    const toResult = (): BatchResult =>
      toBatchResult(known, { answers, notifier, idempotencyKey: keyField && key.idempotencyKey });
    if (signal !== undefined && isAborted(signal)) {
      throw abortError(signal, follower?.taken, exchange.kind === 'answered' ? toResult() : undefined);
    }
    const refusal = exchange.kind === 'refused' ? toEnding(exchange) : undefined;
    if (refusal === undefined) {
      pending = isOpen(exchange, keyField) ? [] : selectResent({ operations, outcomes: known, isDue });
      if (pending.length > 0 && keyField !== undefined) {
        partNumber += 1;
        keyField = await choosePartKey(key, { ...request, partNumber });
      }
    } else if (!isDue(refusal, '')) pending = [];

    const isLast = pending.length === 0;
    if (isLast && answers.length === 0 && exchange.kind !== 'answered') throw lost ?? exchange.error;
    const settled = withoutPending(known, pending);
    later.reportKnown(settled.map(([, outcome]) => outcome));
    notifier?.notify(settled);
    later.throwFailure();
    if (isLast) return toResult();
    const endings = refusal === undefined ? pending.map(({ id }) => known.get(id)?.ending) : [refusal];
    await wait(delayOf(endings, { retry, tries }) ?? 0, { retry, signal });
  }
}

/** Checks the options of the request, and applies the defaults. */
function resolveRequest(options: SendOptions) {
  rejectUnknownOptions('send', options, SEND_OPTIONS);
  const { url, method, headers, credentials, signal } = options;
  const fetch = resolveFetch('send', options.fetch);
  checkUrl(options);
  const retry = resolveRetry(options.retry);
  return { url: String(url), method, fetch, headers: new Headers(headers), credentials, signal, retry };
}

/** Checks whether only the same batch with the same key, or its monitor, shows what became of the operations without an outcome. */
function isOpen(exchange: BatchExchange, keyField: string | undefined): boolean {
  // It may still be running.
  if (exchange.kind === 'lost' && exchange.error.monitor !== undefined) return true;
  return keyField !== undefined && isIncomplete(exchange);
}

function withoutPending(
  known: ReadonlyMap<string, KnownOutcome>,
  pending: readonly WireOperation[],
): [id: string, outcome: KnownOutcome][] {
  const ids = new Set(pending.map(({ id }) => id));
  return [...known].filter(([id]) => !ids.has(id));
}

function toEnding({ error, retryAfter }: BatchExchange & { kind: 'refused' }): Ending {
  return { status: error.status, executed: false, retryAfter };
}

interface RetryState {
  readonly retry: ResolvedRetry | undefined;
  readonly tries: number;
}

function delayOf(endings: readonly (Ending | undefined)[], { retry, tries }: RetryState): number | undefined {
  return retryDelay(retry, { tries, retryAfter: endings.map((ending) => ending?.retryAfter) });
}

async function wait(
  delayMs: number,
  { retry, signal }: { readonly retry: ResolvedRetry | undefined; readonly signal: AbortSignal | undefined },
): Promise<void> {
  await untilAborted(Promise.resolve(retry?.clock.wait(delayMs, signal)), signal);
  throwIfAborted(signal);
}
