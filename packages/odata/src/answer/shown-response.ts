import type { AnswerPart } from '@multistatus/core';
import type { Problem } from '@multistatus/document';

/** How one response of an answer is written. */
export interface ShownResponse {
  readonly status: number;
  /** The problem that is written as an error in place of the body. */
  readonly problem: Problem | undefined;
}

/** Methods whose answer is of no use without its body. */
const READING_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * Returns how a response is written. OData has no form for a body that the endpoint has omitted: a success that read something becomes
 * an error, so that no client takes it for empty; any other success is a 204, as with `return=minimal` (OData 4.01 section 8.2.8.7).
 */
export function shownResponse({ response, result, outcome }: AnswerPart): ShownResponse {
  const { status = 500, problem, bodyOmitted } = response;
  if (bodyOmitted === undefined) return { status, problem };
  const isSuccess = result === 'succeeded';
  if (isSuccess && !READING_METHODS.has(outcome?.operation.method ?? ''))
    return { status: 204, problem: undefined };
  const error = isSuccess ? 500 : status;
  return { status: error, problem: { ...BODY_OMITTED, status: error } };
}

const BODY_OMITTED = {
  type: 'body-omitted',
  title: 'The body of the answer was omitted',
  detail: 'The body of the answer was omitted: it exceeds a limit of the batch, or was not kept',
};
