import type { MultistatusResponse, ResponseClass } from '@multistatus/document';
import type { AnswerPart } from '../formats/answer-encoder.js';
import type { Outcome } from '../operation/outcome.js';
import { minimise } from './minimise.js';
import { type ResponseContext, toResponse } from './to-response.js';

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

/** Returns the part of an answer for one outcome. If `return=minimal` was requested, omits what that allows to omit. */
export function toPart(outcome: Outcome, context: ResponseContext): AnswerPart {
  const response = toResponse(outcome, context);
  const { operation, result } = outcome;
  return new OutcomePart(
    context.exchange.isMinimal ? minimise(response, { method: operation.method, result }) : response,
    outcome,
  );
}
