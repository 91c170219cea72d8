import { toProblemXmlText } from '@multistatus/document/xml-writer';
import { formatOf, type ResponseMediaType } from '../formats/formats.js';
import type { EnvelopeRequest, EnvelopeResponse } from '../http/envelope.js';
import { BatchProblem } from '../problem/batch-problem.js';
import { negotiatedHeaders } from './envelope-headers.js';

/**
 * Answers for a batch that did not run, as `application/problem+xml` if XML was negotiated, else as problem+json.
 *
 * Whatever is no {@link BatchProblem} becomes `internal`; nothing of it is shown.
 */
export function answerProblem(
  error: unknown,
  request: EnvelopeRequest,
  {
    mediaType,
    applied,
  }: {
    readonly mediaType: ResponseMediaType | undefined;
    /** Preferences that were honoured. */
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
