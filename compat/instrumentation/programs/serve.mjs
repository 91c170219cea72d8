import { createServer } from 'node:http';

/**
 * Serves requests until the parent process sends a message, and answers that with what `report` returns.
 *
 * @param {(req: import('node:http').IncomingMessage, res: import('node:http').ServerResponse) => unknown} handler
 * @param {() => Promise<unknown>} report
 */
export function serve(handler, report) {
  const server = createServer(handler);
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
  process.once('message', () => {
    server.close();
    server.closeAllConnections();
    void report().then((result) => process.send({ report: result }, () => process.disconnect()));
  });
}
