import { checkBodyBytes } from '../formats/check-body-bytes.js';
import { concatBytes } from '../formats/concat-bytes.js';
import type { Limits } from '../options/resolve-limits.js';
import { BatchProblem } from '../problem/batch-problem.js';
import { arriveInTime } from './arrive-in-time.js';

const UTF8 = new TextEncoder();

/** The limits of a body that is held in memory as a whole. */
export type BodyLimits = Pick<Limits, 'maxBodyBytes' | 'bodyTimeoutMs'>;

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
  { maxBodyBytes, bodyTimeoutMs }: BodyLimits,
  onBytes?: (bytes: number) => void,
): Promise<Uint8Array> {
  return arriveInTime(collect(body, maxBodyBytes, onBytes), bodyTimeoutMs);
}

async function collect(
  body: AsyncIterable<Uint8Array | string>,
  maxBodyBytes: number,
  onBytes?: (bytes: number) => void,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const piece of body) {
      // A stream yields strings if other middleware has called setEncoding() on it.
      const chunk = typeof piece === 'string' ? UTF8.encode(piece) : piece;
      size += chunk.byteLength;
      checkBodyBytes(size, maxBodyBytes);
      onBytes?.(chunk.byteLength);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof BatchProblem) throw error;
    throw new BatchProblem('incomplete-body', 'The connection ended before the whole body had arrived');
  }
  const [first] = chunks;
  return chunks.length === 1 && first !== undefined ? first : concatBytes(chunks, size);
}
