import type { Piece } from '@multistatus/wire/multipart';

/** Joins the pieces of a body. */
export async function joinPieces(pieces: AsyncIterable<Piece>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(Buffer.from(piece as Uint8Array));
  return Buffer.concat(all);
}
