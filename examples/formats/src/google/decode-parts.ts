import {
  BatchProblem,
  bytesOf,
  type DecodeContext,
  type DecodedBatch,
  type ReceivedBody,
} from '@multistatus/core';
import { firstValue } from '@multistatus/wire';
import { boundaryOf, MultipartError, readMultipart } from '@multistatus/wire/multipart';
import { MAX_HEAD_BYTES, readRequest } from './read-request.js';

/**
 * Reads a batch. Lines may end with LF alone, and fields may be folded.
 *
 * @throws {BatchProblem} if it cannot be read. It names the part by its number, from 1.
 */
export function decodeParts(body: ReceivedBody, { headers, limits }: DecodeContext): DecodedBatch {
  const bytes = bytesOf(body);
  const boundary = boundaryOf(firstValue(headers['content-type']));
  if (boundary === undefined) throw new BatchProblem('malformed-batch', 'the Content-Type has no boundary');
  const bounds = { maxParts: limits.maxOperations, maxHeadBytes: MAX_HEAD_BYTES };
  const requests = orRefuse(() => readMultipart(bytes, boundary, bounds)).map((part) =>
    orRefuse(() => readRequest(part, headers), `part ${part.number}: `),
  );
  return {
    value: {
      execution: 'parallel',
      // A Content-ID cannot be an id: it may be long, and occur twice.
      requests: requests.map(({ method, url, fields }, index) => ({
        id: `~${index + 1}`,
        method,
        url,
        headers: fields,
      })),
    },
    bodyOf: (index) => requests[index]?.body,
    clientIdOf: (index) => requests[index]?.contentId,
  };
}

/** Returns what `read` returns. What it cannot read refuses the batch. */
function orRefuse<Value>(read: () => Value, place = ''): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof MultipartError)) throw error;
    const detail = place + error.message;
    if (error.limit === undefined) throw new BatchProblem('malformed-batch', detail);
    const { name: limit, max } = error.limit;
    throw new BatchProblem('limit-exceeded', detail, { extensions: { limit, max } });
  }
}
