import type { Multistatus } from '@multistatus/document';
import { abortReason } from '../abort-reason.js';
import type { BatchError } from '../batch-error.js';
import type { BatchExchange } from '../batch-exchange.js';
import { rejectUnknownOptions, resolveFetch } from '../check-options.js';
import { exchangeBatch } from '../exchange-batch.js';
import { type Ending, mayResend } from '../may-resend.js';
import { type ResolvedRetry, type RetryOptions, resolveRetry } from '../resolve-retry.js';
import { retryDelay } from '../retry-delay.js';
import { type BatchResult, type Outcome, toBatchResult } from './batch-result.js';
import { checkUrl } from './check-url.js';
import type { Batch } from './create-batch.js';
import { findRepeatable } from './find-repeatable.js';
import { type KnownOutcome, noOutcome, readOutcomes } from './known-outcome.js';
import { createOutcomeNotifier, type OutcomeNotifier } from './notify-outcomes.js';
import { planResend } from './plan-resend.js';
import { toWireBatch } from './to-wire-batch.js';
import type { WireBatch, WireOperation } from './wire-operation.js';

/** Options of {@link send}. */
export interface SendOptions {
  /** The batch endpoint. */
  readonly url: string | URL;
  /** Sends the batch. @defaultValue the global `fetch` */
  readonly fetch?: typeof fetch | undefined;
  /** Headers of the batch, such as Authorization or a CSRF token. Operations inherit those that the server allows. */
  readonly headers?: RequestInit['headers'] | undefined;
  readonly credentials?: RequestInit['credentials'] | undefined;
  /** Aborts the batch, including the operations that are running on the server. */
  readonly signal?: AbortSignal | undefined;
  /** When set, operations that may be repeated are sent again. @defaultValue undefined, nothing is sent again */
  readonly retry?: RetryOptions | undefined;
  /**
   * Called once for each operation, as soon as its outcome is final: while the answer arrives, if the server can stream
   * it (NDJSON), otherwise when it is complete. An outcome is not final while the operation may be sent again. A
   * streamed answer cannot set the cookies of operations. If the callback throws, `send` rejects with that error once
   * the answer has been read.
   */
  readonly onOutcome?: ((outcome: Outcome) => void) | undefined;
}

const OPTIONS = ['url', 'fetch', 'headers', 'credentials', 'signal', 'retry', 'onOutcome'];

/**
 * Sends a batch, created with `createBatch` or in its JSON form, and returns exactly one outcome for each operation.
 * Does not reject if operations failed: check the result, or call its `throwIfFailed`.
 *
 * With `retry`, operations that may be repeated are sent again. The README lists the rules.
 *
 * @throws {BatchError} if no outcome of any operation is known: the batch was not sent or was refused, and nothing ran
 *   (`executed: false`); or the answer was lost, and operations may have run (`executed: 'unknown'`).
 * @throws the reason of `signal` if that is aborted.
 * @throws {TypeError} for an unknown option, one of the wrong kind, what is not a batch, or an operation that is not complete.
 * @throws {RangeError} for a number out of bounds.
 */
export async function send(batch: Batch | WireBatch, options: SendOptions): Promise<BatchResult> {
  rejectUnknownOptions('send', options, OPTIONS);
  const { signal, onOutcome } = options;
  const fetch = resolveFetch('send', options.fetch);
  checkUrl(options);
  const retry = resolveRetry(options.retry);
  const { requests: operations, ...settings } = toWireBatch(batch);
  const repeatable = findRepeatable(batch, operations);
  const known = new Map<string, KnownOutcome>();
  const notifier = onOutcome === undefined ? undefined : createOutcomeNotifier(onOutcome);
  let answer: Multistatus | undefined;
  /** The error of the last try that may have run operations. A later try that was refused does not change that. */
  let lost: BatchError | undefined;
  let pending: readonly WireOperation[] = operations;

  for (let tries = 1; ; tries += 1) {
    const isDue = (ending: Ending, id: string): boolean =>
      mayResend(ending, repeatable.has(id)) && delayOf([ending], { retry, tries }) !== undefined;
    const isFinal = (outcome: KnownOutcome, id: string): boolean =>
      outcome.class !== 'failed' || (outcome.ending.executed === true && !isDue(outcome.ending, id));
    const onResponse = notifier?.createListener({ operations: pending, tries, isFinal });
    const exchange = await exchangeOnce(
      { ...settings, requests: pending },
      { ...options, fetch, onResponse },
    );
    if (signal?.aborted === true) throw abortReason(signal);
    if (exchange.kind === 'answered') answer = exchange.reading.document;
    if (exchange.kind === 'lost') lost = exchange.error;
    for (const [id, outcome] of outcomesOf(exchange, { pending, tries })) known.set(id, outcome);
    const refusal = exchange.kind === 'refused' ? toEnding(exchange) : undefined;
    if (refusal === undefined) pending = planResend({ operations, outcomes: known, isDue });
    else if (!isDue(refusal, '')) pending = [];

    const isLast = pending.length === 0;
    if (isLast && answer === undefined && exchange.kind !== 'answered') throw lost ?? exchange.error;
    notifier?.notify(withoutPending(known, pending));
    if (isLast) return toBatchResult(known, answer ?? { responses: [] });
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

function exchangeOnce(
  batch: WireBatch,
  options: SendOptions & {
    readonly fetch: typeof globalThis.fetch;
    readonly onResponse: ReturnType<OutcomeNotifier['createListener']> | undefined;
  },
): Promise<BatchExchange> {
  const { url, fetch, headers, credentials, signal, onResponse } = options;
  return exchangeBatch({
    url: String(url),
    fetch,
    headers: new Headers(headers),
    credentials,
    signal,
    body: JSON.stringify(batch),
    onResponse,
  });
}

/** Returns the outcomes of the operations that were sent in a try; none if the batch was refused. */
function outcomesOf(
  exchange: BatchExchange,
  { pending, tries }: { readonly pending: readonly WireOperation[]; readonly tries: number },
): [id: string, outcome: KnownOutcome][] {
  switch (exchange.kind) {
    case 'answered': {
      const { reading, truncation } = exchange;
      const outcomes = readOutcomes(reading, { operations: pending, tries, truncation });
      return outcomes.map((outcome, index) => [pending[index]?.id ?? '', outcome]);
    }
    case 'lost':
      return pending.map((operation) => [
        operation.id,
        noOutcome(operation, { error: exchange.error, tries }),
      ]);
    case 'refused':
      return [];
  }
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

function wait(
  delayMs: number,
  { retry, signal }: { readonly retry: ResolvedRetry | undefined; readonly signal: AbortSignal | undefined },
): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.addEventListener('abort', () => reject(abortReason(signal)), { once: true });
    retry?.clock.wait(delayMs).then(resolve, reject);
  });
}
