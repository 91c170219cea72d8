import type { EnvelopeBody } from '../http/envelope.js';
import { BatchProblem } from '../problem/batch-problem.js';

/**
 * Gives the bytes of a body as they come, or as a body parser in front has left them.
 *
 * @throws {BatchProblem} `body-already-consumed` if there are none left; on reading, `incomplete-body` if the client leaves.
 */
export function bodyStream(body: EnvelopeBody): AsyncIterable<Uint8Array | string> {
  if (body.kind === 'stream') return body.stream;
  if (body.kind === 'parsed' && (typeof body.value === 'string' || body.value instanceof Uint8Array)) {
    return once(body.value);
  }
  throw new BatchProblem(
    'body-already-consumed',
    'Something in front of the endpoint has read the body and left no lines; mount it before body parsers',
  );
}

async function* once(value: Uint8Array | string): AsyncGenerator<Uint8Array | string, void, undefined> {
  yield value;
}
