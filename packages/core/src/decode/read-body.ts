import { BatchProblem } from '../problem/batch-problem.js';
import { arriveInTime } from './arrive-in-time.js';
import { BodyChunks, type BodyLimits, brokenBody } from './body-chunks.js';

/**
 * Returns the bytes of a stream.
 *
 * Calls `onBytes` with the length of each chunk in bytes. Stops reading at the first chunk that exceeds `maxBodyBytes`, or
 * for which `onBytes` throws. The owner of the stream has to discard the remaining chunks.
 *
 * @throws {BatchProblem} `limit-exceeded`; `incomplete-body` if the stream fails, as it does when the client
 *   disconnects, or has not ended after `bodyTimeoutMs` milliseconds.
 */
export function readBody(
  body: AsyncIterable<Uint8Array | string>,
  limits: BodyLimits,
  onBytes?: (bytes: number) => void,
): Promise<Uint8Array> {
  return arriveInTime(collect(body, new BodyChunks(limits, onBytes)), limits.bodyTimeoutMs);
}

async function collect(body: AsyncIterable<Uint8Array | string>, chunks: BodyChunks): Promise<Uint8Array> {
  try {
    for await (const chunk of body) chunks.add(chunk);
  } catch (error) {
    throw error instanceof BatchProblem ? error : brokenBody();
  }
  return chunks.bytes;
}
