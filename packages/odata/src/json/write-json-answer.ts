import type { AnswerContent, EncodedAnswer } from '@multistatus/core';

/** Writes an answer of OData 4.01 in JSON. */
export function writeJsonAnswer(_content: AnswerContent): EncodedAnswer {
  throw new Error('not written yet');
}
