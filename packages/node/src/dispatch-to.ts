import type { IncomingMessage } from 'node:http';
import { assertSynchronous, attachOperation, type Dispatch, onAbort } from '@multistatus/core/adapter';
import { inject, type NodeHandler } from '@multistatus/inject';

/**
 * Returns the function that dispatches the operations of one batch. Each operation becomes a request to `target`, with the
 * address and TLS identity of the connection of the batch.
 *
 * `prepare` is called with each request before `target`. It must not be asynchronous.
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
