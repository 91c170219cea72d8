import { nextTurn } from '@multistatus/wire';
import type { AnswerPart } from '../formats/answer-encoder.js';
import type { EnvelopeResponse } from '../http/envelope.js';
import { allBodyBytesOf, bodyBytesOf, type Outcome } from '../operation/outcome.js';
import { answerStatus } from './answer-status.js';
import { ArrivingParts } from './arriving-parts.js';
import { begin } from './begin.js';
import { BodyBudget } from './body-budget.js';
import { negotiatedHeaders } from './envelope-headers.js';
import { type Exchange, isStreamed } from './exchange.js';
import { joinFields } from './join-fields.js';
import { liftSetCookie } from './lift-set-cookie.js';
import { longestRetryAfter } from './retry-after.js';
import { type PartContext, toPart } from './to-part.js';
import { type AnswerSettings, writeAnswer } from './write-answer.js';

/** How much work is done in one turn of the event loop, in bytes of bodies that are checked. */
const COST_OF_TURN = 262_144;
/** The work for a part besides its body, in the same unit. */
const COST_OF_PART = 512;

/**
 * Returns the answer to a request whose operations have settled, or that settle while it is sent. Not a promise if nothing has to be
 * waited for, as for a short batch in JSON.
 *
 * If outcomes arrive one by one and the format is streamed, the answer has the status 207 and the order in which outcomes
 * arrive. Otherwise it is written when all operations have settled, in the order of the request. Outcomes that are missing
 * are omitted.
 */
export function answerOutcomes(
  outcomes: readonly Outcome[] | AsyncIterable<Outcome>,
  exchange: Exchange,
): EnvelopeResponse | Promise<EnvelopeResponse> {
  return Symbol.asyncIterator in outcomes
    ? answerArriving(outcomes, exchange)
    : answerAll(isStreamed(exchange) ? outcomes : inRequestOrder(outcomes), exchange);
}

async function answerArriving(
  outcomes: AsyncIterable<Outcome>,
  exchange: Exchange,
): Promise<EnvelopeResponse> {
  if (!isStreamed(exchange)) return answerAll(inRequestOrder(await gather(outcomes)), exchange);
  const settings = settingsOf(exchange, 207);
  return writeAnswer(
    new ArrivingParts(outcomes, contextOf(exchange, settings, Number.POSITIVE_INFINITY)),
    settings,
  );
}

/**
 * Returns the answer to a request that has ended, from outcomes that are kept, in request order. It is written while they are
 * read, and none is held in memory; but a function as the option `status` needs all of them. `isSuccess` is true if each outcome is
 * a success. Rejects if the first outcome cannot be read, unless the format is streamed.
 *
 * The answer is that of {@link answerOutcomes}, except that it has no Retry-After of its own, and no cookies, which are not kept.
 */
export async function answerStored(
  outcomes: AsyncIterable<Outcome>,
  exchange: Exchange,
  isSuccess: boolean,
): Promise<EnvelopeResponse> {
  const { status: statusOption } = exchange.options;
  if (isStreamed(exchange)) return answerOutcomes(outcomes, exchange);
  if (typeof statusOption === 'function') return answerAll(await gather(outcomes), exchange);
  const settings = settingsOf(exchange, statusOption === 'ok-or-multi-status' && isSuccess ? 200 : 207);
  // If they cannot be read, the answer is still a problem.
  const begun = await begin(outcomes);
  return writeAnswer(
    new ArrivingParts(begun, contextOf(exchange, settings, Number.POSITIVE_INFINITY)),
    settings,
  );
}

function answerAll(
  outcomes: readonly Outcome[],
  exchange: Exchange,
): EnvelopeResponse | Promise<EnvelopeResponse> {
  const settings = settingsOf(
    exchange,
    answerStatus(outcomes, exchange),
    longestRetryAfter(outcomes, Date.now()),
  );
  const parts = toParts(outcomes, contextOf(exchange, settings, allBodyBytesOf(outcomes)));
  return parts instanceof Promise
    ? parts.then((all) => writeParts(all, outcomes, { exchange, settings }))
    : writeParts(parts, outcomes, { exchange, settings });
}

function writeParts(
  parts: readonly AnswerPart[],
  outcomes: readonly Outcome[],
  { exchange, settings }: { readonly exchange: Exchange; readonly settings: AnswerSettings },
): EnvelopeResponse | Promise<EnvelopeResponse> {
  const { options, path, responseHeaders } = exchange;
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

/** Returns the outcomes sorted by index. Almost always they are sorted already, and the same array is returned. */
function inRequestOrder(outcomes: readonly Outcome[]): readonly Outcome[] {
  let last = -1;
  for (const { operation } of outcomes) {
    if (operation.index < last) return outcomes.toSorted((a, b) => a.operation.index - b.operation.index);
    last = operation.index;
  }
  return outcomes;
}

/** The parts of an answer of which the first are known, and the work that they were. */
interface BegunParts {
  readonly parts: AnswerPart[];
  /** The part after them. */
  readonly next: AnswerPart | Promise<AnswerPart>;
  readonly cost: number;
}

/**
 * Returns the parts of an answer. Other work runs between them, so that many or long outcomes do not delay it. Not a promise if they
 * take less than a turn.
 */
function toParts(
  outcomes: readonly Outcome[],
  context: PartContext,
): readonly AnswerPart[] | Promise<readonly AnswerPart[]> {
  const parts: AnswerPart[] = [];
  let cost = 0;
  for (const outcome of outcomes) {
    const next = toPart(outcome, context);
    cost += COST_OF_PART + bodyBytesOf(outcome);
    if (cost >= COST_OF_TURN || next instanceof Promise) {
      return toOtherParts(outcomes, context, { parts, next, cost });
    }
    parts.push(next);
  }
  return parts;
}

async function toOtherParts(
  outcomes: readonly Outcome[],
  context: PartContext,
  { parts, next, cost: costOfFirst }: BegunParts,
): Promise<readonly AnswerPart[]> {
  parts.push(await next);
  let cost = costOfFirst;
  while (parts.length < outcomes.length) {
    if (cost >= COST_OF_TURN) {
      cost = 0;
      await nextTurn();
    }
    const outcome = outcomes[parts.length] as Outcome;
    const part = toPart(outcome, context);
    parts.push(part instanceof Promise ? await part : part);
    cost += COST_OF_PART + bodyBytesOf(outcome);
  }
  return parts;
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

/** `received` is the number of bytes of all bodies, as in {@link BodyBudget}. */
function contextOf(exchange: Exchange, { headers }: AnswerSettings, received: number): PartContext {
  const { choice, maxResponseBytes, responseHeaders } = exchange;
  const budget = new BodyBudget(choice.encoder, { maxResponseBytes, received });
  return { exchange, envelopeFields: joinFields<unknown>(responseHeaders, headers), budget };
}

function asList(field: unknown): readonly string[] {
  if (Array.isArray(field)) return field as string[];
  return typeof field === 'string' ? [field] : [];
}
