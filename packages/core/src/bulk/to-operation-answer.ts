import { toStatusLine } from '@multistatus/document';
import { isJsonType, isToken, parseMediaType } from '@multistatus/wire';
import { findHeaderValueIssue } from '../http/field-syntax.js';
import type { OperationAnswer } from '../operation/dispatch.js';
import { describeValue } from '../options/describe-value.js';
import { isItemResponse } from './item-response.js';

const EMPTY = new Uint8Array(0);
const JSON_TYPE = { 'content-type': 'application/json' };

/**
 * Turns what a bulk handler gave for one item into an answer: nothing is 204, a value 200, `created()` and `respond()`
 * what they say, an error with a status of 400 to 599 a problem with that status.
 *
 * The text of an error is shown only if it says `expose: true`, as http-errors does for 4xx.
 *
 * @throws what was given, if it is any other error; a TypeError if a value is no JSON value.
 */
export function toOperationAnswer(given: unknown): OperationAnswer {
  if (given instanceof Error) return fromError(given);
  if (given === undefined) return answer(204, {}, EMPTY);
  if (!isItemResponse(given)) return answer(200, JSON_TYPE, toJsonBytes(given));
  const headers = lowerCase(given.headers ?? {});
  if (given.body === undefined) return answer(given.status, headers, EMPTY);
  const contentType = headers['content-type'];
  if (given.body instanceof Uint8Array || (typeof given.body === 'string' && !isJson(contentType))) {
    const fallback =
      typeof given.body === 'string' ? JSON_TYPE : { 'content-type': 'application/octet-stream' };
    return answer(given.status, { ...fallback, ...headers }, Buffer.from(given.body as string));
  }
  return answer(given.status, { ...JSON_TYPE, ...headers }, toJsonBytes(given.body));
}

function fromError(
  error: Error & { status?: unknown; statusCode?: unknown; expose?: unknown; headers?: unknown },
): OperationAnswer {
  const status = error.status ?? error.statusCode;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 400 || status > 599) throw error;
  const problem = {
    type: 'about:blank',
    title: toStatusLine(status).slice('HTTP/1.1 200 '.length),
    status,
    ...(error.expose === true ? { detail: error.message } : {}),
  };
  const headers = typeof error.headers === 'object' && error.headers !== null ? lowerCase(error.headers) : {};
  return answer(status, { ...headers, 'content-type': 'application/problem+json' }, toJsonBytes(problem));
}

function answer(status: number, headers: OperationAnswer['headers'], body: Uint8Array): OperationAnswer {
  return { status, headers, body, isBodyTooLarge: false };
}

/** As over a socket: a header without a value is not sent, one that could not be sent is the fault of the handler. */
function lowerCase(headers: object): Record<string, string | readonly string[]> {
  const lowered: Record<string, string | readonly string[]> = {};
  for (const [name, given] of Object.entries(headers) as [string, unknown][]) {
    if (given === undefined || given === null) continue;
    const values = (Array.isArray(given) ? given : [given]).map(String);
    if (!isToken(name))
      throw new TypeError(`A bulk handler gave a header that is called ${describeValue(name)}`);
    if (values.some((value) => findHeaderValueIssue(value) !== undefined)) {
      throw new TypeError(`A bulk handler gave a value of the header ${name} that cannot be sent`);
    }
    lowered[name.toLowerCase()] = Array.isArray(given) ? values : (values[0] ?? '');
  }
  return lowered;
}

/** A string is a JSON value by itself, unless a type says that it is text. */
function isJson(contentType: string | readonly string[] | undefined): boolean {
  return contentType === undefined || isJsonType(parseMediaType(String(contentType))?.type ?? '');
}

function toJsonBytes(value: unknown): Uint8Array {
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined)
    throw new TypeError(`A bulk handler gave a ${typeof value}, which is no JSON value`);
  return Buffer.from(text);
}
