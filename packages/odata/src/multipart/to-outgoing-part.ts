import type { AnswerPart } from '@multistatus/core';
import { reasonPhraseOf } from '@multistatus/document';
import { isFieldValue, isToken } from '@multistatus/wire';
import { type Field, httpPartFields, type OutgoingPart, responseHead } from '@multistatus/wire/multipart';
import { toErrorText } from '../answer/odata-error.js';
import { toFieldName } from '../answer/to-field-name.js';
import { placeOf } from '../request/request-id.js';
import { toOneLine } from './to-one-line.js';

/** The phrase for a status that has none: some clients cannot read a status line without. */
const UNKNOWN_REASON = 'Unknown';
const NO_BYTES = new Uint8Array();

/** Returns one answer as a part of type `application/http`. A problem of the endpoint is written as an error of OData. */
export function toOutgoingPart(part: AnswerPart): OutgoingPart {
  const { response, outcome } = part;
  const { id = '', clientId = '' } = outcome?.operation ?? {};
  const contentId = clientId !== '' && isFieldValue(clientId) ? clientId : undefined;
  const body = bodyOf(part);
  const fields = fieldsOf(part, body);
  // Clients that send the Content-ID as a header of the request look for it in that of the answer.
  if (contentId !== undefined && placeOf(id).isIdInner) fields.unshift(['Content-ID', contentId]);
  const status = response.status ?? 500;
  return {
    fields: httpPartFields(contentId),
    body: [responseHead(status, reasonPhraseOf(status, UNKNOWN_REASON), fields), body],
  };
}

/** Returns the bytes as the app has sent them, except that JSON is on one line: some clients read only the last one. */
function bodyOf({ response, outcome }: AnswerPart): Uint8Array {
  if (response.problem !== undefined) return new TextEncoder().encode(toErrorText(response.problem));
  if (response.body === undefined || outcome?.kind !== 'answered') return NO_BYTES;
  const { body } = outcome.answer;
  return response.body.encoding === 'json' ? toOneLine(body) : body;
}

function fieldsOf({ response }: AnswerPart, body: Uint8Array): Field[] {
  const isProblem = response.problem !== undefined;
  const fields: Field[] = [];
  let hasLength = false;
  for (const [rawName, value] of Object.entries(response.headers ?? {})) {
    const name = rawName.toLowerCase();
    if (isProblem && name === 'content-type') continue;
    hasLength ||= name === 'content-length';
    for (const each of [value].flat()) {
      // Not every host checks what an app sets.
      if (isToken(name) && isFieldValue(each)) fields.push([toFieldName(name), each]);
    }
  }
  if (isProblem) fields.push(['Content-Type', 'application/json']);
  // An answer to HEAD and a 304 may have the length of a body that they do not carry.
  const isWithoutLength = hasLength || response.status === 204 || response.status === 304;
  return isWithoutLength ? fields : [...fields, ['Content-Length', String(body.length)]];
}
