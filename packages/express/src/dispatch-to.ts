import type { IncomingMessage } from 'node:http';
import { assertSynchronous, type Dispatch, markOperation, onAbort } from '@multistatus/core';
import { inject, type NodeHandler } from '@multistatus/inject';

/** Gives the dispatch of one batch: each operation is a request of its own to `target`, on the envelope's connection. */
export function dispatchTo<Req extends IncomingMessage>(
  target: NodeHandler,
  envelope: Req,
  prepare: ((request: Req, outerRequest: Req) => unknown) | undefined,
): Dispatch {
  const { socket, httpVersion } = envelope;
  return ({ method, url, headers, body, maxResponseBytes, context }) =>
    inject(target, {
      method,
      url,
      headers,
      body,
      maxResponseBytes,
      socket,
      httpVersion,
      prepare: (req) => {
        markOperation(req, context);
        const { socket: facade } = req;
        onAbort(context, () => facade.destroy());
        if (prepare !== undefined) assertSynchronous('batch.prepare', prepare(req as Req, envelope));
      },
    });
}
