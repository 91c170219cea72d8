import type { AnswerPart } from '../formats/answer-encoder.js';
import type { EnvelopeResponse } from '../http/envelope.js';
import type { Outcome } from '../operation/outcome.js';
import { answerStatus } from './answer-status.js';
import { negotiatedHeaders } from './envelope-headers.js';
import { type Exchange, isStreamed } from './exchange.js';
import { liftSetCookie } from './lift-set-cookie.js';
import { longestRetryAfter } from './retry-after.js';
import { toPart } from './to-part.js';
import type { ResponseContext } from './to-response.js';
import { type AnswerSettings, writeAnswer } from './write-answer.js';

/**
 * Returns the answer to a request whose operations have settled, or that settle while it is sent.
 *
 * If outcomes arrive one by one and the format is streamed, the answer has the status 207 and the order in which outcomes
 * arrive. Otherwise it is written when all operations have settled, in the order of the request. Outcomes that are missing
 * are omitted.
 */
export async function answerOutcomes(
  outcomes: readonly Outcome[] | AsyncIterable<Outcome>,
  exchange: Exchange,
): Promise<EnvelopeResponse> {
  if (!(Symbol.asyncIterator in outcomes)) {
    return answerAll(isStreamed(exchange) ? outcomes : inRequestOrder(outcomes), exchange);
  }
  if (!isStreamed(exchange)) return answerAll(inRequestOrder(await gather(outcomes)), exchange);
  const settings = settingsOf(exchange, 207);
  return writeAnswer(toParts(outcomes, contextOf(exchange, settings)), settings);
}

async function answerAll(outcomes: readonly Outcome[], exchange: Exchange): Promise<EnvelopeResponse> {
  const { options, path, responseHeaders } = exchange;
  const settings = settingsOf(
    exchange,
    answerStatus(outcomes, options),
    longestRetryAfter(outcomes, Date.now()),
  );
  const context = contextOf(exchange, settings);
  const parts = outcomes.map((outcome) => toPart(outcome, context));
  const cookies =
    options.cookies === 'lift'
      ? liftSetCookie(outcomes, { batchPath: path, basePath: options.basePath })
      : [];
  if (cookies.length === 0) return writeAnswer(parts, settings);
  const headers = {
    ...settings.headers,
    'set-cookie': [...asList(responseHeaders['set-cookie']), ...cookies],
  };
  return writeAnswer(parts, { ...settings, headers });
}

async function gather(outcomes: AsyncIterable<Outcome>): Promise<Outcome[]> {
  const gathered: Outcome[] = [];
  for await (const outcome of outcomes) gathered.push(outcome);
  return gathered;
}

/** Returns the outcomes sorted, and almost always as they are. */
function inRequestOrder(outcomes: readonly Outcome[]): readonly Outcome[] {
  let last = -1;
  for (const { operation } of outcomes) {
    if (operation.index < last) return outcomes.toSorted((a, b) => a.operation.index - b.operation.index);
    last = operation.index;
  }
  return outcomes;
}

async function* toParts(
  outcomes: AsyncIterable<Outcome>,
  context: ResponseContext,
): AsyncGenerator<AnswerPart, void, undefined> {
  for await (const outcome of outcomes) yield toPart(outcome, context);
}

function settingsOf(exchange: Exchange, status: number, retryAfter?: number): AnswerSettings {
  const headers = negotiatedHeaders(exchange.responseHeaders, exchange.applied);
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter);
  return {
    choice: exchange.choice,
    status,
    headers,
    requestHeaders: exchange.headers,
    operationsPath: exchange.operationsPath,
    onSummary: exchange.onSummary,
  };
}

function contextOf(exchange: Exchange, { headers }: AnswerSettings): ResponseContext {
  return { exchange, envelopeFields: { ...exchange.responseHeaders, ...headers } };
}

function asList(field: unknown): readonly string[] {
  if (Array.isArray(field)) return field as string[];
  return typeof field === 'string' ? [field] : [];
}
