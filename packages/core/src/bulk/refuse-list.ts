import { answerProblem } from '../encode/answer-problem.js';
import type { AnswerChoice } from '../formats/format-index.js';
import type { EnvelopeRequest, EnvelopeResponse } from '../http/envelope.js';
import { BULK_WORDS } from '../operation/run-words.js';
import type { ResolvedBulkOptions } from './resolve-bulk-options.js';

/**
 * Returns the answer to a request that is refused with this error. `choice` is how it would have been answered; `undefined` if
 * nothing is acceptable to the client. Never rejects.
 */
export async function refuseList<Item, Extra extends object>(
  error: unknown,
  request: Pick<EnvelopeRequest, 'headers' | 'responseHeaders'>,
  {
    options: { shared, limits },
    choice,
  }: {
    readonly options: Pick<ResolvedBulkOptions<Item, Extra>, 'shared' | 'limits'>;
    readonly choice: AnswerChoice | undefined;
  },
): Promise<EnvelopeResponse> {
  const answer = await answerProblem(error, request, {
    choice,
    formats: shared.formats,
    applied: [],
    onError: (failure) => shared.onError(failure, {}),
    words: BULK_WORDS,
  });
  return { ...answer, sendTimeoutMs: limits.sendTimeoutMs };
}
