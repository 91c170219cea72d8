import type { MultistatusResponse } from '@multistatus/document';
import { mapReady } from '@multistatus/wire';
import type { AnswerPart } from './answer-encoder.js';

/** Returns the responses of the parts of an answer: an array, or an async iterable if the answer is streamed. */
export function responsesOf(
  parts: readonly AnswerPart[] | AsyncIterable<AnswerPart>,
  toResponse: (part: AnswerPart) => MultistatusResponse = ({ response }) => response,
): readonly MultistatusResponse[] | AsyncIterable<MultistatusResponse> {
  return Symbol.asyncIterator in parts
    ? mapReady(parts[Symbol.asyncIterator](), toResponse)
    : parts.map(toResponse);
}
