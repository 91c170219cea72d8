import type { EncodedProblem } from '../formats/answer-encoder.js';
import type { Format } from '../formats/format.js';
import type { AnswerChoice, FormatIndex } from '../formats/format-index.js';
import { PROBLEM_JSON_ENCODER } from '../formats/problem-json-encoder.js';
import type { EnvelopeRequest, EnvelopeResponse } from '../http/envelope.js';
import type { RunWords } from '../operation/run-words.js';
import { BatchProblem } from '../problem/batch-problem.js';
import { checkEncoded } from './check-encoded.js';
import { negotiatedHeaders } from './envelope-headers.js';

/** How a problem is answered. */
interface ProblemSettings {
  /** How the answer would have been written; `undefined` if nothing is acceptable to the client. */
  readonly choice: AnswerChoice | undefined;
  readonly formats: FormatIndex;
  /** The honoured preferences, for Preference-Applied (RFC 7240 section 3). */
  readonly applied: readonly string[];
  /** Called with an error that the answer does not show. */
  readonly onError: (error: unknown) => void;
  /** The words for the request and its parts, for the detail of the problem. */
  readonly words: RunWords;
}

/**
 * Returns the problem details (RFC 9457) of a request that failed as a whole, in the format of the answer; or in that
 * of the first format if nothing is acceptable to the client.
 *
 * An error that is not a {@link BatchProblem} is answered as `internal`; its text is not sent, and `onError` is called
 * with it. Never rejects: a problem that its format cannot write is written as JSON.
 */
export async function answerProblem(
  error: unknown,
  request: Pick<EnvelopeRequest, 'headers' | 'responseHeaders'>,
  { choice, formats, applied, onError, words }: ProblemSettings,
): Promise<EnvelopeResponse> {
  if (!(error instanceof BatchProblem)) onError(error);
  const { problem, headers } =
    error instanceof BatchProblem
      ? error
      : new BatchProblem('internal', `The ${words.run} failed; its ${words.operation}s may have run`);
  const { name, problem: encoder = PROBLEM_JSON_ENCODER } = choice?.format ?? (formats.formats[0] as Format);
  const toEncoded = async (): Promise<EncodedProblem> =>
    checkEncoded(`problem.encode of the format ${name}`, await encoder.encode(problem, request.headers));
  const encoded = await toEncoded().catch((failure: unknown) => {
    onError(failure);
    return PROBLEM_JSON_ENCODER.encode(problem, request.headers);
  });
  return {
    status: encoded.status ?? problem.status,
    headers: {
      ...negotiatedHeaders(request.responseHeaders, applied),
      ...headers,
      ...encoded.headers,
      'content-type': encoded.contentType,
    },
    body: encoded.body,
  };
}
