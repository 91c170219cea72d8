import type { ProblemEncoder } from '@multistatus/core';
import type { Problem } from '@multistatus/document';

/** The body of an error of OData: `{"error":{"code","message","details":[]}}`, on one line. */
export function toErrorText(_problem: Problem): string {
  throw new Error('not written yet');
}

/** Writes the refusal of a whole batch, with the version header of the protocol. */
export const ODATA_ERROR_ENCODER: ProblemEncoder = {
  mediaType: 'application/json',
  encode: () => {
    throw new Error('not written yet');
  },
  toSchema: (schema) => schema,
};
