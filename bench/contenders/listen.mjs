import { once } from 'node:events';
import { createServer } from 'node:http';

/** Longer than a run takes: contenders that ask themselves would meet a connection just as it is closed for idleness. */
const KEEP_ALIVE_MS = 600_000;

/**
 * Serves on the loopback interface.
 *
 * @param {(req: import('node:http').IncomingMessage, res: import('node:http').ServerResponse) => unknown} handler
 * @returns {Promise<number>} the port
 */
export async function listen(handler) {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server.address().port;
}
