import type { JsonSchema, ProblemEncoder } from '@multistatus/core';
import type { Problem } from '@multistatus/document';
import { countOf, toProblemUri } from '@multistatus/wire';
import { isMultipart, JSON_TYPE } from './answer-type.js';
import { nameRequests } from './name-requests.js';
import { versionHeaders } from './version-headers.js';

/** The namespace of the problem types of the endpoint. */
const TYPE_PREFIX = /^urn:multistatus:problem:/;

/** What is wrong in one request of a batch. */
export interface ErrorDetail {
  readonly code: string;
  readonly message: string;
  readonly target: string;
}

/** An issue of a problem. The problem may be one of a route, so nothing is certain to be there. */
interface Issue {
  readonly code?: string;
  readonly detail?: string;
  readonly pointer?: string;
  /** Names the request: `Request 3`, `Part 2.1`. */
  readonly place?: string;
}

/** What an error says about a problem. */
export interface ErrorMembers {
  /** The kind of problem: the last part of its type. */
  readonly slug: string;
  readonly message: string;
  /** What is wrong with each request. */
  readonly details: readonly ErrorDetail[];
}

/** Returns the body of an error of OData: `{"error":{"code","message","details":[]}}`, on one line. */
export function toErrorText(problem: Problem): string {
  const { slug: code, message, details } = toErrorMembers(problem);
  return JSON.stringify({ error: { code, message, details } });
}

/** Returns what the error about a problem says. */
export function toErrorMembers(problem: Problem): ErrorMembers {
  const details = issuesOf(problem).map(toDetail);
  const [first] = details;
  return {
    slug: problem.type.replace(TYPE_PREFIX, ''),
    message:
      problem.type === INVALID_BATCH && first !== undefined
        ? summaryOf(first.message, details.length)
        : nameRequests(problem.detail ?? problem.title),
    details,
  };
}

/** Returns the message for a batch with these issues. Many clients show nothing but the message, so it has the first issue. */
function summaryOf(first: string, count: number): string {
  const more = count === 1 ? '' : ` (and ${countOf(count - 1, 'more issue')}: see details)`;
  return `${first}${more}; nothing has run`;
}

function issuesOf(problem: Problem): readonly Issue[] {
  const { errors } = problem as { readonly errors?: unknown };
  return Array.isArray(errors) ? (errors as readonly Issue[]) : [];
}

/** Returns what is wrong in one request of a batch, with the place of that request and a JSON Pointer to the member. */
function toDetail({ code = '', detail: text = '', pointer = '', place }: Issue): ErrorDetail {
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

/** Returns a problem with the words of multipart, where an atomicity group is a changeset, and no pointer leads to anything. */
function inWordsOfMultipart(problem: Problem): Problem {
  if (problem.type === NO_TRANSACTIONS)
    return {
      ...problem,
      detail: 'This service does not support changesets; send the requests outside of one',
    };
  const errors = issuesOf(problem);
  if (errors.length === 0) return problem;
  return { ...problem, errors: errors.map((issue) => ({ ...issue, pointer: issue.place ?? '' })) };
}

const INVALID_BATCH = toProblemUri('invalid-batch');
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
