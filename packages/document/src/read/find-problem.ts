import { headerOf, isObject, isProblemUri, PROBLEM_JSON, parseMediaType } from '@multistatus/wire';
import { isDocumentError } from '../document-error.js';
import type { Body, HeaderMap } from '../multistatus.js';
import type { Problem } from '../problem.js';
import { JsonCursor } from './json-cursor.js';

// Writing a problem recurses, so one that is nested deeper than those of this library stays a body.
const MAX_PROBLEM_DEPTH = 32;

/**
 * Returns the problem that a body is: its media type is `application/problem+json`, with or without a charset, and its `type` is
 * one of this library. `undefined` for any other, such as a problem that a handler defines.
 */
export function findProblem(headers: HeaderMap | undefined, body: Body | undefined): Problem | undefined {
  if (body?.encoding !== 'json') return undefined;
  const isProblem = parseMediaType(headerOf(headers, 'content-type'))?.type === PROBLEM_JSON;
  if (!isProblem || !isShallow(body.text)) return undefined;
  const value: unknown = JSON.parse(body.text);
  return isMultistatusProblem(value) ? value : undefined;
}

function isShallow(text: string): boolean {
  try {
    new JsonCursor(text).skipValue(MAX_PROBLEM_DEPTH);
    return true;
  } catch (error) {
    if (!isDocumentError(error)) throw error;
    return false;
  }
}

function isMultistatusProblem(value: unknown): value is Problem {
  if (!isObject(value)) return false;
  const { type, title, status, detail } = value;
  const isNamed = typeof type === 'string' && isProblemUri(type) && typeof title === 'string';
  const isDetailed = detail === undefined || typeof detail === 'string';
  return isNamed && isDetailed && Number.isInteger(status);
}
