import { toProblemXmlText } from '@multistatus/document/xml-writer';
import { formatOf, type ResponseMediaType } from '../formats/formats.js';
import type { EnvelopeRequest, EnvelopeResponse } from '../http/envelope.js';
import { BatchProblem } from '../problem/batch-problem.js';
import { negotiatedHeaders } from './envelope-headers.js';

/**
 * Returns the problem details (RFC 9457) of a batch that failed as a whole: `application/problem+xml` if XML was
 * negotiated, else `application/problem+json`.
 *
 * An error that is not a {@link BatchProblem} is answered as `internal`, and the client sees nothing of it.
 */
export function answerProblem(
  error: unknown,
  request: EnvelopeRequest,
  {
    mediaType,
    applied,
  }: {
    readonly mediaType: ResponseMediaType | undefined;
    /** The honoured preferences, for Preference-Applied (RFC 7240 section 3). */
    readonly applied: readonly string[];
  },
): EnvelopeResponse {
  const { problem, headers } =
    error instanceof BatchProblem
      ? error
      : new BatchProblem('internal', 'The batch failed; its operations may have run');
  const isXml = mediaType !== undefined && formatOf(mediaType) === 'xml';
  return {
    status: problem.status,
    headers: {
      ...negotiatedHeaders(request.responseHeaders, applied),
      ...headers,
      'content-type': isXml
        ? 'application/problem+xml; charset=utf-8'
        : 'application/problem+json; charset=utf-8',
    },
    body: isXml ? toProblemXmlText(problem) : JSON.stringify(problem),
  };
}
