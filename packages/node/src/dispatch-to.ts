import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';
import { assertSynchronous, attachOperation, type Dispatch, onAbort } from '@multistatus/core/adapter';
import { inject, type NodeHandler, type SocketIdentity } from '@multistatus/inject';
import { throughServer } from './through-server.js';

/**
 * Returns the function that dispatches the operations of one batch. Each operation becomes a request to `target`, with the
 * address and TLS identity of the connection of the batch. An `IncomingMessage` is an `envelope`.
 *
 * `prepare` is called with each request before `target`, in the current async context: that of the batch request. It must not
 * be asynchronous.
 */
export function dispatchTo(
  target: NodeHandler,
  envelope: { readonly socket: SocketIdentity; readonly httpVersion?: string | undefined },
  prepare?: (request: IncomingMessage) => unknown,
): Dispatch {
  const { socket, httpVersion } = envelope;
  const handler = throughServer(target, socket.encrypted === true);
  const enterBatch = prepare === undefined ? undefined : AsyncLocalStorage.snapshot();
  return ({ method, url, headers, body, maxResponseBytes, context }) =>
    inject(handler, {
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
        if (prepare !== undefined) assertSynchronous('batch.prepare', enterBatch?.(prepare, req));
      },
    });
}
