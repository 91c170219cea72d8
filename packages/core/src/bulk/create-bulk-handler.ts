import { firstValue, parseMediaType } from '@multistatus/wire';
import { answerProblem } from '../encode/answer-problem.js';
import { checkMediaType } from '../formats/check-media-type.js';
import { BULK_MEDIA_TYPES } from '../formats/formats.js';
import { negotiate, notAcceptable } from '../formats/negotiate.js';
import type { EnvelopeResponse } from '../http/envelope.js';
import { BatchProblem } from '../problem/batch-problem.js';
import { Capacity } from '../run/capacity.js';
import { answerLines } from './answer-lines.js';
import { answerList } from './answer-list.js';
import type { BulkOptions } from './bulk-options.js';
import { type BulkRequest, prepareBulk } from './prepare-bulk.js';
import { resolveBulkOptions } from './resolve-bulk-options.js';

/** Returns the answer to one request to a bulk endpoint. Never rejects. */
export type BulkHandler<Extra extends object> = (request: BulkRequest<Extra>) => Promise<EnvelopeResponse>;

/**
 * Creates the handler of a bulk endpoint. It does not depend on a web framework.
 *
 * @throws {TypeError} for an unknown option, a value of the wrong kind, or options that exclude each other.
 * @throws {RangeError} for a limit out of its range.
 */
export function createBulkHandler<Item, Extra extends object>(
  options: BulkOptions<Item, Extra>,
): BulkHandler<Extra> {
  const resolved = resolveBulkOptions(options);
  const { onError } = resolved.shared;
  const capacity = new Capacity(resolved.limits.maxConcurrentRequests);
  return async (request) => {
    const { headers } = request.envelope;
    const isNdjson = parseMediaType(firstValue(headers['content-type']))?.type === 'application/x-ndjson';
    const preferred = options.defaultFormat ?? (isNdjson ? 'ndjson' : 'json');
    const mediaType = negotiate(firstValue(headers['accept']), preferred);
    try {
      checkMediaType(request.envelope, BULK_MEDIA_TYPES);
      capacity.check();
      if (mediaType === undefined) throw notAcceptable();
      const bulk = prepareBulk(request, { options: resolved, capacity, mediaType, isNdjson });
      return isNdjson && !resolved.needsWholeList ? await answerLines(bulk) : await answerList(bulk);
    } catch (error) {
      if (!(error instanceof BatchProblem)) onError(error);
      return answerProblem(error, request.envelope, { mediaType, applied: [] });
    }
  };
}
