import type { Problem } from '@multistatus/document';
import { isObject } from '@multistatus/wire';
import { type ContentReport, describeMembers } from './describe-content.js';
import { parseJson } from './parse-json.js';

/** Why a request was refused, as the body of the answer says. Either `problem` or `error` is set. */
export interface Refusal {
  /** A problem of RFC 9457. */
  readonly problem: Problem | undefined;
  /** The error of OData, Microsoft Graph or Google: its `code`, `message` and `details`. */
  readonly error: Readonly<Record<string, unknown>> | undefined;
}

/** Reads the JSON body of an answer that refuses a request; returns `undefined` for any other body. */
export function readRefusal(text: string): Refusal | undefined {
  const value = parseJson(text);
  if (!isObject(value)) return undefined;
  const { type, error } = value;
  if (typeof type === 'string') return { problem: value as unknown as Problem, error: undefined };
  return isObject(error) && typeof error['message'] === 'string' ? { problem: undefined, error } : undefined;
}

/** Returns what a refusal says: its message, and what is wrong with each request. */
export function describeRefusal({ problem, error }: Refusal): ContentReport {
  return describeMembers(problem ?? { error });
}
