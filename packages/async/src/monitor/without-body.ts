import type { EnvelopeResponse } from '@multistatus/core/adapter';

/** Returns the answer to HEAD, from that to GET. Ends what would have written the body. */
export async function withoutBody(answer: EnvelopeResponse): Promise<EnvelopeResponse> {
  const { body } = answer;
  if (typeof body === 'object' && Symbol.asyncIterator in body) await body[Symbol.asyncIterator]().return?.();
  return { ...answer, body: undefined };
}
