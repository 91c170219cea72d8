import { isBase64, PROBLEM_JSON } from '@multistatus/wire';
import { type BodyOmission, isBodyOmission, OMISSION_RULE } from '../body-omission.js';
import type { Body, HeaderMap } from '../multistatus.js';
import type { Problem } from '../problem.js';
import { findProblem } from './find-problem.js';
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

/**
 * Reads the headers, content and trailers of a response. A body may be a problem, see {@link findProblem}.
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
  const problem = findProblem(headers, body);
  return problem === undefined
    ? { headers, body, problem, bodyOmitted, trailers }
    : { headers: withoutProblemType(headers), body: undefined, problem, bodyOmitted, trailers };
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

/**
 * Drops a Content-Type that the writers add to every problem; one with a charset is kept. Returns `undefined` if no other header is
 * left.
 */
function withoutProblemType(headers: HeaderMap = {}): HeaderMap | undefined {
  const others = Object.entries(headers).filter(
    ([name, value]) => name.toLowerCase() !== 'content-type' || value !== PROBLEM_JSON,
  );
  return others.length === 0 ? undefined : Object.fromEntries(others);
}
