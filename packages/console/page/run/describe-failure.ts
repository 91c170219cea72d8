import { reasonPhraseOf } from '@multistatus/document';
import { headerOf, isProblemUri, PROBLEM_JSON, parseMediaType, valueAt } from '@multistatus/wire';
import type { Row } from '../model/row.js';

/** What an operation failed with, in words. */
export interface FailureDescription {
  /** The same for failures of the same kind. */
  readonly kind: string;
  /** The kind of problem in a few words. */
  readonly title: string;
  /** The `type` of the problem, if it has one. */
  readonly type: string | undefined;
  /** What happened this time; `''` if the answer does not say. */
  readonly detail: string;
  /** The names of the operations and groups because of which it did not run. */
  readonly because: readonly string[];
}

/** A longer body is not parsed: it does not describe an error. */
const MAX_BODY_LENGTH = 65_536;
const JSON_TYPE = /^application\/(?:.+\+)?json$/;
/** Where handlers put their message, if they do not answer with a problem. */
const MESSAGES = ['detail', 'message', 'error', 'error_description', 'title'];

const described = new WeakMap<Row, FailureDescription>();

/** Returns what a row failed with, from the problem of the endpoint, or from the body that the handler sent. */
export function describeFailure(row: Row): FailureDescription {
  let description = described.get(row);
  if (description === undefined) {
    description = describe(row);
    described.set(row, description);
  }
  return description;
}

function describe({ response }: Row): FailureDescription {
  const { problem, status = 0 } = response;
  const reason = response.reasonPhrase ?? reasonPhraseOf(status);
  const content: unknown = problem ?? readJson(response);
  const contentType = parseMediaType(headerOf(response.headers, 'content-type'))?.type;
  const type = textAt(content, 'type');
  const isTyped = type !== undefined && type !== 'about:blank' && textAt(content, 'title') !== undefined;
  const isProblem = isTyped || problem !== undefined || contentType === PROBLEM_JSON;
  const title = (isProblem ? textAt(content, 'title') : undefined) ?? (reason === '' ? 'Failed' : reason);
  const details = MESSAGES.map((name) => textAt(content, name)).filter((text) => text !== undefined);
  const because: unknown = problem?.['because'];
  return {
    kind: JSON.stringify([status, isTyped ? type : null, isTyped && isProblemUri(type) ? null : title]),
    title,
    type: isTyped ? type : undefined,
    detail: details.find((text) => text !== title) ?? response.description ?? '',
    because: Array.isArray(because) ? because.filter((name) => typeof name === 'string') : [],
  };
}

function readJson({ body, headers }: Row['response']): unknown {
  if (body === undefined || body.encoding === 'base64' || body.text.length > MAX_BODY_LENGTH)
    return undefined;
  const type = parseMediaType(headerOf(headers, 'content-type'))?.type ?? '';
  if (body.encoding !== 'json' && !JSON_TYPE.test(type)) return undefined;
  try {
    return JSON.parse(body.text);
  } catch {
    return undefined;
  }
}

function textAt(value: unknown, name: string): string | undefined {
  const text = valueAt(value, [name]);
  return typeof text === 'string' && text !== '' ? text : undefined;
}
