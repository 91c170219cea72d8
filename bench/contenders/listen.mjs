import { once } from 'node:events';
import { createServer } from 'node:http';

/**
 * Serves on the loopback interface.
 *
 * @param {(req: import('node:http').IncomingMessage, res: import('node:http').ServerResponse) => unknown} handler
 * @returns {Promise<number>} the port
 */
export async function listen(handler) {
  const server = createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server.address().port;
}
