import { BatchProblem } from '../problem/batch-problem.js';

/** A body that has arrived completely: its bytes, or the value that a body parser in front of the endpoint has kept. */
export type ReceivedBody =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'value';
      readonly value: unknown;
      /** True if the request has a Content-Length, which is then within the limit. */
      readonly isMeasured: boolean;
    };

/**
 * Returns the bytes of a body, for formats that cannot use the value of a body parser.
 *
 * @throws {BatchProblem} `body-already-consumed` if a body parser has kept only a value.
 */
export function bytesOf(body: ReceivedBody): Uint8Array {
  if (body.kind === 'bytes') return body.bytes;
  throw new BatchProblem(
    'body-already-consumed',
    'Middleware before the endpoint has read the body and kept no bytes; mount the endpoint before body parsers',
  );
}

/** The length in bytes up to which a batch is read and checked in one turn of the event loop, which takes a few milliseconds. */
const MAX_SHORT_BYTES = 65_536;

/** Checks whether a body is short enough to be read in one turn of the event loop, whatever it contains. */
export function isShort(body: ReceivedBody): boolean {
  return body.kind === 'bytes' && body.bytes.byteLength <= MAX_SHORT_BYTES;
}
