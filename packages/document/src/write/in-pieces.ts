import type { MultistatusResponse } from '../multistatus.js';
import { PIECE_LENGTH } from './chunk.js';

/**
 * A text, or the slices of a long one. An empty slice is a place to pause. For a writer of bytes, some slices are UTF-8; each is valid
 * until the next one is asked for.
 */
export type Part<Slice extends string | Uint8Array = string> = string | Iterable<Slice>;

/** The texts around the responses of a document. */
export interface Frame {
  readonly opening: string;
  readonly separator: string;
  /** Called once all responses have been written. */
  readonly closing: () => string;
}

/**
 * Yields a document in pieces of about 64 KiB, so that the consumer can let other work run between them. An empty piece only
 * marks a point for that.
 */
export function* inPieces(
  responses: readonly MultistatusResponse[],
  write: (response: MultistatusResponse, position: number) => Part,
  { opening, separator, closing }: Frame,
): Generator<string, void, undefined> {
  let text = opening;
  for (let position = 0; position < responses.length; position += 1) {
    const part = write(responses[position] as MultistatusResponse, position);
    if (position > 0) text += separator;
    if (typeof part === 'string') text += part;
    else text = yield* joinSlices(text, part);
    if (text.length < PIECE_LENGTH) continue;
    yield text;
    text = '';
  }
  yield text + closing();
}

/** Yields a text and the slices after it, joined into pieces. Returns the rest, which is too short for a piece. */
export function* joinSlices(before: string, slices: Iterable<string>): Generator<string, string, undefined> {
  let text = before;
  for (const slice of slices) {
    text += slice;
    if (slice !== '' && text.length < PIECE_LENGTH) continue;
    yield text;
    text = '';
  }
  return text;
}

/** Yields `before`, the slices, and `after`. */
export function* around<Slice extends string | Uint8Array>(
  before: string,
  slices: Iterable<Slice>,
  after: string,
): Generator<Slice | string, void, undefined> {
  yield before;
  yield* slices;
  yield after;
}
