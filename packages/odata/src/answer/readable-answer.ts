import type { AnswerPart } from '@multistatus/core';
import type { Body, HeaderMap, Problem } from '@multistatus/document';

/** One answer, for a format that cannot say that a body is missing. */
export interface ReadableAnswer {
  readonly status: number;
  readonly headers: HeaderMap;
  readonly body: Body | undefined;
  /** What takes the place of the body, if the endpoint has answered. */
  readonly problem: Problem | undefined;
}

/**
 * Returns the answer to a request. If the body of a GET was omitted, that is a failure: the client would take the answer for an
 * empty one.
 */
export function readableAnswer({ response, outcome }: AnswerPart): ReadableAnswer {
  const { status = 500, headers = {}, problem, body, bodyOmitted } = response;
  const isLost =
    outcome?.operation.method === 'GET' && bodyOmitted !== undefined && bodyOmitted !== 'minimal';
  if (!isLost) return { status, headers, body, problem };
  const detail =
    bodyOmitted === 'too-large'
      ? 'The answer is larger than the endpoint allows; send the request in a smaller batch or by itself'
      : 'The answer was not kept; send the request again';
  return {
    status: 500,
    headers: {},
    body: undefined,
    problem: { type: `urn:multistatus:problem:body-${bodyOmitted}`, title: detail, status: 500 },
  };
}
