import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';

/** Serves an app on the port that `PORT` names, or on a free one, and prints its URL and that of the console. */
export async function serve(app: Express): Promise<Server> {
  const server = app.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  console.log(`Open ${url} in a browser, or the console at ${url}/batch/console/. Ctrl-C ends.`);
  return server;
}

/** Resolves when the process is asked to end. */
export async function untilInterrupted(): Promise<void> {
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
}
