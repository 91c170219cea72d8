import type { Limits } from '../options/resolve-limits.js';
import { BatchProblem, limitExceeded } from '../problem/batch-problem.js';
import { arriveInTime } from './arrive-in-time.js';

/** The bounds of a body that is held in memory as a whole. */
export type BodyLimits = Pick<Limits, 'maxBodyBytes' | 'bodyTimeoutMs'>;

/**
 * Returns the bytes of a stream.
 *
 * Stops at the first chunk over `maxBodyBytes`; the owner of the stream disposes of the rest.
 *
 * @throws {BatchProblem} `limit-exceeded`; `incomplete-body` if the stream fails, as it does when the client leaves, or has
 *   not ended after `bodyTimeoutMs`.
 */
export function readBody(
  body: AsyncIterable<Uint8Array | string>,
  { maxBodyBytes, bodyTimeoutMs }: BodyLimits,
): Promise<Uint8Array> {
  return arriveInTime(collect(body, maxBodyBytes), bodyTimeoutMs);
}

async function collect(body: AsyncIterable<Uint8Array | string>, maxBodyBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const read of body) {
      const chunk = typeof read === 'string' ? Buffer.from(read) : read; // somebody in front called setEncoding()
      size += chunk.byteLength;
      checkBodyBytes(size, maxBodyBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof BatchProblem) throw error;
    throw new BatchProblem('incomplete-body', 'The connection ended before the whole body had arrived');
  }
  const [first] = chunks;
  return chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks, size);
}

/** Refuses a body of too many bytes. @throws {BatchProblem} `limit-exceeded`. */
export function checkBodyBytes(actual: number, max: number): void {
  if (actual > max) throw limitExceeded({ limit: 'maxBodyBytes', max, actual, unit: 'bytes' });
}
