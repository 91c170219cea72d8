import type { Multistatus } from '@multistatus/document';
import { rejectUnknownOptions } from '../check-options.js';
import { type Exchange, exchangeBatch } from '../exchange-batch.js';
import { type Ending, mayResend } from '../may-resend.js';
import { type ResolvedRetry, type RetryOptions, resolveRetry } from '../resolve-retry.js';
import { retryDelay } from '../retry-delay.js';
import { type BatchResult, type Outcome, toBatchResult } from './batch-result.js';
import type { Batch } from './create-batch.js';
import { findRepeatable } from './find-repeatable.js';
import { type KnownOutcome, noOutcome, readOutcomes } from './known-outcome.js';
import { planResend } from './plan-resend.js';
import { createTeller, type Teller } from './tell-outcomes.js';
import type { WireBatch, WireOperation } from './wire-operation.js';

/** Where and how {@link send} sends a batch. */
export interface SendOptions {
  /** The batch endpoint. */
  readonly url: string | URL;
  /** @defaultValue the platform's, when it is called */
  readonly fetch?: typeof fetch | undefined;
  /** Headers of the batch, which every operation inherits where the server lets it: authorization, a CSRF token. */
  readonly headers?: RequestInit['headers'] | undefined;
  readonly credentials?: RequestInit['credentials'] | undefined;
  /** Ends the batch, and what runs of it in the server. */
  readonly signal?: AbortSignal | undefined;
  /** Whether what may be sent again is sent again. @defaultValue undefined, nothing is */
  readonly retry?: RetryOptions | undefined;
  /**
   * Is told what became of each operation as soon as that is final, and of each once: as the server answers, if it can
   * answer line by line (NDJSON), else when all is there. What may be sent again is told of when it is not. A streamed
   * answer sets no cookies of operations. What it throws, `send` rejects with, once the answer is read.
   */
  readonly onOutcome?: ((outcome: Outcome) => void) | undefined;
}

const OPTIONS = ['url', 'fetch', 'headers', 'credentials', 'signal', 'retry', 'onOutcome'];

/**
 * Sends a batch, made by `createBatch` or as JSON has it, and gives what became of each operation: exactly one outcome
 * for each, whatever came back. That operations failed is no rejection; ask the result, or call `throwIfFailed`.
 *
 * With `retry`, what may be sent again is: see the README for the rules.
 *
 * @throws {BatchError} if no outcome is known of any operation: the batch was refused and nothing ran
 *   (`executed: false`), or the answer got lost and it may have run (`executed: 'unknown'`). The reason of `signal` once
 *   that is aborted.
 * @throws {TypeError} for an unknown option. @throws {RangeError} for a number out of its bounds.
 */
export async function send(batch: Batch | WireBatch, options: SendOptions): Promise<BatchResult> {
  rejectUnknownOptions('send', options, OPTIONS);
  const { signal, onOutcome } = options;
  const retry = resolveRetry(options.retry);
  const { requests: operations, ...settings } = 'toJSON' in batch ? batch.toJSON() : batch;
  const repeatable = findRepeatable(batch, operations);
  const known = new Map<string, KnownOutcome>();
  const teller = onOutcome === undefined ? undefined : createTeller(onOutcome);
  let answer: Multistatus | undefined;
  let waiting: readonly WireOperation[] = operations;

  for (let tries = 1; ; tries += 1) {
    const isDue = (ending: Ending, id: string): boolean =>
      mayResend(ending, repeatable.has(id)) && delayOf([ending], { retry, tries }) !== undefined;
    const isFinal = (outcome: KnownOutcome, id: string): boolean =>
      outcome.class !== 'failed' || (outcome.ending.executed === true && !isDue(outcome.ending, id));
    const onResponse = teller?.listen({ operations: waiting, tries, isFinal });
    const exchange = await exchangeOnce({ ...settings, requests: waiting }, { ...options, onResponse });
    signal?.throwIfAborted();
    if (exchange.kind === 'answered') answer = exchange.reading.document;
    for (const [id, outcome] of outcomesOf(exchange, { waiting, tries })) known.set(id, outcome);
    const refusal = exchange.kind === 'refused' ? toEnding(exchange) : undefined;
    if (refusal === undefined) waiting = planResend({ operations, outcomes: known, isDue });
    else if (!isDue(refusal, '')) waiting = [];

    const isLast = waiting.length === 0;
    if (isLast && answer === undefined && exchange.kind !== 'answered') throw exchange.error;
    teller?.tell(withoutWaiting(known, waiting));
    if (isLast) return toBatchResult(known, answer ?? { responses: [] });
    const endings = refusal === undefined ? waiting.map(({ id }) => known.get(id)?.ending) : [refusal];
    await wait(delayOf(endings, { retry, tries }) ?? 0, { retry, signal });
  }
}

function withoutWaiting(
  known: ReadonlyMap<string, KnownOutcome>,
  waiting: readonly WireOperation[],
): [id: string, outcome: KnownOutcome][] {
  const ids = new Set(waiting.map(({ id }) => id));
  return [...known].filter(([id]) => !ids.has(id));
}

function exchangeOnce(
  batch: WireBatch,
  options: SendOptions & { readonly onResponse: ReturnType<Teller['listen']> | undefined },
): Promise<Exchange> {
  const { url, headers, credentials, signal, onResponse } = options;
  const fetch: typeof globalThis.fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
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

/** What a try tells of the operations that were sent. A batch that was refused tells nothing new. */
function outcomesOf(
  exchange: Exchange,
  { waiting, tries }: { readonly waiting: readonly WireOperation[]; readonly tries: number },
): [id: string, outcome: KnownOutcome][] {
  switch (exchange.kind) {
    case 'answered': {
      const { reading, cut } = exchange;
      const outcomes = readOutcomes(reading, { operations: waiting, tries, cut });
      return outcomes.map((outcome, index) => [waiting[index]?.id ?? '', outcome]);
    }
    case 'lost':
      return waiting.map((operation) => [
        operation.id,
        noOutcome(operation, { error: exchange.error, tries }),
      ]);
    case 'refused':
      return [];
  }
}

function toEnding({ error, retryAfter }: Exchange & { kind: 'refused' }): Ending {
  return { status: error.status, executed: false, retryAfter };
}

interface Waiting {
  readonly retry: ResolvedRetry | undefined;
  readonly tries: number;
}

function delayOf(endings: readonly (Ending | undefined)[], { retry, tries }: Waiting): number | undefined {
  return retryDelay(retry, { tries, retryAfter: endings.map((ending) => ending?.retryAfter) });
}

function wait(
  delayMs: number,
  { retry, signal }: { readonly retry: ResolvedRetry | undefined; readonly signal: AbortSignal | undefined },
): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as unknown), { once: true });
    retry?.clock.wait(delayMs).then(resolve, reject);
  });
}
