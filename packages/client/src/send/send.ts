import { isAborted, throwIfAborted } from '../abort-reason.js';
import type { BatchError } from '../batch-error.js';
import type { Answer, BatchExchange } from '../batch-exchange.js';
import { rejectUnknownOptions, resolveFetch } from '../check-options.js';
import { exchangeWithKey, isIncomplete } from '../exchange-with-key.js';
import { type Ending, mayResend } from '../may-resend.js';
import { createCallGuard } from '../monitor/call-guard.js';
import { DEFAULT_RETRY, type ResolvedRetry, resolveRetry } from '../resolve-retry.js';
import { retryDelay } from '../retry-delay.js';
import { untilAborted } from '../until-aborted.js';
import { resolveAsync } from './async-options.js';
import { abortError } from './batch-abort-error.js';
import { createFollower } from './batch-follower.js';
import { type BatchResult, toBatchResult } from './batch-result.js';
import { checkUrl } from './check-url.js';
import { chooseKey, choosePartKey } from './choose-key.js';
import type { Batch } from './create-batch.js';
import { findRepeatable } from './find-repeatable.js';
import { type KnownOutcome, outcomesOf } from './known-outcome.js';
import { createOutcomeNotifier } from './notify-outcomes.js';
import { planResend } from './plan-resend.js';
import { createProgressReporter } from './progress-reporter.js';
import { SEND_OPTIONS, type SendOptions } from './send-options.js';
import { toWireBatch } from './to-wire-batch.js';
import type { WireBatch, WireOperation } from './wire-operation.js';

/**
 * Sends a batch, created with `createBatch` or in its JSON form, and returns exactly one outcome for each operation.
 * Does not reject if operations failed: check the result, or call its `throwIfFailed`.
 *
 * With `retry`, operations that may be repeated are sent again. The README lists the rules. A batch with an
 * Idempotency-Key is sent again when its answer is lost, whatever it contains.
 *
 * @throws {BatchError} if no outcome of any operation is known: the batch was not sent or was refused, and nothing ran
 *   (`executed: false`); or the answer was lost, and operations may have run (`executed: 'unknown'`).
 * @throws the reason of `signal` if that is aborted.
 * @throws {BatchAbortError} if it is aborted after the server has taken the batch, to be answered later (`respondAsync`).
 * @throws {TypeError} for an unknown option, one of the wrong kind, what is not a batch, or an operation that is not complete.
 * @throws {RangeError} for a number out of bounds.
 */
export async function send(batch: Batch | WireBatch, options: SendOptions): Promise<BatchResult> {
  rejectUnknownOptions('send', options, SEND_OPTIONS);
  const { signal, onOutcome, onProgress, onMonitor } = options;
  const fetch = resolveFetch('send', options.fetch);
  checkUrl(options);
  const retry = resolveRetry(options.retry);
  const later = resolveAsync(options.respondAsync);
  const { requests: operations, ...settings } = toWireBatch(batch);
  const repeatable = findRepeatable(batch, operations);
  const request = {
    ...{ url: String(options.url), fetch, headers: new Headers(options.headers) },
    ...{ credentials: options.credentials, signal, retry },
  };
  throwIfAborted(signal);
  const key = await chooseKey(options.idempotencyKey, { ...request, operations });
  throwIfAborted(signal);
  let { keyField } = key;
  let partNumber = 1;
  const known = new Map<string, KnownOutcome>();
  const notifier = onOutcome === undefined ? undefined : createOutcomeNotifier(onOutcome);
  const { guard, throwFailure } = createCallGuard();
  const progress = createProgressReporter(operations.length, guard(onProgress));
  const followerSettings = later && {
    ...{ ...request, ...later, retry: retry ?? DEFAULT_RETRY },
    ...{ onMonitor: guard(onMonitor), onProgress: progress.reportSent },
  };
  const headers = new Headers([...request.headers]);
  if (later !== undefined) headers.append('prefer', later.preference);
  const answers: Answer[] = [];
  /** The error of the last try that may have run operations. A later try that was refused does not change that. */
  let lost: BatchError | undefined;
  let pending: readonly WireOperation[] = operations;

  for (let tries = 1; ; tries += 1) {
    const sent = pending;
    const isDue = (ending: Ending, id: string): boolean =>
      ending.isCancelled !== true &&
      mayResend(ending, repeatable.has(id)) &&
      delayOf([ending], { retry, tries }) !== undefined;
    const isFinal = (outcome: KnownOutcome, id: string): boolean =>
      outcome.class !== 'failed' || (outcome.ending.executed === true && !isDue(outcome.ending, id));
    const createListener = (tried: number) =>
      notifier?.createListener({ operations: sent, tries: tried, isFinal });
    const body = JSON.stringify({ ...settings, requests: sent });
    const follower = followerSettings && createFollower(followerSettings);
    const exchanged = await exchangeWithKey({
      ...{ ...request, headers, ...key, keyField, body, tries, createListener },
      follow: follower?.follow,
    });
    const { exchange } = exchanged;
    ({ keyField, tries } = exchanged);
    if (exchange.kind === 'answered') answers.push(exchange);
    if (exchange.kind === 'lost') lost = exchange.error;
    for (const [id, outcome] of outcomesOf(exchange, { operations: sent, tries })) known.set(id, outcome);
    const toResult = (): BatchResult =>
      toBatchResult(known, { answers, idempotencyKey: keyField && key.idempotencyKey });
    if (signal !== undefined && isAborted(signal)) {
      throw abortError(signal, follower?.taken, exchange.kind === 'answered' ? toResult() : undefined);
    }
    const refusal = exchange.kind === 'refused' ? toEnding(exchange) : undefined;
    if (refusal === undefined) {
      // Only the same batch with the same key shows what became of the operations that have no outcome.
      const isOpen =
        (keyField !== undefined && isIncomplete(exchange)) ||
        // It may still be running.
        (exchange.kind === 'lost' && exchange.error.monitor !== undefined);
      pending = isOpen ? [] : planResend({ operations, outcomes: known, isDue });
      if (pending.length > 0 && keyField !== undefined) {
        partNumber += 1;
        keyField = await choosePartKey(key, { ...request, partNumber });
      }
    } else if (!isDue(refusal, '')) pending = [];

    const isLast = pending.length === 0;
    if (isLast && answers.length === 0 && exchange.kind !== 'answered') throw lost ?? exchange.error;
    const settled = withoutPending(known, pending);
    progress.reportKnown(settled.map(([, outcome]) => outcome));
    notifier?.notify(settled);
    throwFailure();
    if (isLast) return toResult();
    const endings = refusal === undefined ? pending.map(({ id }) => known.get(id)?.ending) : [refusal];
    await wait(delayOf(endings, { retry, tries }) ?? 0, { retry, signal });
  }
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
