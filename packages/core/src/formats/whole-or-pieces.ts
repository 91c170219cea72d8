type Piece = string | Uint8Array;

/**
 * Returns a short document whole, and a long one in pieces that are written as they are read. All pieces but the last are about
 * 64 KiB long.
 */
export function wholeOrPieces(pieces: Iterator<Piece, void>): Piece | AsyncIterable<Piece> {
  const first = pieces.next();
  const second = pieces.next();
  if (second.done === true) return first.value ?? '';
  return eachPiece([first.value ?? '', second.value], pieces);
}

async function* eachPiece(
  begun: readonly Piece[],
  rest: Iterator<Piece, void>,
): AsyncGenerator<Piece, void, undefined> {
  yield* begun;
  for (let piece = rest.next(); piece.done !== true; piece = rest.next()) yield piece.value;
}
