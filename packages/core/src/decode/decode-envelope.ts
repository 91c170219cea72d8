import type { EnvelopeRequest } from '../http/envelope.js';
import type { Limits } from '../options/resolve-limits.js';
import { BatchProblem } from '../problem/batch-problem.js';
import { checkJsonDepth, parseJson } from './parse-json.js';
import { type BodyLimits, checkBodyBytes, readBody } from './read-body.js';

/**
 * Returns the body of an envelope once it has arrived completely: its bytes, or the value that a body parser has kept.
 *
 * @throws {BatchProblem} `limit-exceeded`, `incomplete-body`, `body-already-consumed`.
 */
export async function receiveBody(
  { headers, body }: Pick<EnvelopeRequest, 'headers' | 'body'>,
  limits: BodyLimits,
): Promise<unknown> {
  checkBodyBytes(announcedBytes(headers), limits.maxBodyBytes);
  switch (body.kind) {
    case 'stream':
      return readBody(body.stream, limits);
    case 'parsed':
      if (typeof body.value !== 'string' && !(body.value instanceof Uint8Array)) return body.value;
      return checkedBytes(Buffer.from(body.value as string), limits.maxBodyBytes);
    case 'consumed':
      throw new BatchProblem(
        'body-already-consumed',
        'Middleware before the batch has read the body and kept no copy; mount batch() before that middleware',
      );
  }
}

/**
 * Returns the JSON value of a body that {@link receiveBody} has returned.
 *
 * @throws {BatchProblem} `malformed-json`, `limit-exceeded`.
 */
export function decodeJson(
  bytesOrValue: unknown,
  { headers }: Pick<EnvelopeRequest, 'headers'>,
  { maxBodyBytes, maxJsonDepth }: Pick<Limits, 'maxBodyBytes' | 'maxJsonDepth'>,
): unknown {
  if (bytesOrValue instanceof Uint8Array) return parseJson(bytesOrValue, maxJsonDepth);
  checkJsonDepth(bytesOrValue, maxJsonDepth);
  if (announcedBytes(headers) === 0) {
    checkBodyBytes(Buffer.byteLength(JSON.stringify(bytesOrValue)), maxBodyBytes);
  }
  return bytesOrValue;
}

function announcedBytes(headers: EnvelopeRequest['headers']): number {
  return Number(headers['content-length'] ?? 0);
}

function checkedBytes(bytes: Uint8Array, maxBodyBytes: number): Uint8Array {
  checkBodyBytes(bytes.byteLength, maxBodyBytes);
  return bytes;
}
