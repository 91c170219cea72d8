import type { Multistatus, MultistatusResponse } from '../multistatus.js';
import { type DocumentMembers, resolveSummary } from './document-members.js';
import { inChunks } from './in-chunks.js';
import { type Frame, inPieces, joinSlices } from './in-pieces.js';
import { toElementsText, toJsonResponse } from './to-json-response.js';
import { writeJsonBody } from './write-json-body.js';
import { writeJsonUtf8 } from './write-json-utf8.js';

/**
 * Writes a document as one JSON text: `{"summary":{...},"responses":[...]}` and the other members of the document.
 * Absent members are omitted.
 *
 * A `json` body is copied into the text unchanged and never parsed, so deep nesting costs no stack. A problem is
 * written as a body of type `application/problem+json`; the header is added unless `headers` already has a
 * Content-Type, in any case.
 */
export function toJsonText(document: Multistatus): string {
  return [...toJsonPieces(document)].join('');
}

/**
 * Yields the text that {@link toJsonText} returns in pieces of about 64 KiB, so that a long document need not be written in one
 * turn of the event loop. No piece ends in the middle of a surrogate pair.
 */
export function toJsonPieces(document: Multistatus): Generator<string, void, undefined> {
  return inPieces(
    document.responses,
    (response) => toJsonResponse(response, writeJsonBody),
    frameOf(document),
  );
}

/**
 * Yields what {@link toJsonPieces} yields, but as UTF-8 wherever the bytes of a body are known (`SlicedText`): they are copied, and
 * neither decoded nor encoded.
 */
export function toJsonChunks(document: Multistatus): Generator<string | Uint8Array, void, undefined> {
  return inChunks(
    document.responses,
    (response) => toJsonResponse(response, writeJsonUtf8),
    frameOf(document),
  );
}

function frameOf(document: Multistatus): Frame {
  const summary = document.summary === undefined ? '' : `"summary":${JSON.stringify(document.summary)},`;
  return {
    opening: `{${summary}"responses":[`,
    separator: ',',
    closing: () => `]${toMembersText(document)}}`,
  };
}

/**
 * Writes a document as JSON in pieces, one per response, or several for a long response. The pieces of a response are yielded
 * before the next response is requested. Together they are the text that {@link toJsonText} returns, except that the summary
 * comes last.
 *
 * Keeps no response in memory. Rejects as `responses` does. The text is then incomplete, and a reader recognises it as
 * truncated.
 */
export async function* writeJson(
  responses: Iterable<MultistatusResponse> | AsyncIterable<MultistatusResponse>,
  members: DocumentMembers = {},
): AsyncGenerator<string, void, undefined> {
  let separator = '';
  yield '{"responses":[';
  for await (const response of responses) {
    const part = toJsonResponse(response, writeJsonBody);
    if (typeof part === 'string') yield separator + part;
    else yield yield* joinSlices(separator, part);
    separator = ',';
  }
  const summary = resolveSummary(members);
  yield `]${toMembersText(members)}${summary === undefined ? '' : `,"summary":${JSON.stringify(summary)}`}}`;
}

function toMembersText({ description, syncToken, extensions }: DocumentMembers): string {
  let text = '';
  if (description !== undefined) text += `,"description":${JSON.stringify(description)}`;
  if (syncToken !== undefined) text += `,"syncToken":${JSON.stringify(syncToken)}`;
  return text + toElementsText('extensions', extensions);
}
