import { type Body, type Multistatus, type MultistatusResponse, reasonPhraseOf } from '@multistatus/document';
import { fromBase64, toCanonicalName } from '@multistatus/wire';
import {
  type Field,
  httpPartFields,
  newBoundary,
  type OutgoingPart,
  type Piece,
  responseHead,
  writeMultipart,
} from '@multistatus/wire/multipart';
import { joinPieces } from './join-pieces.js';

/** Returns a document as the answer to a multipart batch: a part for each response. A multipart has no place for an href. */
export function answerToMultipart({ responses }: Multistatus): Promise<Uint8Array> {
  return joinPieces(writeMultipart(responses.map(toPart), newBoundary('batchresponse')));
}

function toPart(response: MultistatusResponse): OutgoingPart {
  const { id, status = 207, reasonPhrase, headers = {}, location, body, problem } = response;
  const content = problem === undefined ? toContent(body) : JSON.stringify(problem);
  const fields: Field[] = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((each) => [toUsualName(name), each] as const),
  );
  const has = (name: string): boolean => fields.some(([each]) => each === name);
  const head = responseHead(status, reasonPhraseOf(status, reasonPhrase) || 'Unknown', [
    ...fields,
    ...(location === undefined || has('Location') ? [] : [['Location', location] as const]),
    ...(problem === undefined || has('Content-Type')
      ? []
      : [['Content-Type', 'application/problem+json'] as const]),
    ['Content-Length', String(Buffer.byteLength(content))],
  ]);
  return { fields: httpPartFields(id), body: [head, content] };
}

/** JSON on one line: some clients read only the last one. Its line breaks are white space. */
function toContent(body: Body | undefined): Piece {
  if (body === undefined) return '';
  if (body.encoding === 'base64') return fromBase64(body.text);
  return body.encoding === 'json' ? body.text.replace(/[\r\n]+/g, '') : body.text;
}

/** Clients that compare the case of names expect the usual one, in which JSON need not write them. */
function toUsualName(name: string): string {
  return name === name.toLowerCase() ? toCanonicalName(name) : name;
}
