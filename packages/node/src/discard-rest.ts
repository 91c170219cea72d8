import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * A client that sends more than this after it was answered, or for longer, is disconnected. Its system may then discard the answer
 * before the client has read it, so the bounds are far above the size of any body that could be meant for an endpoint.
 */
const MAX_DISCARDED_BYTES = 134_217_728;
const MAX_DISCARD_MS = 30_000;

/**
 * Reads and discards the rest of a request that has been answered, so that a client which reads only after it has sent
 * everything receives the answer.
 *
 * Resolves when the request is complete or its connection has closed. Also resolves after 128 MiB or 30 seconds; then the
 * connection is closed as soon as the answer has been sent.
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
    // After the answer has been sent, the request no longer emits an event when its connection closes.
    socket.once('close', stop);
    // Not resume(): it has no effect while an iterator is waiting for the body.
    req.on('readable', take);
    take();
  });
}
