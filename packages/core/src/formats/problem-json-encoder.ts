import { PROBLEM_JSON } from '@multistatus/wire';
import type { ProblemEncoder } from './answer-encoder.js';

/** Writes problems as JSON (RFC 9457 section 3), also for formats that cannot write problems. */
export const PROBLEM_JSON_ENCODER: ProblemEncoder = {
  mediaType: PROBLEM_JSON,
  encode: (problem) => ({ contentType: `${PROBLEM_JSON}; charset=utf-8`, body: JSON.stringify(problem) }),
  toSchema: (schema) => schema,
};
