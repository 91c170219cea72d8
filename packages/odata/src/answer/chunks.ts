import type { Piece } from '@multistatus/wire/multipart';

/** How long the chunks of an answer are, in bytes; the last one is shorter. */
const CHUNK_BYTES = 65_536;

/** Returns a short answer whole, and a long one in chunks that are written as they are read. */
export async function wholeOrChunks(
  pieces: AsyncGenerator<Piece, void, undefined>,
): Promise<Uint8Array | AsyncIterable<Uint8Array>> {
  const chunks = toChunks(pieces);
  const first = await chunks.next();
  if (first.done === true) return new Uint8Array();
  const second = await chunks.next();
  if (second.done === true) return first.value;
  return begun([first.value, second.value], chunks);
}

async function* begun(
  chunks: readonly Uint8Array[],
  rest: AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield* chunks;
  yield* rest;
}

/** Yields the pieces in chunks: a socket takes one long chunk in less time than many short ones. */
async function* toChunks(pieces: AsyncIterable<Piece>): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  let chunk = new Uint8Array(CHUNK_BYTES);
  let length = 0;
  for await (const piece of pieces) {
    let bytes = typeof piece === 'string' ? encoder.encode(piece) : piece;
    while (bytes.length > 0) {
      const part = bytes.subarray(0, CHUNK_BYTES - length);
      chunk.set(part, length);
      length += part.length;
      bytes = bytes.subarray(part.length);
      if (length < CHUNK_BYTES) continue;
      yield chunk;
      chunk = new Uint8Array(CHUNK_BYTES);
      length = 0;
    }
  }
  if (length > 0) yield chunk.subarray(0, length);
}
