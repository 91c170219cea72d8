import type { IncomingMessage, ServerResponse } from 'node:http';

/** A client that sends more than this after its answer, or for longer, is cut off. */
const MAX_DISCARDED_BYTES = 16_777_216;
const MAX_DISCARD_MS = 10_000;

/**
 * Reads and drops what is still to come of a request that has been answered, so that a client which sends before it reads
 * gets to the answer.
 *
 * Resolves when the request is complete or its connection has closed; or after 16 MiB or 10 seconds, and then the
 * connection is closed as soon as the answer is out.
 */
export async function discardRest(req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (req.complete) {
    req.resume();
    return;
  }
  if (!req.socket.destroyed) await readRest(req);
  if (req.complete || req.socket.destroyed) return;
  if (res.writableFinished) req.destroy();
  else res.once('finish', () => req.destroy());
}

function readRest(req: IncomingMessage): Promise<void> {
  const { socket } = req;
  return new Promise((resolve) => {
    let bytes = 0;
    const take = (): void => {
      for (let chunk: unknown = req.read(); chunk !== null; chunk = req.read()) {
        bytes += (chunk as Uint8Array).length;
      }
      if (bytes > MAX_DISCARDED_BYTES) stop();
    };
    const stop = (): void => {
      clearTimeout(timer);
      req.off('readable', take).off('end', stop).off('close', stop);
      socket.off('close', stop);
      resolve();
    };
    const timer = setTimeout(stop, MAX_DISCARD_MS);
    req.once('end', stop).once('close', stop);
    // The request hears nothing of its connection any more once its answer is out.
    socket.once('close', stop);
    // Not resume(): an iterator that still waits for the body would keep the stream from flowing.
    req.on('readable', take);
    take();
  });
}
