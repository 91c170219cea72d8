import { parseRetryAfter, toProblemUri } from '@multistatus/wire';
import { isAborted } from './abort-reason.js';
import type { BatchExchange } from './batch-exchange.js';
import { type BatchRequest, exchangeBatch } from './exchange-batch.js';
import { mayResend } from './may-resend.js';
import { mergeExchanges } from './merge-exchanges.js';
import { DEFAULT_RETRY, type ResolvedRetry } from './resolve-retry.js';
import { retryDelay } from './retry-delay.js';
import { untilAborted } from './until-aborted.js';
import { withoutKey } from './without-outcomes.js';

/** A batch that may be sent several times, always with the same bytes and the same key. */
export interface KeyedRequest extends Omit<BatchRequest, 'onResponse'> {
  /** True if the caller did not ask for a key, so that the batch may also be sent without one. */
  readonly isKeyOptional: boolean;
  readonly retry: ResolvedRetry | undefined;
  /** The number of tries, including the first one of this request. */
  readonly tries: number;
  /** Returns the callback for the responses to one try. */
  readonly createListener?: ((tries: number) => BatchRequest['onResponse']) | undefined;
}

/** The result of a {@link KeyedRequest}. */
export interface KeyedExchange {
  readonly exchange: BatchExchange;
  /** The number of tries so far. */
  readonly tries: number;
  /** `undefined` if the batch was answered without a key. */
  readonly keyField: string | undefined;
}

/** A server that does not say how long an earlier request still takes is asked once a second. */
const MIN_POLL_MS = 1_000;

const IN_PROGRESS = toProblemUri('idempotency-in-progress');
const JOURNAL_UNAVAILABLE = toProblemUri('journal-unavailable');
const UNIDENTIFIED = toProblemUri('unidentified');

/**
 * Sends a batch. If it has an Idempotency-Key or is a QUERY, it is sent again, as it is, when the answer was lost or broke off,
 * when there was no connection, or when the server could not reach its journal. While an earlier request with the same key is
 * still running, this waits. Never rejects.
 *
 * The server runs nothing twice for one key, so a batch with a key may contain anything.
 */
export async function exchangeWithKey(request: KeyedRequest): Promise<KeyedExchange> {
  const { retry = DEFAULT_RETRY, isKeyOptional, createListener, ...fixed } = request;
  const { signal } = fixed;
  let { keyField, tries } = fixed;
  let exchange: BatchExchange | undefined;
  let remainingMs = retry.maxInProgressMs;
  for (;;) {
    const next = await exchangeBatch({
      ...fixed,
      keyField,
      idempotencyKey: keyField && fixed.idempotencyKey,
      onResponse: createListener?.(tries),
    });
    // Nothing has run, not even in an earlier try. The server keeps no keys for a client that it does not know.
    if (isKeyOptional && exchange === undefined && keyField !== undefined && isProblem(next, UNIDENTIFIED)) {
      keyField = undefined;
      continue;
    }
    exchange = mergeExchanges(exchange, next);
    if (isProblem(next, UNIDENTIFIED)) exchange = withoutKey(exchange);
    if ((keyField === undefined && fixed.method !== 'QUERY') || isAborted(signal)) break;
    const isInProgress = isProblem(next, IN_PROGRESS);
    const delayMs = isInProgress ? pollDelay(next, retry) : failureDelay(next, { exchange, retry, tries });
    if (delayMs === undefined) break;
    if (isInProgress) remainingMs -= delayMs;
    else tries += 1;
    if (remainingMs < 0) break;
    await untilAborted(retry.clock.wait(delayMs, signal), signal);
    if (isAborted(signal)) break;
  }
  return { exchange, tries, keyField };
}

/**
 * Checks whether the answer was lost, or broke off. A web page does not come from a batch endpoint. One with a monitor has arrived,
 * and it is the monitor that has to be asked.
 */
export function isIncomplete(exchange: BatchExchange): boolean {
  if (exchange.kind === 'answered') return exchange.truncation !== undefined;
  return exchange.kind === 'lost' && exchange.isPage !== true && exchange.error.monitor === undefined;
}

/** Checks whether a batch was answered with a problem of this type instead of outcomes. */
function isProblem(exchange: BatchExchange, type: string): boolean {
  return exchange.kind !== 'answered' && exchange.error.problem?.type === type;
}

/** Returns the delay before the server is asked again about a batch that is still running; `undefined` if it is not. */
function pollDelay(
  exchange: BatchExchange,
  { maxTries, baseDelayMs, clock }: ResolvedRetry,
): number | undefined {
  if (maxTries === 1) return undefined;
  const requested = parseRetryAfter(retryAfterOf(exchange), clock.now()) ?? 0;
  return Math.max(MIN_POLL_MS, requested) + clock.random() * baseDelayMs;
}

/**
 * Returns the delay before a batch is sent again; `undefined` if it is not. It is if the answer to `next`, its last try, was
 * lost, if there was no connection, or if the server could not reach its journal. If an earlier try may have run it, as
 * `exchange` says, it is sent again to a server that is busy as well.
 */
function failureDelay(
  next: BatchExchange,
  {
    exchange,
    retry,
    tries,
  }: { readonly exchange: BatchExchange; readonly retry: ResolvedRetry; readonly tries: number },
): number | undefined {
  const retryAfter = retryAfterOf(next);
  const isFailure =
    next.kind === 'refused'
      ? next.error.status === undefined ||
        isProblem(next, JOURNAL_UNAVAILABLE) ||
        (isIncomplete(exchange) &&
          mayResend({ status: next.error.status, executed: false, retryAfter }, false))
      : isIncomplete(next);
  return isFailure ? retryDelay(retry, { tries, retryAfter: [retryAfter] }) : undefined;
}

function retryAfterOf(exchange: BatchExchange): string | undefined {
  return exchange.kind === 'answered' ? undefined : exchange.retryAfter;
}
