import { mkdtemp, rm } from 'node:fs/promises';
import http, { type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import express from 'express';
import { createShare } from 'webdav-share';

/** A share of a new temporary folder, on a free port of the loopback interface. */
export interface ShareServer {
  /** Ends in a slash. */
  readonly url: string;
  readonly folder: string;
  readonly store: string;
  /** Sends a request whose path is written as it stands, dots and all. */
  send(request: ShareRequest): Promise<ShareAnswer>;
  close(): Promise<void>;
}

export interface ShareRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface ShareAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface ShareServerOptions {
  readonly isLocked?: (path: string) => boolean;
  /** Where in the app the share is. */
  readonly mount?: string;
}

/** Starts a share; `close()` removes all of it. */
export async function startShare({ isLocked, mount = '/' }: ShareServerOptions = {}): Promise<ShareServer> {
  const directory = await mkdtemp(join(tmpdir(), 'share-'));
  const folder = await mkdtemp(join(directory, 'folder-'));
  const store = join(directory, 'store');
  const app = express();
  // A 500 is a defect of the share: it is seen in the status, and need not be printed.
  app.set('env', 'test');
  app.use(mount, createShare({ folder, store, isLocked }));
  const server = http.createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${mount.replace(/\/?$/, '/')}`,
    folder,
    store,
    send: (request) => send(port, request),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(directory, { recursive: true });
    },
  };
}

function send(port: number, { method, path, headers = {}, body }: ShareRequest): Promise<ShareAnswer> {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, method, path, headers, agent: false });
    request.on('error', reject);
    request.on('response', (response) => {
      text(response).then(
        (received) =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text: received }),
        reject,
      );
    });
    request.end(body);
  });
}
