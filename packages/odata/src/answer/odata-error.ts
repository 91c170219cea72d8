import type { JsonSchema, ProblemEncoder } from '@multistatus/core';
import type { JsonValue, Problem } from '@multistatus/document';
import { toProblemUri } from '@multistatus/wire';
import { isMultipart, JSON_TYPE } from './answer-type.js';
import { nameRequests } from './name-requests.js';
import { versionHeaders } from './version-headers.js';

/** The namespace of the problem types of the endpoint. */
const TYPE_PREFIX = /^urn:multistatus:problem:/;

/** What an error says about a problem. */
export interface ErrorMembers {
  /** The kind of problem: the last part of its type. */
  readonly slug: string;
  readonly message: string;
  /** What is wrong with each request. */
  readonly details: readonly JsonValue[];
}

/** Returns the body of an error of OData: `{"error":{"code","message","details":[]}}`, on one line. */
export function toErrorText(problem: Problem): string {
  const { slug: code, message, details } = toErrorMembers(problem);
  return JSON.stringify({ error: { code, message, details } });
}

/** Returns what the error about a problem says. */
export function toErrorMembers(problem: Problem): ErrorMembers {
  const { errors } = problem as { readonly errors?: JsonValue };
  return {
    slug: problem.type.replace(TYPE_PREFIX, ''),
    message: nameRequests(problem.detail ?? problem.title),
    details: Array.isArray(errors) ? errors.map(toDetail) : [],
  };
}

/** Returns what is wrong in one request of a batch, with the place of that request and a JSON Pointer to the member. */
function toDetail(issue: JsonValue): JsonValue {
  const { code = '', detail: text = '', pointer = '', place } = issue as Readonly<Record<string, string>>;
  const detail = nameRequests(text);
  return { code, message: place === undefined ? detail : `${place}: ${detail}`, target: pointer };
}

/** Writes the refusal of a whole batch, with the version header of the protocol. */
export const ODATA_ERROR_ENCODER: ProblemEncoder = {
  mediaType: JSON_TYPE,
  encode: (problem, headers) => ({
    contentType: JSON_TYPE,
    headers: versionHeaders(headers, isMultipart(headers) ? '4.0' : '4.01'),
    body: toErrorText(isMultipart(headers) ? inWordsOfMultipart(problem) : problem),
  }),
  toSchema: () => ERROR_SCHEMA,
};

/** Returns a problem with the words of multipart, where an atomicity group is a changeset. */
function inWordsOfMultipart(problem: Problem): Problem {
  if (problem.type !== NO_TRANSACTIONS) return problem;
  return { ...problem, detail: 'This service does not support changesets; send the requests outside of one' };
}

const NO_TRANSACTIONS = toProblemUri('transactions-not-supported');

const DETAIL_SCHEMA = {
  type: 'object',
  required: ['code', 'message'],
  properties: { code: { type: 'string' }, message: { type: 'string' }, target: { type: 'string' } },
};

const ERROR_SCHEMA: JsonSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'details'],
      properties: {
        code: { description: 'The kind of error: a stable name.', type: 'string' },
        message: { type: 'string' },
        details: { description: 'All that is wrong with the requests.', type: 'array', items: DETAIL_SCHEMA },
      },
    },
  },
};
