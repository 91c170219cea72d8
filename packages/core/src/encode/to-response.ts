import type { Body, HeaderMap, MultistatusResponse } from '@multistatus/document';
import { PROBLEM_JSON } from '@multistatus/wire';
import type { OperationAnswer } from '../operation/dispatch.js';
import type { AnsweredOutcome, Outcome } from '../operation/outcome.js';
import { RETRY_AFTER_SECONDS } from '../problem/retry-after-seconds.js';
import { resolveHref } from './resolve-href.js';
import { type ResponseContext, writeHeaders, writeTrailers } from './write-headers.js';

const PROBLEM_TYPE: HeaderMap = { 'content-type': PROBLEM_JSON };
const RETRY_LATER: HeaderMap = { 'retry-after': String(RETRY_AFTER_SECONDS), ...PROBLEM_TYPE };

/**
 * Returns the response of the document for one outcome. Does not throw, regardless of what the target answered. `body` is that of
 * an outcome that was answered.
 */
export function toResponse(
  outcome: Outcome,
  context: ResponseContext,
  body: Body | undefined,
): MultistatusResponse {
  if (outcome.kind !== 'answered') return toProblemResponse(outcome, context);
  const { exchange } = context;
  const { href, location } = resolveHref(outcome, exchange);
  const { operation, answer, timing } = outcome;
  const isNamedById = exchange.namedBy === 'id';
  // V8: each response is one literal, so that all have one hidden class. A spread would take longer than everything else here.
  return {
    id: isNamedById ? operation.id : undefined,
    index: isNamedById ? undefined : operation.index,
    href,
    status: answer.status,
    location: exchange.choice.encoder.hasLocation === true ? location : undefined,
    headers: writeHeaders(answer.headers, context, isWithoutContent(outcome)),
    body,
    bodyOmitted: omissionOf(answer),
    trailers:
      answer.trailers === undefined ? undefined : writeTrailers(answer.trailers, answer.headers, context),
    timing,
  };
}

function toProblemResponse(
  outcome: Exclude<Outcome, { kind: 'answered' }>,
  context: ResponseContext,
): MultistatusResponse {
  const { exchange } = context;
  const { operation, problem, timing } = outcome;
  const isNamedById = exchange.namedBy === 'id';
  const id = isNamedById ? operation.id : undefined;
  const index = isNamedById ? undefined : operation.index;
  const { href } = resolveHref(outcome, exchange);
  if (outcome.kind === 'skipped' && outcome.propstats !== undefined)
    return { id, index, href, propstats: outcome.propstats, description: problem.title };
  const { status } = problem;
  const headers = writeHeaders(status === 503 ? RETRY_LATER : PROBLEM_TYPE, context);
  return { id, index, href, status, headers, problem, timing };
}

/** Returns why the body of an answer is missing; `undefined` if it is not. */
function omissionOf({
  isBodyTooLarge,
  isBodyNotStored,
}: OperationAnswer): MultistatusResponse['bodyOmitted'] {
  if (isBodyTooLarge) return 'too-large';
  return isBodyNotStored === true ? 'not-stored' : undefined;
}

/**
 * Checks whether an answer has the Content-Length of a body that it does not carry (RFC 9110 section 8.6). For any other answer,
 * the document has the body itself.
 */
function isWithoutContent({
  operation: { method },
  answer: { status },
}: Pick<AnsweredOutcome, 'operation' | 'answer'>): boolean {
  return method === 'HEAD' || status === 304;
}
