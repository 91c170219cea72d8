import type { ProblemEncoder } from '@multistatus/core';
import { type Problem, reasonPhraseOf } from '@multistatus/document/writer';
import { JSON_TYPE } from './answer-type.js';
import { ODATA_ERROR_ENCODER, toErrorMembers } from './odata-error.js';

/**
 * Returns the body of an error of Microsoft Graph, on one line. Its code is the phrase of the status, such as `BadRequest`; that of
 * `innerError` is the kind of problem.
 */
export function toGraphErrorText(problem: Problem): string {
  const { slug, message, details } = toErrorMembers(problem);
  const code = reasonPhraseOf(problem.status, 'Unknown').replace(/[^A-Za-z]/g, '');
  return JSON.stringify({ error: { code, message, innerError: { code: slug }, details } });
}

/** Writes the refusal of a whole batch. */
export const GRAPH_ERROR_ENCODER: ProblemEncoder = {
  mediaType: JSON_TYPE,
  encode: (problem) => ({ contentType: JSON_TYPE, body: toGraphErrorText(problem) }),
  toSchema: ODATA_ERROR_ENCODER.toSchema,
};
