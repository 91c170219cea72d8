import { nextTurn } from '@multistatus/wire';

/** The number of bytes or characters that are read in one turn of the event loop. */
const PIECE_LENGTH = 65_536;

/** Yields a body in pieces, each in a turn of its own, so that a page stays responsive while a long body is read. */
export async function* inPieces(
  body: Uint8Array | string,
): AsyncGenerator<Uint8Array | string, void, undefined> {
  for (let start = 0; start < body.length; start += PIECE_LENGTH) {
    if (start > 0) await nextTurn();
    yield body.slice(start, start + PIECE_LENGTH);
  }
}
