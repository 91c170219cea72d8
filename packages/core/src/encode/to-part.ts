import type { Body, MultistatusResponse, ResponseClass } from '@multistatus/document';
import { firstValue } from '@multistatus/wire';
import type { AnswerPart } from '../formats/answer-encoder.js';
import type { AnsweredOutcome, Outcome } from '../operation/outcome.js';
import { MAX_SHORT_BYTES } from '../operation/scan-window.js';
import { toBody, toLongBody } from '../operation/to-body.js';
import type { BodyBudget } from './body-budget.js';
import { bodyHint } from './body-hint.js';
import { minimise } from './minimise.js';
import { toResponse } from './to-response.js';
import type { ResponseContext } from './write-headers.js';

/** What the parts of one answer depend on besides their outcomes. */
export interface PartContext extends ResponseContext {
  readonly budget: BodyBudget;
}

/** The part of an answer for one outcome. A class for the same reason as `AnsweredOutcome`. */
class OutcomePart implements AnswerPart {
  readonly response: MultistatusResponse;
  readonly result: ResponseClass;
  readonly outcome: Outcome;

  constructor(response: MultistatusResponse, outcome: Outcome) {
    this.response = response;
    this.result = outcome.result;
    this.outcome = outcome;
  }
}

/**
 * Returns the part of an answer for one outcome: a promise if the outcome has a long body, which is checked in steps, or if the
 * budget has to count the body. If `return=minimal` was requested, omits what that preference permits to omit.
 */
export function toPart(outcome: Outcome, context: PartContext): AnswerPart | Promise<AnswerPart> {
  if (outcome.kind !== 'answered') return withBody(outcome, context, undefined);
  const { body, headers } = outcome.answer;
  const type = firstValue(headers['content-type']);
  if (body.byteLength > MAX_SHORT_BYTES)
    return toLongBody(body, type).then((long) => withinBudget(outcome, context, long));
  const short = toBody(body, type);
  return short === undefined || context.budget.isAmple
    ? withBody(outcome, context, short)
    : withinBudget(outcome, context, short);
}

function withBody(outcome: Outcome, context: ResponseContext, body: Body | undefined): AnswerPart {
  const hint = bodyHint(outcome);
  const written = toResponse(outcome, context, body);
  const response = hint === undefined ? written : { ...written, description: hint };
  const { operation, result } = outcome;
  return new OutcomePart(
    context.exchange.isMinimal ? minimise(response, { method: operation.method, result }) : response,
    outcome,
  );
}

async function withinBudget(outcome: AnsweredOutcome, context: PartContext, body: Body): Promise<AnswerPart> {
  const part = withBody(outcome, context, body);
  const { response } = part;
  if (response.body === undefined || (await context.budget.spend(response.body))) return part;
  return new OutcomePart({ ...response, body: undefined, bodyOmitted: 'too-large' }, outcome);
}
