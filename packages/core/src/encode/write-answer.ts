import {
  type DocumentMembers,
  type HeaderMap,
  type Summary,
  SummaryCounter,
} from '@multistatus/document/writer';
import type { AnswerPart, EncodedAnswer } from '../formats/answer-encoder.js';
import type { AnswerChoice } from '../formats/format-index.js';
import type { EnvelopeHeaders, EnvelopeResponse } from '../http/envelope.js';
import { isPromise } from '../http/is-promise.js';
import { BegunPieces } from './begun-pieces.js';
import { checkEncoded } from './check-encoded.js';
import { CountedParts } from './counted-parts.js';
import { GatheredPieces } from './gathered-pieces.js';
import { joinFields } from './join-fields.js';
import { PacedPieces } from './paced-pieces.js';

/** What an answer contains besides its parts, and how it is written. */
export interface AnswerSettings {
  /** The format and media type of the answer. */
  readonly choice: AnswerChoice;
  readonly status: number;
  /** The headers of the answer, without its content type. */
  readonly headers: HeaderMap;
  /** The headers of the request. */
  readonly requestHeaders: EnvelopeHeaders;
  /** The path of a response without a resource of its own, up to its index. */
  readonly operationsPath: string;
  /** The members of the document besides its responses. Without `summary` the parts are counted. */
  readonly members?: DocumentMembers | undefined;
  /** Called with the counts of the parts once all of them are known. */
  readonly onSummary?: ((summary: Summary) => void) | undefined;
}

/** nginx holds an answer back until its buffer is full or the answer ends, unless this header tells it not to. */
const UNBUFFERED: HeaderMap = { 'x-accel-buffering': 'no' };

/**
 * Returns an answer as its format writes it, whole or as its parts arrive. Used for batches, lists and reports. Not a promise if
 * nothing has to be waited for: the promises of a short answer would take as long as writing it.
 *
 * @throws {TypeError} if what the encoder returns cannot be sent. What it throws before the first piece passes through, unless
 *   parts are still arriving.
 */
export function writeAnswer(
  parts: readonly AnswerPart[] | AsyncIterable<AnswerPart>,
  settings: AnswerSettings,
): EnvelopeResponse | Promise<EnvelopeResponse> {
  const { choice, onSummary } = settings;
  const counter = new SummaryCounter();
  const summary = (): Summary => counter.summary;
  if (Array.isArray(parts)) {
    for (const { result } of parts as readonly AnswerPart[]) counter.add(result);
    onSummary?.(counter.summary);
  }
  const counted = Array.isArray(parts)
    ? (parts as readonly AnswerPart[])
    : new CountedParts(parts as AsyncIterable<AnswerPart>, counter, onSummary);
  const encoding = choice.encoder.encode({
    parts: counted,
    summary,
    members: settings.members ?? { summary },
    mediaType: choice.mediaType,
    operationsPath: settings.operationsPath,
    headers: settings.requestHeaders,
  });
  return isPromise(encoding)
    ? encoding.then((encoded) => toAnswer(encoded, counted, settings))
    : toAnswer(encoding, counted, settings);
}

function toAnswer(
  encoding: EncodedAnswer,
  counted: readonly AnswerPart[] | CountedParts,
  { choice, status: ownStatus, headers: ownHeaders }: AnswerSettings,
): EnvelopeResponse | Promise<EnvelopeResponse> {
  const encoded = checkEncoded(`encode of the format ${choice.format.name}`, encoding);
  const status = encoded.status ?? ownStatus;
  const type = { 'content-type': encoded.contentType };
  const unbuffered = counted instanceof CountedParts ? UNBUFFERED : undefined;
  const headers = joinFields(ownHeaders, unbuffered, encoded.headers, type);
  const { body } = encoded;
  return isIterable(body)
    ? toPieces(body, counted).then((pieces) => ({ status, headers, body: pieces }))
    : { status, headers, body };
}

/** While parts arrive, the head need not wait for the first of them. */
async function toPieces(
  body: AsyncIterable<string | Uint8Array>,
  parts: readonly AnswerPart[] | CountedParts,
): Promise<AsyncIterable<string | Uint8Array>> {
  return parts instanceof CountedParts
    ? new GatheredPieces(body, parts)
    : BegunPieces.of(new PacedPieces(body));
}

function isIterable(body: EncodedAnswer['body']): body is AsyncIterable<string | Uint8Array> {
  return typeof body === 'object' && Symbol.asyncIterator in body;
}
