import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, Server, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { getOperation } from '@multistatus/express';
import request from 'supertest';
import { throughServer } from '#node/through-server.js';
import { expressHosts } from '../../interop/policy/express-hosts.js';
import { policyHosts } from '../../interop/policy/policy-hosts.js';
import { injectWays } from '../inject/inject-ways.js';

interface Published {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly socket: object;
  readonly server: Server;
}

const undo: (() => void)[] = [];
afterEach(() => {
  for (const each of undo.splice(0)) each();
});

function listenTo(name: string): Published[] {
  const published: Published[] = [];
  const note = (message: unknown): void => void published.push(message as Published);
  subscribe(name, note);
  undo.push(() => unsubscribe(name, note));
  return published;
}

/** Patches `emit` as tracing libraries do, and returns the URL of each request that it was called with. */
function patchEmit(): string[] {
  const urls: string[] = [];
  // oxlint-disable-next-line unbound-method -- it stays a method of servers
  const { emit } = Server.prototype;
  Server.prototype.emit = function patched(this: Server, ...args: [string, ...unknown[]]): boolean {
    if (args[0] === 'request') urls.push((args[1] as IncomingMessage).url ?? '');
    return Reflect.apply(emit, this, args) as boolean;
  } as typeof emit;
  undo.push(() => {
    Server.prototype.emit = emit;
  });
  return urls;
}

const REQUESTS = [
  { method: 'GET', url: '/a' },
  { method: 'POST', url: '/b', body: {} },
];

describe.each(policyHosts)('$name', (host) => {
  test('emits each operation from a server, but not from the one that received the batch', async () => {
    const emitted = patchEmit();
    const server = createServer(host.create({}));
    const received: unknown[] = [];
    server.prependListener('request', ({ url }) => received.push(url));
    const { body } = await request(server).post('/batch').send({ requests: REQUESTS });
    expect(body.summary.succeeded).toBe(2);
    expect(emitted).toEqual(['/batch', '/a', '/b']);
    expect(received).toEqual(['/batch']);
  });

  test('publishes the start and the end of each operation, as servers do', async () => {
    const started = listenTo('http.server.request.start');
    const finished = listenTo('http.server.response.finish');
    await request(host.create({})).post('/batch').send({ requests: REQUESTS });
    const urls = ({
      request: { originalUrl, url },
    }: {
      request: IncomingMessage & { originalUrl?: string };
    }) => originalUrl ?? url;
    expect(started.map(urls)).toEqual(['/batch', '/a', '/b']);
    expect(new Set(finished.map(urls))).toEqual(new Set(['/a', '/b', '/batch']));
    for (const { request: req, response, socket, server } of started) {
      expect(server).toBeInstanceOf(Server);
      expect(response.req).toBe(req);
      expect(socket).toBeDefined();
    }
    expect(started.slice(1).map(({ request: req }) => getOperation(req)?.index)).toEqual([0, 1]);
  });
});

test('on a TLS connection, the server is one of https', async () => {
  const tls = {
    key: readFileSync(new URL('../../support/tls/key.pem', import.meta.url)),
    cert: readFileSync(new URL('../../support/tls/cert.pem', import.meta.url)),
  };
  const started = listenTo('http.server.request.start');
  const server = https.createServer(tls, expressHosts[0]!.create({})).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await request(`https://127.0.0.1:${port}`).post('/batch').trustLocalhost().send({ requests: REQUESTS });
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  expect(started.map((message) => message.server instanceof https.Server)).toEqual([true, true, true]);
});

describe.each(injectWays)('a handler %s', (_way, send) => {
  const options = { method: 'GET', url: '/a', headers: {} };

  test('is emitted once', async () => {
    const emitted = patchEmit();
    const handler = throughServer((_req, res) => res.end('a'), false);
    expect(Buffer.from((await send(handler, options)).body).toString()).toBe('a');
    expect(emitted).toEqual(['/a']);
  });

  test('that throws, or rejects, fails with its own error', async () => {
    const thrown = new Error('thrown');
    const throwing = throughServer(() => {
      throw thrown;
    }, false);
    await expect(send(throwing, options)).rejects.toBe(thrown);
    await expect(
      send(
        throughServer(() => Promise.reject(thrown), false),
        options,
      ),
    ).rejects.toBe(thrown);
  });
});

test('is created once for a handler', () => {
  const handler = (): void => undefined;
  expect(throughServer(handler, false)).toBe(throughServer(handler, false));
  expect(throughServer(handler, true)).not.toBe(throughServer(handler, false));
});
