import { headerOf, isBase64, isObject, isProblemUri, PROBLEM_JSON } from '@multistatus/wire';
import { type BodyOmission, isBodyOmission, OMISSION_RULE } from '../body-omission.js';
import type { Body, HeaderMap } from '../multistatus.js';
import type { Problem } from '../problem.js';
import { errorAt, type JsonNode, memberOf, membersOf, optional, stringOf } from './json-node.js';
import type { JsonSpan } from './outline-json.js';
import { toForeignBody } from './read-body.js';

/** The headers, content and trailers of a response: members of a `MultistatusResponse`. */
export interface JsonContent {
  readonly headers: HeaderMap | undefined;
  readonly body: Body | undefined;
  readonly problem: Problem | undefined;
  readonly bodyOmitted: BodyOmission | undefined;
  readonly trailers: HeaderMap | undefined;
}

// Writing a problem recurses, so one that is nested deeper than those of this library stays a body.
const MAX_PROBLEM_DEPTH = 32;

/**
 * Reads the headers, content and trailers of a response. A body is a problem if its Content-Type is exactly
 * `application/problem+json` and its `type` is one of this library.
 *
 * In a batch of another service (`isForeign`), a string is base64 unless its type is text or JSON.
 */
export function readJsonContent(
  node: JsonNode,
  bodies: readonly JsonSpan[],
  isForeign: boolean,
): JsonContent {
  const headers = optional(memberOf(node, 'headers'), readHeaders);
  const bodyOmitted = optional(memberOf(node, 'bodyOmitted'), readOmitted);
  const trailers = optional(memberOf(node, 'trailers'), readHeaders);
  const index = memberOf(node, 'body').value;
  const span = typeof index === 'number' ? bodies[index] : undefined;
  if (span === undefined) return { headers, body: undefined, problem: undefined, bodyOmitted, trailers };

  const body = readJsonBody(node, span, isForeign ? (headers ?? {}) : undefined);
  const isProblem = headerOf(headers, 'content-type') === PROBLEM_JSON && body.encoding === 'json';
  const problem = isProblem ? toProblem(span) : undefined;
  return problem === undefined
    ? { headers, body, problem, bodyOmitted, trailers }
    : { headers: withoutContentType(headers), body: undefined, problem, bodyOmitted, trailers };
}

function readHeaders(node: JsonNode): HeaderMap {
  return Object.fromEntries(membersOf(node).map(([name, member]) => [name, readHeader(member)]));
}

function readHeader(member: JsonNode): string | readonly string[] {
  const { value } = member;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  return stringOf(member);
}

function readOmitted(node: JsonNode): BodyOmission {
  if (isBodyOmission(node.value)) return node.value;
  throw errorAt(node, 'shape', OMISSION_RULE);
}

function readJsonBody(node: JsonNode, { text }: JsonSpan, foreignHeaders: HeaderMap | undefined): Body {
  const isString = text.startsWith('"');
  const encoding = memberOf(node, 'bodyEncoding');
  if (encoding.value === undefined || encoding.value === null) {
    return foreignHeaders !== undefined && isString
      ? toForeignBody(text, foreignHeaders)
      : { encoding: 'json', text };
  }
  if (encoding.value !== 'text' && encoding.value !== 'base64') {
    throw errorAt(encoding, 'shape', 'must be "text" or "base64"');
  }
  if (!isString) throw errorAt(memberOf(node, 'body'), 'shape', 'must be a string, as bodyEncoding says');
  const characters = JSON.parse(text) as string;
  if (encoding.value === 'base64' && !isBase64(characters)) {
    throw errorAt(memberOf(node, 'body'), 'shape', 'is not base64');
  }
  return { encoding: encoding.value, text: characters };
}

function toProblem({ text, depth }: JsonSpan): Problem | undefined {
  if (depth > MAX_PROBLEM_DEPTH) return undefined;
  const value: unknown = JSON.parse(text);
  return isMultistatusProblem(value) ? value : undefined;
}

function isMultistatusProblem(value: unknown): value is Problem {
  if (!isObject(value)) return false;
  const { type, title, status, detail } = value;
  const isNamed = typeof type === 'string' && isProblemUri(type) && typeof title === 'string';
  const isDetailed = detail === undefined || typeof detail === 'string';
  return isNamed && isDetailed && Number.isInteger(status);
}

/**
 * Drops the Content-Type, because the writers add it to every problem. Returns `undefined` if no other header is left.
 */
function withoutContentType(headers: HeaderMap = {}): HeaderMap | undefined {
  const others = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'content-type');
  return others.length === 0 ? undefined : Object.fromEntries(others);
}
