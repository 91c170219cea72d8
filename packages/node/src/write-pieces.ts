import type { ServerResponse } from 'node:http';

/**
 * Writes an answer in pieces as they come, with back-pressure, and ends it.
 *
 * Stops without an error once the client has left. Rejects if the pieces fail to come, and destroys the response then.
 */
export async function writePieces(
  res: ServerResponse & { readonly flush?: () => void },
  pieces: AsyncIterable<string | Uint8Array>,
): Promise<void> {
  let wake = (): void => undefined;
  const goOn = (): void => wake();
  res.on('drain', goOn);
  res.once('close', goOn);
  try {
    for await (const piece of pieces) {
      if (res.destroyed) return;
      const isFull = !res.write(piece);
      res.flush?.(); // the compression middleware would keep it back
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
