import { channel } from 'node:diagnostics_channel';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { NodeHandler } from '@multistatus/inject';

/** What servers of Node publish for each request. */
const requestStart = channel('http.server.request.start');
const responseFinish = channel('http.server.response.finish');

const plain = new WeakMap<NodeHandler, NodeHandler>();
const encrypted = new WeakMap<NodeHandler, NodeHandler>();

/**
 * Returns a handler that passes requests to `handler` as the event `request` of a server, and caches it.
 *
 * Tracing libraries replace `emit` of servers to learn of a request, to name it, and to separate it from others; they do not
 * see a handler that is called. The server is not the one that received the batch: it never listens, and `handler` is its only
 * listener. Its kind is that of the connection, because tracing libraries tell `http` from `https` by it.
 */
export function throughServer(handler: NodeHandler, isEncrypted: boolean): NodeHandler {
  const handlers = isEncrypted ? encrypted : plain;
  let emitting = handlers.get(handler);
  if (emitting === undefined) {
    emitting = emitTo(isEncrypted ? createTlsServer() : createServer(), handler);
    handlers.set(handler, emitting);
  }
  return emitting;
}

/** Not an import: few apps use TLS themselves, and those that do have loaded `node:https` already. */
function createTlsServer(): Server {
  return process.getBuiltinModule('node:https').createServer();
}

function emitTo(server: Server, handler: NodeHandler): NodeHandler {
  // A listener is called before `emit` returns, so this is always the result of the current call.
  let returned: unknown;
  server.on('request', (req: IncomingMessage, res: ServerResponse) => {
    returned = handler(req, res);
  });
  const emit: NodeHandler = (req, res) => {
    returned = undefined;
    const message = { request: req, response: res, socket: req.socket, server };
    if (requestStart.hasSubscribers) requestStart.publish(message);
    if (responseFinish.hasSubscribers) res.once('finish', () => responseFinish.publish(message));
    server.emit('request', req, res);
    return returned;
  };
  // `inject` creates the messages of an Express app with the prototypes that Express would give them.
  const { request, response } = handler as { readonly request?: unknown; readonly response?: unknown };
  return Object.assign(emit, { request, response });
}
