import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { batch as expressBatch } from '@multistatus/express';
import { batch as koaBatch } from '@multistatus/koa';
import { expressVersions } from '../../support/express-versions.js';
import { koaVersions, toListener } from '../../support/koa-versions.js';

/** A self-signed certificate for localhost, for these tests alone. */
const tls = {
  key: readFileSync(new URL('../../support/tls/key.pem', import.meta.url)),
  cert: readFileSync(new URL('../../support/tls/cert.pem', import.meta.url)),
};
const TRUSTING = { rejectUnauthorized: false };
const BATCH = JSON.stringify({ requests: [{ method: 'GET', url: '/who' }] });

/** What a handler can tell of the connection that it is on. */
function whoOf(req: {
  secure: boolean;
  protocol: string;
  hostname: string;
  ip?: string | undefined;
  socket: object;
}): object {
  const { secure, protocol, hostname, ip } = req;
  const socket = req.socket as {
    encrypted?: boolean;
    alpnProtocol?: string;
    getCipher?: () => { name: string };
  };
  return {
    secure,
    protocol,
    hostname,
    ip,
    encrypted: socket.encrypted,
    alpn: socket.alpnProtocol,
    cipher: socket.getCipher?.().name,
  };
}

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function listen(
  server: Pick<Server, 'listen' | 'address' | 'close'> & NodeJS.EventEmitter,
): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => {
    server.close();
    await once(server, 'close');
  });
  return (server.address() as AddressInfo).port;
}

interface Exchange {
  readonly path: string;
  readonly body?: string;
}

async function overHttps(port: number, { path, body }: Exchange): Promise<unknown> {
  const headers = { 'content-type': 'application/json', connection: 'close' };
  const request = https.request({
    host: '127.0.0.1',
    port,
    path,
    method: body === undefined ? 'GET' : 'POST',
    headers,
    ...TRUSTING,
  });
  request.end(body);
  const [response] = (await once(request, 'response')) as [AsyncIterable<Buffer>];
  return JSON.parse(await textOf(response));
}

async function overHttp2(origin: string, { path, body }: Exchange): Promise<unknown> {
  const session = http2.connect(origin, TRUSTING);
  const method = body === undefined ? 'GET' : 'POST';
  const stream = session.request({ ':path': path, ':method': method, 'content-type': 'application/json' });
  stream.end(body);
  const text = await textOf(stream as AsyncIterable<Buffer>);
  session.close();
  return JSON.parse(text);
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const bodyOfFirst = (document: unknown): unknown =>
  (document as { responses: { body: unknown }[] }).responses[0]?.body;

describe.each(expressVersions)('an operation on %s sees the outer connection', (_name, express) => {
  test('of TLS', async () => {
    const app = express();
    app.use('/batch', expressBatch());
    app.get('/who', (req, res) => void res.json(whoOf(req)));
    const port = await listen(https.createServer(tls, app));
    const alone = await overHttps(port, { path: '/who' });
    expect(alone).toMatchObject({ secure: true, protocol: 'https', encrypted: true });
    expect(bodyOfFirst(await overHttps(port, { path: '/batch', body: BATCH }))).toEqual(alone);
  });
});

describe.each(koaVersions)('an operation on %s sees the outer connection', (_name, Koa) => {
  const createApp = () => {
    const app = new Koa();
    app.use(koaBatch({ path: '/batch' }) as never);
    app.use((ctx) => {
      ctx.body = {
        ...whoOf({ ...ctx.request, ...pick(ctx), socket: ctx.req.socket }),
        version: ctx.req.httpVersion,
      };
    });
    return toListener(app);
  };
  const pick = (ctx: { secure: boolean; protocol: string; hostname: string; ip: string }) => ({
    secure: ctx.secure,
    protocol: ctx.protocol,
    hostname: ctx.hostname,
    ip: ctx.ip,
  });

  test('of HTTP/2 over TLS', async () => {
    const port = await listen(http2.createSecureServer(tls, createApp() as never) as never);
    const alone = await overHttp2(`https://127.0.0.1:${port}`, { path: '/who' });
    expect(alone).toMatchObject({ secure: true, version: '2.0', alpn: 'h2', hostname: '127.0.0.1' });
    expect(
      bodyOfFirst(await overHttp2(`https://127.0.0.1:${port}`, { path: '/batch', body: BATCH })),
    ).toEqual(alone);
  });

  test('of HTTP/2 in clear text', async () => {
    const port = await listen(http2.createServer(createApp() as never) as never);
    const alone = await overHttp2(`http://127.0.0.1:${port}`, { path: '/who' });
    expect(alone).toMatchObject({ secure: false, version: '2.0' });
    expect(bodyOfFirst(await overHttp2(`http://127.0.0.1:${port}`, { path: '/batch', body: BATCH }))).toEqual(
      alone,
    );
  });
});
