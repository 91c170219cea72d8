import type { ServerResponse } from 'node:http';

/**
 * Writes the pieces of an answer as they arrive, with backpressure, and ends the response.
 *
 * Stops without an error when the client disconnects. If the source fails, destroys the response and rejects.
 */
export async function writePieces(
  res: ServerResponse & { readonly flush?: () => void },
  pieces: AsyncIterable<string | Uint8Array>,
): Promise<void> {
  let wake = (): void => undefined;
  const proceed = (): void => wake();
  res.on('drain', proceed);
  res.once('close', proceed);
  try {
    for await (const piece of pieces) {
      if (res.destroyed) return;
      const isFull = !res.write(piece);
      res.flush?.(); // the compression middleware would buffer it otherwise
      if (!isFull) continue;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    res.end();
  } catch (error) {
    res.destroy();
    throw error;
  }
}
