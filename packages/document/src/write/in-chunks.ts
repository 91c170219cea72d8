import type { MultistatusResponse } from '../multistatus.js';
import { Chunk, PIECE_LENGTH } from './chunk.js';
import type { Frame, Part } from './in-pieces.js';

/**
 * Yields a document as `inPieces` does, in pieces of about 64 KiB, except that pieces with bytes in them are UTF-8. An empty piece
 * only marks a point where other work may run.
 */
export function* inChunks(
  responses: readonly MultistatusResponse[],
  write: (response: MultistatusResponse, position: number) => Part<string | Uint8Array>,
  { opening, separator, closing }: Frame,
): Generator<string | Uint8Array, void, undefined> {
  const chunk = new Chunk();
  chunk.text = opening;
  for (let position = 0; position < responses.length; position += 1) {
    const part = write(responses[position] as MultistatusResponse, position);
    if (position > 0) chunk.text += separator;
    if (typeof part === 'string') chunk.text += part;
    else yield* joinParts(chunk, part);
    if (chunk.length >= PIECE_LENGTH) yield chunk.take();
  }
  chunk.text += closing();
  yield chunk.take();
}

/** Adds slices to a chunk, and yields it whenever it is full. */
function* joinParts(
  chunk: Chunk,
  slices: Iterable<string | Uint8Array>,
): Generator<string | Uint8Array, void, undefined> {
  for (const slice of slices) {
    if (typeof slice === 'string') chunk.text += slice;
    else if (slice.length > PIECE_LENGTH) {
      // A body as it is: to copy it would only take time and memory.
      yield chunk.take();
      for (let start = 0; start < slice.length; start += PIECE_LENGTH)
        yield slice.subarray(start, start + PIECE_LENGTH);
      continue;
    } else {
      const full = chunk.add(slice);
      if (full !== undefined) yield full;
    }
    if (slice.length === 0 || chunk.length >= PIECE_LENGTH) yield chunk.take();
  }
}
