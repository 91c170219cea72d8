import { firstValue, isUtf8, parseMediaType } from '@multistatus/wire';
import type { EnvelopeRequest } from '../http/envelope.js';
import { BatchProblem } from '../problem/batch-problem.js';

/**
 * Checks that the body of a request is of one of `mediaTypes`, in UTF-8 and uncompressed.
 *
 * @throws {BatchProblem} `unsupported-media-type`, with `Accept` and `Accept-Post` or `Accept-Patch` (RFC 5789).
 */
export function checkMediaType(
  { method, headers }: Pick<EnvelopeRequest, 'method' | 'headers'>,
  mediaTypes: readonly string[],
): void {
  const types = mediaTypes.join(', ');
  const unsupported = (reason: string): BatchProblem =>
    new BatchProblem('unsupported-media-type', `${reason}; send ${types}, uncompressed`, {
      headers: { accept: types, [method === 'PATCH' ? 'accept-patch' : 'accept-post']: types },
    });
  const contentType = firstValue(headers['content-type']);
  const mediaType = parseMediaType(contentType);
  if (mediaType === undefined || !mediaTypes.includes(mediaType.type)) {
    throw unsupported(
      contentType === undefined ? 'The Content-Type is missing' : 'The Content-Type is not supported',
    );
  }
  if (!isUtf8(mediaType.charset)) throw unsupported('The charset must be utf-8');
  const coding = firstValue(headers['content-encoding']);
  if (coding !== undefined && coding.toLowerCase() !== 'identity') {
    throw unsupported('The Content-Encoding is not supported');
  }
}
