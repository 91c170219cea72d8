import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { EnvelopeResponse } from '@multistatus/core/adapter';
import { writeEnvelope } from '@multistatus/node';
import { sendToContext } from '#node/send-to-context.js';
import { createGate } from '../../bulk/exchange.js';
import { koaVersions } from '../../support/koa-versions.js';

type Respond = () => EnvelopeResponse;
type Listener = (req: IncomingMessage, res: ServerResponse) => unknown;

/** Plain `node:http2` with its compatibility API, and Koa on it. Express does not run on it. */
const hosts: readonly (readonly [string, (respond: Respond, errors: unknown[]) => Listener])[] = [
  [
    'node:http2',
    (respond, errors) => (req, res) => {
      writeEnvelope(req, res, respond()).catch((error: unknown) => errors.push(error));
    },
  ],
  ...koaVersions.map(([name, Koa]): readonly [string, (respond: Respond, errors: unknown[]) => Listener] => [
    name,
    (respond, errors) => {
      const app = new Koa();
      // Koa itself reports clients that leave a stream of the app, and streams that are reset.
      app.on('error', (error: NodeJS.ErrnoException) => {
        if (!['ERR_STREAM_PREMATURE_CLOSE', 'ERR_HTTP2_STREAM_ERROR'].includes(error.code ?? ''))
          errors.push(error);
      });
      app.use((ctx) => sendToContext(ctx, respond()));
      return app.callback() as Listener;
    },
  ]),
];

describe.each(hosts)('an answer over HTTP/2 on %s', (_name, createListener) => {
  const closers: (() => unknown)[] = [];
  const errors: unknown[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).toReversed()) await close();
    errors.length = 0;
  });

  async function open(response: EnvelopeResponse): Promise<http2.ClientHttp2Stream> {
    const server = http2.createServer(createListener(() => response, errors) as never);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    closers.push(() => new Promise((resolve) => server.close(resolve)));
    const session = http2.connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    closers.push(() => session.destroy());
    const stream = session.request({ ':path': '/', ':method': 'POST' });
    stream.end();
    return stream;
  }

  async function read(stream: AsyncIterable<Buffer>): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  test.each([
    ['whole', Uint8Array.of(0, 128, 255)],
    [
      'in pieces',
      (async function* () {
        yield Uint8Array.of(0);
        yield Uint8Array.of(128, 255);
      })(),
    ],
  ])('%s has the expected bytes', async (_title, body) => {
    const stream = await open({ status: 207, headers: { 'content-type': 'application/cbor' }, body });
    const [headers] = (await once(stream, 'response')) as [http2.IncomingHttpHeaders & { ':status': number }];
    expect([headers[':status'], headers['content-type']]).toEqual([207, 'application/cbor']);
    expect(await read(stream as AsyncIterable<Buffer>)).toEqual(Buffer.of(0, 128, 255));
    expect(errors).toEqual([]);
  });

  test.each([
    ['whole', Buffer.alloc(4_000_000)],
    [
      'in pieces',
      (async function* () {
        for (let piece = 0; piece < 100; piece += 1) yield Buffer.alloc(40_000);
      })(),
    ],
  ])('%s is reset if its window stays full', async (_title, body) => {
    const headers = { 'content-type': 'application/cbor' };
    const stream = await open({ status: 207, headers, body, sendTimeoutMs: 50 });
    stream.on('error', () => undefined);
    await new Promise<void>((resolve) => void stream.once('close', () => resolve()));
    expect(stream.rstCode).toBe(http2.constants.NGHTTP2_INTERNAL_ERROR);
    expect(errors).toEqual([]);
  });

  test('without a body has none', async () => {
    const stream = await open({ status: 204, headers: {}, body: undefined });
    const [headers] = (await once(stream, 'response')) as [{ ':status': number }];
    expect(headers[':status']).toBe(204);
    expect(await read(stream as AsyncIterable<Buffer>)).toEqual(Buffer.alloc(0));
  });

  test('whose source fails is reset, and the error handler of the app is called once', async () => {
    const gate = createGate();
    async function* failing(): AsyncGenerator<string> {
      yield 'begun';
      await gate.promise;
      throw new Error('the source failed');
    }
    const stream = await open({ status: 207, headers: {}, body: failing() });
    await once(stream, 'response');
    gate.open();
    await expect(read(stream as AsyncIterable<Buffer>)).rejects.toThrow('NGHTTP2_INTERNAL_ERROR');
    expect(errors).toMatchObject([{ message: 'the source failed' }]);
  });

  test('whose client disconnects is not an error', async () => {
    const returned = createGate();
    async function* endless(): AsyncGenerator<string> {
      try {
        for (;;) yield 'x'.repeat(10_000);
      } finally {
        returned.open();
      }
    }
    const stream = await open({ status: 207, headers: {}, body: endless() });
    await once(stream, 'response');
    stream.close(http2.constants.NGHTTP2_CANCEL);
    await returned.promise;
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(errors).toEqual([]);
  });
});
