import type { AnswerPart } from '@multistatus/core';
import { type Problem, reasonPhraseOf } from '@multistatus/document/writer';
import { headerOf, isFieldValue, isToken, toCanonicalName } from '@multistatus/wire';
import { type Field, httpPartFields, type OutgoingPart, responseHead } from '@multistatus/wire/multipart';
import { toErrorText } from '../answer/odata-error.js';
import { shownResponse } from '../answer/shown-response.js';
import { placeOf } from '../request/request-id.js';
import { toOneLine } from './to-one-line.js';
import { withContentId } from './with-content-id.js';

/** The phrase for a status that has none: some clients cannot read a status line without. */
const UNKNOWN_REASON = 'Unknown';
const NO_BYTES = new Uint8Array();

/** Returns one answer as a part of type `application/http`. A problem of the endpoint is written as an error of OData. */
export function toOutgoingPart(part: AnswerPart): OutgoingPart {
  const { id = '', clientId = '' } = part.outcome?.operation ?? {};
  const contentId = clientId !== '' && isFieldValue(clientId) ? clientId : undefined;
  const { status, problem } = shownResponse(part);
  const ownBody = problem === undefined ? bodyOf(part) : new TextEncoder().encode(toErrorText(problem));
  // A failure of a member stands for the whole changeset.
  const isOfChangeset =
    contentId !== undefined && placeOf(id).member !== undefined && part.result === 'failed';
  const body = isOfChangeset ? withContentId(ownBody, contentId) : ownBody;
  const fields = [...headersOf(part), ...contentFields(part, { status, problem, body })];
  // Clients that send the Content-ID as a header of the request look for it in that of the answer.
  if (contentId !== undefined && placeOf(id).isIdInner) fields.unshift(['Content-ID', contentId]);
  return {
    fields: httpPartFields(contentId),
    body: [responseHead(status, reasonPhraseOf(status, UNKNOWN_REASON), fields), body],
  };
}

/** Returns the bytes as the app has sent them, except that JSON is on one line: some clients read only the last one. */
function bodyOf({ response, outcome }: AnswerPart): Uint8Array {
  if (response.body === undefined || outcome?.kind !== 'answered') return NO_BYTES;
  const { body } = outcome.answer;
  return response.body.encoding === 'json' ? toOneLine(body) : body;
}

function headersOf({ response }: AnswerPart): Field[] {
  const fields: Field[] = [];
  for (const [rawName, value] of Object.entries(response.headers ?? {})) {
    const name = rawName.toLowerCase();
    if (name === 'content-type' || name === 'content-length') continue;
    for (const each of [value].flat()) {
      // Not every host checks what an app sets.
      if (isToken(name) && isFieldValue(each)) fields.push([toCanonicalName(name), each]);
    }
  }
  return fields;
}

/** Returns Content-Type and Content-Length: an answer to HEAD and a 304 may have the length of a body that they do not carry. */
function contentFields(
  { response }: AnswerPart,
  {
    status,
    problem,
    body,
  }: { readonly status: number; readonly problem: Problem | undefined; readonly body: Uint8Array },
): Field[] {
  if (status === 204) return [];
  const type = problem === undefined ? headerOf(response.headers, 'content-type') : 'application/json';
  const ofNoBody = problem === undefined ? headerOf(response.headers, 'content-length') : undefined;
  const length = ofNoBody ?? (status === 304 ? undefined : String(body.length));
  const fields: Field[] = [];
  if (type !== undefined && isFieldValue(type)) fields.push(['Content-Type', type]);
  if (length !== undefined) fields.push(['Content-Length', length]);
  return fields;
}
