import type { Body, HeaderMap, MultistatusResponse } from '@multistatus/document';
import { PROBLEM_JSON } from '@multistatus/wire';
import type { OperationAnswer } from '../operation/dispatch.js';
import { type AnsweredOutcome, type Outcome, statusOf } from '../operation/outcome.js';
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
  const { exchange } = context;
  const { href, location } = resolveHref(outcome, exchange);
  const { id, index } = outcome.operation;
  const isNamedById = exchange.namedBy === 'id';
  const status = statusOf(outcome);
  // V8: the spreads of `base` below are for rare outcomes. Answers are built as one literal, so that all have one
  // hidden class; to spread `base` there would take longer than everything else in this function.
  const base = {
    id: isNamedById ? id : undefined,
    index: isNamedById ? undefined : index,
    href,
    status,
    location: exchange.choice.encoder.hasLocation === true ? location : undefined,
  };
  if (outcome.kind === 'skipped' && outcome.propstats !== undefined) {
    const { propstats, problem } = outcome;
    return { ...base, status: undefined, location: undefined, propstats, description: problem.title };
  }
  if (outcome.kind !== 'answered') {
    const headers = writeHeaders(status === 503 ? RETRY_LATER : PROBLEM_TYPE, context);
    return { ...base, headers, problem: outcome.problem, timing: outcome.timing };
  }
  const { answer, timing } = outcome;
  return {
    id: base.id,
    index: base.index,
    href,
    status,
    location: base.location,
    headers: writeHeaders(answer.headers, context, isWithoutContent(outcome)),
    body,
    bodyOmitted: omissionOf(answer),
    trailers:
      answer.trailers === undefined ? undefined : writeTrailers(answer.trailers, answer.headers, context),
    timing,
  };
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
