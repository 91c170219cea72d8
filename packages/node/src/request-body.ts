import type { IncomingMessage } from 'node:http';
import type { BodyListener, EnvelopeBody } from '@multistatus/core/adapter';

/** The body of a request that nothing has read yet. */
export class RequestBody implements Extract<EnvelopeBody, { kind: 'stream' }> {
  readonly kind = 'stream';
  readonly #req: IncomingMessage;

  constructor(req: IncomingMessage) {
    this.#req = req;
  }

  get stream(): AsyncIterable<Uint8Array | string> {
    // Leaving the iterator early must not destroy the request: the answer is sent on its socket.
    return this.#req.iterator({ destroyOnReturn: false });
  }

  /**
   * Calls a listener until the returned function is called. What has not been read by then remains in the request.
   *
   * By the event `readable`: `data` does not come while other middleware has paused the request.
   */
  listen(listener: BodyListener): () => void {
    const req = this.#req;
    let isOver = false;
    const take = (): void => {
      for (let chunk: unknown = req.read(); chunk !== null; chunk = req.read()) {
        listener.onChunk(chunk as Uint8Array | string);
        if (isOver) return;
      }
    };
    const end = (): void => {
      stop();
      listener.onEnd();
    };
    const fail = (): void => {
      if (isOver) return;
      stop();
      listener.onBreak();
    };
    const stop = (): void => {
      isOver = true;
      req.off('end', end).off('error', fail).off('close', fail);
      // After the end it is not emitted, and Node would need another tick to stop reading.
      if (!req.readableEnded) req.off('readable', take);
    };
    req.on('end', end).on('error', fail).on('close', fail).on('readable', take);
    // It will not emit anything any more.
    if (req.destroyed) process.nextTick(fail);
    return stop;
  }
}
