import { checkMediaType } from '../formats/check-media-type.js';
import { BATCH_MEDIA_TYPES } from '../formats/formats.js';
import type { EnvelopeBody, EnvelopeRequest } from '../http/envelope.js';
import type { Limits } from '../options/resolve-limits.js';
import { BatchProblem } from '../problem/batch-problem.js';
import { checkJsonDepth, parseJson } from './parse-json.js';
import { checkBodyBytes, readBody } from './read-body.js';

/**
 * Reads the JSON value that the envelope carries.
 *
 * @throws {BatchProblem} `unsupported-media-type`, `limit-exceeded`, `incomplete-body`, `malformed-json`,
 *   `body-already-consumed`, in this order of decision.
 */
export async function decodeEnvelope(
  request: EnvelopeRequest,
  limits: Limits,
  mediaTypes: readonly string[] = BATCH_MEDIA_TYPES,
): Promise<unknown> {
  checkMediaType(request, mediaTypes);
  const announced = Number(request.headers['content-length'] ?? 0);
  checkBodyBytes(announced, limits.maxBodyBytes);
  const bytesOrValue = await readEnvelopeBody(request.body, limits.maxBodyBytes);
  if (bytesOrValue instanceof Uint8Array) return parseJson(bytesOrValue, limits.maxJsonDepth);
  checkJsonDepth(bytesOrValue, limits.maxJsonDepth);
  if (announced === 0) checkBodyBytes(Buffer.byteLength(JSON.stringify(bytesOrValue)), limits.maxBodyBytes);
  return bytesOrValue;
}

async function readEnvelopeBody(body: EnvelopeBody, maxBodyBytes: number): Promise<unknown> {
  switch (body.kind) {
    case 'stream':
      return readBody(body.stream, maxBodyBytes);
    case 'parsed':
      if (typeof body.value !== 'string' && !(body.value instanceof Uint8Array)) return body.value;
      return checkedBytes(Buffer.from(body.value as string), maxBodyBytes);
    case 'consumed':
      throw new BatchProblem(
        'body-already-consumed',
        'Something in front of the batch has read the body and left nothing; mount batch() before it',
      );
  }
}

function checkedBytes(bytes: Uint8Array, maxBodyBytes: number): Uint8Array {
  checkBodyBytes(bytes.byteLength, maxBodyBytes);
  return bytes;
}
