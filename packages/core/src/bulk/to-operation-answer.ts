import { toStatusLine } from '@multistatus/document/writer';
import { isJsonType, isToken, parseMediaType } from '@multistatus/wire';
import { findHeaderValueIssue } from '../http/field-syntax.js';
import type { OperationAnswer } from '../operation/dispatch.js';
import { describeValue } from '../options/describe-value.js';
import { isItemResponse } from './item-response.js';

const NO_BYTES = new Uint8Array(0);
const ENCODER = new TextEncoder();
const JSON_TYPE = { 'content-type': 'application/json' };

/**
 * Returns the answer for one item from the result of its handler. `undefined` is 204; a value is 200; `created()` and
 * `respond()` set the status themselves; an error with a status from 400 to 599 is a problem with that status.
 *
 * The message of an error is shown only if its `expose` is true, as http-errors sets it for 4xx.
 *
 * @throws the result itself, if it is any other error.
 * @throws {TypeError} if a value is not a JSON value, or a header is not valid.
 */
export function toOperationAnswer(result: unknown): OperationAnswer {
  if (result instanceof Error) return fromError(result);
  if (result === undefined) return answer(204, {}, NO_BYTES);
  if (!isItemResponse(result)) return answer(200, JSON_TYPE, toJsonBytes(result));
  const headers = lowerCase(result.headers ?? {});
  if (result.body === undefined) return answer(result.status, headers, NO_BYTES);
  const contentType = headers['content-type'];
  if (result.body instanceof Uint8Array) {
    const bytes = new Uint8Array(result.body); // a copy: the handler may reuse its own
    return answer(result.status, { 'content-type': 'application/octet-stream', ...headers }, bytes);
  }
  if (typeof result.body === 'string' && !isJson(contentType)) {
    return answer(result.status, headers, ENCODER.encode(result.body));
  }
  return answer(result.status, { ...JSON_TYPE, ...headers }, toJsonBytes(result.body));
}

function fromError(
  error: Error & { status?: unknown; statusCode?: unknown; expose?: unknown; headers?: unknown },
): OperationAnswer {
  const status = error.status ?? error.statusCode;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 400 || status > 599) throw error;
  const title = toStatusLine(status).slice('HTTP/1.1 200 '.length);
  const problem = {
    type: 'about:blank',
    ...(title === '' ? {} : { title }), // a status such as 418 has no name
    status,
    ...(error.expose === true ? { detail: error.message } : {}),
  };
  const headers = typeof error.headers === 'object' && error.headers !== null ? lowerCase(error.headers) : {};
  return answer(status, { ...headers, 'content-type': 'application/problem+json' }, toJsonBytes(problem));
}

function answer(status: number, headers: OperationAnswer['headers'], body: Uint8Array): OperationAnswer {
  return { status, headers, body, isBodyTooLarge: false };
}

/**
 * As over a socket, a header without a value is omitted, and a header that cannot be sent is an error of the handler.
 */
function lowerCase(headers: object): Record<string, string | readonly string[]> {
  const lowered: Record<string, string | readonly string[]> = {};
  for (const [name, raw] of Object.entries(headers) as [string, unknown][]) {
    if (raw === undefined || raw === null) continue;
    const values = (Array.isArray(raw) ? raw : [raw]).map(String);
    if (!isToken(name))
      throw new TypeError(`A bulk handler returned a header with the invalid name ${describeValue(name)}`);
    if (values.some((value) => findHeaderValueIssue(value) !== undefined)) {
      throw new TypeError(`A bulk handler returned an invalid value for the header ${name}`);
    }
    lowered[name.toLowerCase()] = Array.isArray(raw) ? values : (values[0] ?? '');
  }
  return lowered;
}

/** Without a content type a string is a JSON value; with one that is not JSON it is text. */
function isJson(contentType: string | readonly string[] | undefined): boolean {
  return contentType === undefined || isJsonType(parseMediaType(String(contentType))?.type ?? '');
}

function toJsonBytes(value: unknown): Uint8Array {
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined)
    throw new TypeError(`A bulk handler returned a ${typeof value}, which is not a JSON value`);
  return ENCODER.encode(text);
}
