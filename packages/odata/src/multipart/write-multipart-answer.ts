import type { AnswerContent, AnswerPart, EncodedAnswer } from '@multistatus/core';
import { multipartType, newBoundary, type OutgoingPart, writeMultipart } from '@multistatus/wire/multipart';
import { wholeOrChunks } from '../answer/chunks.js';
import { versionHeaders } from '../answer/version-headers.js';
import { answerUnits } from './answer-units.js';
import { toOutgoingPart } from './to-outgoing-part.js';

/**
 * Writes an answer of OData in `multipart/mixed` (OData 4.01 section 11.7.7), in the form that all known clients read: the
 * status 200, boundaries that begin with `batchresponse_` and `changesetresponse_`, and a Content-Type with nothing after the boundary.
 *
 * A long answer is written in chunks of about 64 KiB, each when it is requested.
 */
export async function writeMultipartAnswer({ parts, headers }: AnswerContent): Promise<EncodedAnswer> {
  const boundary = newBoundary('batchresponse');
  return {
    status: 200,
    contentType: multipartType(boundary),
    headers: versionHeaders(headers, '4.0'),
    body: await wholeOrChunks(writeMultipart(outgoingParts(parts, headers), boundary)),
  };
}

async function* outgoingParts(
  parts: AnswerContent['parts'],
  headers: AnswerContent['headers'],
): AsyncGenerator<OutgoingPart, void, undefined> {
  for await (const unit of answerUnits(parts, headers)) {
    yield unit.kind === 'single' ? toOutgoingPart(unit.part) : toChangeset(unit.parts);
  }
}

/** Returns the part with the answers to a changeset, which is a multipart body of its own. */
function toChangeset(parts: readonly AnswerPart[]): OutgoingPart {
  const boundary = newBoundary('changesetresponse');
  return {
    fields: [['Content-Type', multipartType(boundary)]],
    body: writeMultipart(eachOutgoing(parts), boundary),
  };
}

/** Yields each part when it is requested, because it may hold a copy of a long body. */
function* eachOutgoing(parts: readonly AnswerPart[]): Generator<OutgoingPart, void, undefined> {
  for (const part of parts) yield toOutgoingPart(part);
}
