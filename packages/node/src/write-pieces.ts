import type { ServerResponse } from 'node:http';
import { cutOff } from './cut-off.js';
import { toBytes } from './to-bytes.js';

/**
 * Writes the pieces of an answer as they arrive, with backpressure, and ends the response. Calls `setHead` before the first
 * write.
 *
 * Resolves early, without an error, when the client disconnects or something else answers in the meantime. If the source fails
 * before that, the response is cut off, and the promise rejects.
 */
export async function writePieces(
  res: ServerResponse & { readonly flush?: () => void },
  pieces: AsyncIterable<string | Uint8Array>,
  setHead: () => void,
): Promise<void> {
  const source = pieces[Symbol.asyncIterator]();
  let hasBegun = false;
  let hasClosed = res.destroyed;
  let wake = (): void => undefined;
  const proceed = (): void => wake();
  const close = (): void => {
    hasClosed = true;
    wake();
  };
  const isOver = (): boolean => hasClosed || res.writableEnded || (res.headersSent && !hasBegun);
  /** Resolves with the next piece, or with `undefined` when the response closes before it arrives. */
  const nextPiece = (): Promise<IteratorResult<string | Uint8Array> | undefined> =>
    new Promise((resolve, reject) => {
      wake = () => {
        if (hasClosed) resolve(undefined);
      };
      source.next().then(resolve, reject);
    });

  res.on('drain', proceed).once('close', close);
  try {
    while (!isOver()) {
      const next = await nextPiece();
      if (next === undefined) {
        void returnQuietly(source); // not awaited: the source may never yield again
        return;
      }
      if (isOver()) break;
      if (!hasBegun) setHead();
      hasBegun = true;
      if (next.done === true) {
        res.end();
        return;
      }
      // The stand-in for a socket of @vendia/serverless-express returns nothing, and never drains.
      const isFull = (res.write(toBytes(next.value)) as boolean | undefined) === false;
      res.flush?.(); // the compression middleware would buffer it otherwise
      if (!isFull || isOver()) continue;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    await returnQuietly(source);
  } catch (error) {
    if (isOver()) return;
    cutOff(res);
    throw error;
  } finally {
    res.off('drain', proceed).off('close', close);
  }
}

/** Ends a source whose pieces are no longer needed. It may fail because the client has disconnected, so errors are ignored. */
async function returnQuietly(source: AsyncIterator<unknown>): Promise<void> {
  try {
    await source.return?.();
  } catch {
    // the client has disconnected, so there is nobody to report the error to
  }
}
