import { checkBodyBytes } from '../formats/check-body-bytes.js';
import type { ReceivedBody } from '../formats/received-body.js';
import type { EnvelopeRequest } from '../http/envelope.js';
import { BatchProblem } from '../problem/batch-problem.js';
import type { BodyLimits } from './body-chunks.js';
import { canListen, listenToBody } from './listen-to-body.js';
import { readBody } from './read-body.js';

const UTF8 = new TextEncoder();

/**
 * Returns the body of an envelope once it has arrived completely. `onBytes` is called with the number of bytes that arrive, and
 * can refuse them by a {@link BatchProblem}. Not a promise if a body parser has kept it.
 *
 * @throws {BatchProblem} `limit-exceeded`, `incomplete-body`, `body-already-consumed`.
 */
export function receiveBody(
  { headers, body }: Pick<EnvelopeRequest, 'headers' | 'body'>,
  limits: BodyLimits,
  onBytes?: (bytes: number) => void,
): ReceivedBody | Promise<ReceivedBody> {
  const announced = Number(headers['content-length'] ?? 0);
  checkBodyBytes(announced, limits.maxBodyBytes);
  switch (body.kind) {
    case 'stream': {
      const bytes = canListen(body)
        ? listenToBody(body, limits, onBytes)
        : readBody(body.stream, limits, onBytes);
      return bytes.then(toReceived);
    }
    case 'parsed': {
      const { value } = body;
      if (typeof value !== 'string' && !(value instanceof Uint8Array)) {
        onBytes?.(announced);
        return { kind: 'value', value, isMeasured: announced > 0 };
      }
      const bytes = typeof value === 'string' ? UTF8.encode(value) : value;
      checkBodyBytes(bytes.byteLength, limits.maxBodyBytes);
      onBytes?.(bytes.byteLength);
      return { kind: 'bytes', bytes };
    }
    case 'consumed':
      throw new BatchProblem(
        'body-already-consumed',
        'Middleware before the batch has read the body and kept no copy; mount batch() before that middleware',
      );
  }
}

function toReceived(bytes: Uint8Array): ReceivedBody {
  return { kind: 'bytes', bytes };
}
