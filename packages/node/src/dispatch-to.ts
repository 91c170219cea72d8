import type { IncomingMessage } from 'node:http';
import { assertSynchronous, attachOperation, type Dispatch, onAbort } from '@multistatus/core/adapter';
import { inject, type NodeHandler } from '@multistatus/inject';

/**
 * Returns the dispatch of one batch: each operation is a request of its own to `target`, on a connection that has the
 * identity of the batch's.
 *
 * `prepare` is called with each request before the target sees it.
 */
export function dispatchTo(
  target: NodeHandler,
  envelope: IncomingMessage,
  prepare?: (request: IncomingMessage) => unknown,
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
        attachOperation(req, context);
        const { socket: facade } = req;
        onAbort(context, () => facade.destroy());
        if (prepare !== undefined) assertSynchronous('batch.prepare', prepare(req));
      },
    });
}
