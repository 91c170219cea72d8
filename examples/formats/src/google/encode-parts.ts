import { STATUS_CODES } from 'node:http';
import type { AnswerContent, AnswerPart, EncodedAnswer } from '@multistatus/core';
import {
  type Field,
  httpPartFields,
  multipartType,
  newBoundary,
  type OutgoingPart,
  type Piece,
  responseHead,
  writeMultipart,
} from '@multistatus/wire/multipart';
import { toGoogleError } from './google-error.js';

/** Writes the answer to a batch: a part for each response, in the order of the requests. */
export function encodeParts({ parts }: AnswerContent): EncodedAnswer {
  const boundary = newBoundary('batch');
  return {
    contentType: multipartType(boundary),
    status: 200,
    body: writeMultipart(toOutgoing(parts), boundary),
  };
}

async function* toOutgoing(parts: AnswerContent['parts']): AsyncGenerator<OutgoingPart> {
  for await (const part of parts) {
    const contentId = part.outcome?.operation.clientId;
    yield { fields: httpPartFields(contentId && toResponseId(contentId)), body: toMessage(part) };
  }
}

/** Returns the Content-ID of a response: `<response-x>` for `<x>`, and `response-x` for `x`. */
function toResponseId(contentId: string): string {
  return contentId.startsWith('<') ? `<response-${contentId.slice(1)}` : `response-${contentId}`;
}

function* toMessage({ response }: AnswerPart): Generator<Piece> {
  const { status = 500, headers = {}, body, problem } = response;
  const error = problem === undefined ? undefined : JSON.stringify(toGoogleError(problem));
  const bytes = Buffer.from(error ?? body?.text ?? '', body?.encoding === 'base64' ? 'base64' : 'utf8');
  const ownNames = error === undefined ? ['content-length'] : ['content-length', 'content-type'];
  const fields = Object.entries(headers)
    .filter(([name]) => !ownNames.includes(name.toLowerCase()))
    .flatMap(([name, value]) => [value].flat().map((each): Field => [name, each]));
  if (error !== undefined) fields.push(['Content-Type', 'application/json']);
  // Also for a body of no bytes: the Python client cannot read a head without fields.
  fields.push(['Content-Length', String(bytes.length)]);
  yield responseHead(status, STATUS_CODES[status] ?? 'Unknown', fields);
  yield bytes;
}
