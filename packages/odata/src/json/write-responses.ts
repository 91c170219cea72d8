import type { AnswerContent, AnswerPart } from '@multistatus/core';
import type { Body, HeaderMap, Problem } from '@multistatus/document';
import { base64Slices, headerOf, parseMediaType } from '@multistatus/wire';
import { JSON_TYPE } from '../answer/answer-type.js';
import { shownResponse } from '../answer/shown-response.js';

/** How an answer in JSON differs between OData and Microsoft Graph. */
export interface JsonDialect {
  /** Returns the members of a response that identify it, as JSON text without braces. */
  readonly nameOf: (part: AnswerPart) => string;
  /** Returns a lower-case name of a header field as it is written. */
  readonly toFieldName: (name: string) => string;
  /** Returns a slice of base64 as it is written. */
  readonly toBinary: (base64: string) => string;
  /** Returns the body for a request that the endpoint has answered itself. */
  readonly toErrorText: (problem: Problem) => string;
}

/** Yields the answer to a JSON batch: `{"responses":[...]}`. The pieces of a response are requested before the next response. */
export async function* writeResponses(
  parts: AnswerContent['parts'],
  dialect: JsonDialect,
): AsyncGenerator<string, void, undefined> {
  let separator = '{"responses":[';
  for await (const part of parts) {
    yield* writeResponse(separator, part, dialect);
    separator = ',';
  }
  yield separator === ',' ? ']}' : `${separator}]}`;
}

function* writeResponse(
  before: string,
  part: AnswerPart,
  dialect: JsonDialect,
): Generator<string, void, undefined> {
  const { headers = {}, body } = part.response;
  const { status, problem } = shownResponse(part);
  const fields = JSON.stringify(toFields(headers, problem !== undefined, dialect));
  const head = `${before}{${dialect.nameOf(part)},"status":${status},"headers":${fields}`;
  if (problem !== undefined) yield `${head},"body":${dialect.toErrorText(problem)}}`;
  else if (body === undefined) yield `${head}}`;
  else if (body.encoding === 'json' && body.sliced === undefined) yield `${head},"body":${body.text}}`;
  else {
    yield `${head},"body":`;
    yield* writeBody(body, headerOf(headers, 'content-type'), dialect);
    yield '}';
  }
}

/** A JSON object can have a field only once. */
function toFields(headers: HeaderMap, isProblem: boolean, { toFieldName }: JsonDialect): HeaderMap {
  const fields = Object.entries(headers).map(([name, value]) => [
    toFieldName(name.toLowerCase()),
    typeof value === 'string' ? value : value.join(', '),
  ]);
  if (isProblem) fields.push([toFieldName('content-type'), JSON_TYPE]);
  return Object.fromEntries(fields) as HeaderMap;
}

/** Yields a body: JSON as it is, text of type `text/*` as a string, all else as a string of base64 (OData 4.01 JSON section 19.1). */
function* writeBody(
  body: Body,
  contentType: string | undefined,
  { toBinary }: JsonDialect,
): Generator<string, void, undefined> {
  const slices = body.sliced?.slices() ?? [body.text];
  if (body.encoding === 'json') {
    yield* slices;
    return;
  }
  const isText = body.encoding === 'text' && parseMediaType(contentType)?.type.startsWith('text/') === true;
  yield '"';
  if (isText) for (const slice of slices) yield JSON.stringify(slice).slice(1, -1);
  else for (const slice of body.encoding === 'text' ? base64Slices(slices) : slices) yield toBinary(slice);
  yield '"';
}
