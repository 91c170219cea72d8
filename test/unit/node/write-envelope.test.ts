import { once } from 'node:events';
import http, { type IncomingMessage, type RequestListener } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { EnvelopeResponse } from '@multistatus/core/adapter';
import { writeEnvelope } from '@multistatus/node';
import { sendToContext } from '#node/send-to-context.js';
import { createGate } from '../../bulk/exchange.js';
import { expressVersions } from '../../support/express-versions.js';
import { koaVersions, toListener } from '../../support/koa-versions.js';
import { type Served, serve } from '../../support/serve.js';

/** What an app observes of its answers. */
class Observed {
  /** What has reached the app's error handling. */
  readonly errors: unknown[] = [];
  /** The number of promises that have resolved. */
  resolved = 0;
  /** Opened by the first of either. */
  readonly settled = createGate();

  addError(error: unknown): void {
    this.errors.push(error);
    this.settled.open();
  }

  resolve(): void {
    this.resolved += 1;
    this.settled.open();
  }
}

type CreateApp = (respond: (req: IncomingMessage) => EnvelopeResponse, observed: Observed) => RequestListener;

const nodeHosts: readonly (readonly [string, CreateApp])[] = [
  [
    'node:http',
    (respond, observed) => (req, res) =>
      void writeEnvelope(req, res, respond(req)).then(
        () => observed.resolve(),
        (error: unknown) => observed.addError(error),
      ),
  ],
  ...expressVersions.map(([name, express]): readonly [string, CreateApp] => [
    name,
    (respond, observed) => {
      const app = express();
      app.use((req, res, next) => {
        writeEnvelope(req, res, respond(req)).then(() => observed.resolve(), next);
      });
      // Express knows an error handler by its four parameters.
      // oxlint-disable-next-line max-params
      app.use(((error, _req, _res, _next) =>
        observed.addError(error)) as import('express').ErrorRequestHandler);
      return app;
    },
  ]),
];
const koaHosts = koaVersions.map(([name, Koa]): readonly [string, CreateApp] => [
  name,
  (respond, observed) => {
    const app = new Koa();
    // Koa itself reports clients that leave, also those that leave a stream of the app.
    app.on('error', (error: NodeJS.ErrnoException) => {
      if (!['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET'].includes(error.code ?? '')) observed.addError(error);
    });
    app.use((ctx) => {
      ctx.body = { replaced: true };
      sendToContext(ctx, respond(ctx.req));
    });
    return toListener(app);
  },
]);
const allHosts = [...nodeHosts, ...koaHosts];

/** Returns an app that answers once it has read the request, as an endpoint does. */
function afterReading(createApp: CreateApp): CreateApp {
  return (respond, seen) => {
    const listener = createApp(respond, seen);
    return (req, res) => void req.resume().once('end', () => listener(req, res));
  };
}

const BYTES = Uint8Array.from({ length: 256 }, (_, index) => index);
const TYPE = { 'content-type': 'application/cbor' };

let served: Served | undefined;
let observed: Observed;
beforeEach(() => {
  observed = new Observed();
});
afterEach(async () => {
  await served?.close();
});

async function open(
  createApp: CreateApp,
  response: EnvelopeResponse | ((req: IncomingMessage) => EnvelopeResponse),
  method = 'POST',
): Promise<IncomingMessage> {
  const respond = typeof response === 'function' ? response : () => response;
  served = await serve(createApp(respond, observed));
  const request = http.request({ port: served.port, host: '127.0.0.1', method, agent: false }).end();
  return ((await once(request, 'response')) as [IncomingMessage])[0];
}

async function read(response: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* piecesOf<Piece>(...pieces: Piece[]): AsyncGenerator<Piece> {
  for (const piece of pieces) yield piece;
}

/** Never yields, even if it is asked to return. */
const SILENT: AsyncIterable<string> = {
  [Symbol.asyncIterator]: () => ({
    next: () => new Promise(() => undefined),
    return: () => new Promise(() => undefined),
  }),
};

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe.each(allHosts)('an answer on %s', (_name, createApp) => {
  test.each([
    ['bytes', BYTES, Buffer.from(BYTES)],
    ['a part of a buffer', new Uint8Array(BYTES.buffer, 100, 50), Buffer.from(BYTES.slice(100, 150))],
    ['text', 'caf\u00e9', Buffer.from('caf\u00e9')],
    ['text of ASCII', 'cafe', Buffer.from('cafe')],
    ['text beyond Latin-1', 'caf\u{1f600}', Buffer.from('caf\u{1f600}')],
    ['long text of ASCII', 'cafe'.repeat(10_000), Buffer.from('cafe'.repeat(10_000))],
    ['no bytes', new Uint8Array(), Buffer.alloc(0)],
  ])('of %s has the right content-length', async (_title, body, expected) => {
    const response = await open(createApp, { status: 207, headers: TYPE, body });
    expect(response.statusCode).toBe(207);
    expect(response.headers['content-type']).toBe('application/cbor');
    expect(response.headers['content-length']).toBe(String(expected.byteLength));
    expect(response.headers['transfer-encoding']).toBeUndefined();
    expect(await read(response)).toEqual(expected);
  });

  test.each([
    ['text', 'caf\u00e9'],
    ['text of ASCII', 'cafe'],
    ['text beyond Latin-1', 'caf\u{1f600}'],
  ])('of %s to a request that was read has the right content-length', async (_title, body) => {
    const response = await open(afterReading(createApp), { status: 207, headers: TYPE, body });
    expect(response.headers['content-length']).toBe(String(Buffer.byteLength(body)));
    expect(await read(response)).toEqual(Buffer.from(body));
  });

  test('to HEAD has the length of its bytes and no body', async () => {
    const response = await open(createApp, { status: 200, headers: TYPE, body: BYTES }, 'HEAD');
    expect(response.headers['content-length']).toBe('256');
    expect(await read(response)).toEqual(Buffer.alloc(0));
  });

  test('in pieces is sent in chunks, bytes and text as they are', async () => {
    const pieces = piecesOf<string | Uint8Array>(BYTES.subarray(0, 200), 'caf\u00e9', BYTES.subarray(200));
    const response = await open(createApp, { status: 207, headers: TYPE, body: pieces });
    expect(response.statusCode).toBe(207);
    expect(response.headers['content-type']).toBe('application/cbor');
    expect(response.headers['content-length']).toBeUndefined();
    expect(response.headers['transfer-encoding']).toBe('chunked');
    const expected = Buffer.concat([BYTES.subarray(0, 200), Buffer.from('caf\u00e9'), BYTES.subarray(200)]);
    expect(await read(response)).toEqual(expected);
  });

  test('without any piece is empty', async () => {
    const response = await open(createApp, { status: 207, headers: TYPE, body: piecesOf<string>() });
    expect([response.statusCode, response.headers['content-type']]).toEqual([207, 'application/cbor']);
    expect(await read(response)).toEqual(Buffer.alloc(0));
  });

  test.each([204, 202, 304])('of status %d without a body has none', async (status) => {
    const response = await open(createApp, { status, headers: { vary: 'Accept' }, body: undefined });
    expect([response.statusCode, response.headers['vary']]).toEqual([status, 'Accept']);
    expect(response.headers['content-type']).toBeUndefined();
    expect(await read(response)).toEqual(Buffer.alloc(0));
  });

  test('whose source fails is cut off, and the error handler of the app is called once', async () => {
    const gate = createGate();
    async function* failing(): AsyncGenerator<string> {
      yield 'begun';
      await gate.promise;
      throw new Error('the source failed');
    }
    const response = await open(createApp, { status: 207, headers: TYPE, body: failing() });
    gate.open();
    await expect(read(response)).rejects.toThrow('aborted');
    await observed.settled.promise;
    await settle();
    expect(observed.errors).toMatchObject([{ message: 'the source failed' }]);
    expect(observed.resolved).toBe(0);
  });

  test('whose source fails at once does not look complete', async () => {
    const failing: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('the source failed')) }),
    };
    await expect(open(createApp, { status: 207, headers: TYPE, body: failing })).rejects.toThrow('hang up');
    await observed.settled.promise;
    expect(observed.errors).toMatchObject([{ message: 'the source failed' }]);
  });

  test('whose client disconnects: the source is asked to return, and its error is not reported', async () => {
    const returned = createGate();
    const body = (req: IncomingMessage): AsyncIterable<string> =>
      (async function* () {
        try {
          yield 'begun';
          await once(req, 'close');
          throw new Error('the source was aborted');
        } finally {
          returned.open();
        }
      })();
    const response = await open(createApp, (req) => ({ status: 207, headers: TYPE, body: body(req) }));
    response.once('error', () => undefined);
    response.destroy();
    await returned.promise;
    await settle();
    expect(observed.errors).toEqual([]);
  });

  test('whose client disconnects during backpressure: the source is asked to return', async () => {
    const returned = createGate();
    const endless: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.resolve({ value: 'x'.repeat(100_000), done: false }),
        return: () => {
          returned.open();
          return Promise.reject(new Error('the clean-up failed'));
        },
      }),
    };
    const response = await open(createApp, { status: 207, headers: TYPE, body: endless });
    response.once('error', () => undefined);
    response.destroy();
    await returned.promise;
    await settle();
    expect(observed.errors).toEqual([]);
  });

  test('that waits for its first piece is dropped if something else answers in the meantime', async () => {
    const gate = createGate();
    const yielded = createGate();
    async function* late(): AsyncGenerator<string> {
      await gate.promise;
      yielded.open();
      yield 'late';
    }
    const pending = open(
      (respond, observations) => {
        const listener = createApp(respond, observations);
        return (req, res) => {
          listener(req, res);
          setImmediate(() => res.writeHead(503, { 'content-length': '9' }).end('the first'));
        };
      },
      { status: 207, headers: {}, body: late() },
    );
    const response = await pending;
    expect([response.statusCode, (await read(response)).toString()]).toEqual([503, 'the first']);
    gate.open();
    await yielded.promise;
    await settle();
    expect(observed.errors).toEqual([]);
  });
});

describe.each(nodeHosts)('the promise on %s', (_name, createApp) => {
  test.each([
    ['arrives', () => undefined],
    [
      'fails to arrive',
      () => {
        throw new Error('the source failed');
      },
    ],
  ])('resolves if the first piece %s after something else has begun to answer', async (_title, check) => {
    const gate = createGate();
    async function* late(): AsyncGenerator<string> {
      await gate.promise;
      check();
      yield 'late';
    }
    const app = createApp(() => ({ status: 207, headers: {}, body: late() }), observed);
    served = await serve((req, res) => {
      app(req, res);
      res.writeHead(503).write('the ');
      gate.open();
      void observed.settled.promise.then(() => res.end('first'));
    });
    const request = http.get({ port: served.port, host: '127.0.0.1', agent: false });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    expect([response.statusCode, (await read(response)).toString()]).toEqual([503, 'the first']);
    expect(observed).toMatchObject({ errors: [], resolved: 1 });
  });

  test.each([
    ['whole', 'text'],
    ['streamed', piecesOf('te', 'xt')],
    ['empty', undefined],
  ])('resolves after a %s answer', async (_title, body) => {
    await read(await open(createApp, { status: 207, headers: {}, body }));
    await observed.settled.promise;
  });

  test('resolves when the client disconnects, even if the source never yields again', async () => {
    const begun: AsyncIterable<string> = {
      async *[Symbol.asyncIterator]() {
        yield 'begun';
        yield* SILENT;
      },
    };
    const response = await open(createApp, { status: 207, headers: {}, body: begun });
    response.once('error', () => undefined);
    response.destroy();
    await observed.settled.promise;
    expect(observed.errors).toEqual([]);
  });

  test('resolves if the client has disconnected before, and the source is not read', async () => {
    const state = { isRead: false };
    async function* source(): AsyncGenerator<string> {
      state.isRead = true;
      yield 'unread';
    }
    served = await serve((req, res) => {
      res.once('close', () =>
        createApp(() => ({ status: 207, headers: {}, body: source() }), observed)(req, res),
      );
      client.destroy();
    });
    const client = http.get({ port: served.port, host: '127.0.0.1' });
    client.once('error', () => undefined);
    await observed.settled.promise;
    expect([observed.errors, state.isRead]).toEqual([[], false]);
  });
});
