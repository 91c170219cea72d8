import type { AnswerContent, EncodedAnswer } from '@multistatus/core';

/** Writes an answer in `multipart/mixed`. */
export function writeMultipartAnswer(_content: AnswerContent): EncodedAnswer {
  throw new Error('not written yet');
}
