import type { EnvelopeBody } from '../http/envelope.js';
import { BatchProblem } from '../problem/batch-problem.js';

/**
 * Returns the bytes of a body as they arrive, or as a body parser before the endpoint has kept them.
 *
 * @throws {BatchProblem} `body-already-consumed` if a body parser has kept neither bytes nor text.
 */
export function bodyStream(body: EnvelopeBody): AsyncIterable<Uint8Array | string> {
  if (body.kind === 'stream') return body.stream;
  if (body.kind === 'parsed' && (typeof body.value === 'string' || body.value instanceof Uint8Array)) {
    return yieldOnce(body.value);
  }
  throw new BatchProblem(
    'body-already-consumed',
    'Middleware before the endpoint has read the body and kept no lines; mount the endpoint before body parsers',
  );
}

async function* yieldOnce(value: Uint8Array | string): AsyncGenerator<Uint8Array | string, void, undefined> {
  yield value;
}
