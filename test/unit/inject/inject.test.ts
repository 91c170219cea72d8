import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { IncompleteResponseError, type InjectOptions } from '@multistatus/inject';
import { injectWays } from './inject-ways.js';

const GET: InjectOptions = { method: 'GET', url: '/', headers: {} };
const textOf = (body: Uint8Array): string => Buffer.from(body).toString();
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A handler that answers with what it sees of its request. */
async function describeRequest(req: IncomingMessage, res: ServerResponse): Promise<void> {
  let bytes = 0;
  for await (const chunk of req) bytes += (chunk as Buffer).length;
  const { method, url, httpVersion, httpVersionMajor, httpVersionMinor, headers, rawHeaders } = req;
  const { headersDistinct, complete, trailers } = req;
  const seen = { method, url, httpVersion, httpVersionMajor, httpVersionMinor, headers, rawHeaders };
  res.end(JSON.stringify({ ...seen, headersDistinct, complete, trailers, bytes }));
}

describe.each(injectWays)('inject, %s', (_name, inject) => {
  const see = async (options: Partial<InjectOptions>): Promise<Record<string, unknown>> =>
    JSON.parse(textOf((await inject(describeRequest, { ...GET, ...options })).body)) as never;

  describe('the request', () => {
    test.each(['GET', 'DELETE', 'REPORT', 'CONNECT', 'BREW', 'x'])('has the method %s', async (method) => {
      expect(await see({ method })).toMatchObject({ method, url: '/', complete: true });
    });

    test.each(['/a?b=c', '*', '//x', '/a b', '/caf\u00e9', 'http://other.example/', ''])(
      'has the URL "%s", unchanged',
      async (url) => {
        expect(await see({ url })).toMatchObject({ url });
      },
    );

    test('has the fields as they were given, joined as Node joins them', async () => {
      const headers = {
        Host: 'photos.example',
        'X-List': ['a', 'b'],
        Cookie: ['a=1', 'b=2'],
        'Set-Cookie': ['c=3'],
        'Content-Type': ['text/plain', 'text/html'],
        'x-absent': undefined,
        'X-Latin': 'caf\u00e9',
        __proto__x: '1',
      };
      expect(await see({ headers })).toMatchObject({
        headers: {
          host: 'photos.example',
          'x-list': 'a, b',
          cookie: 'a=1; b=2',
          'set-cookie': ['c=3'],
          'content-type': 'text/plain',
          'x-latin': 'caf\u00e9',
          __proto__x: '1',
        },
        headersDistinct: { 'x-list': ['a', 'b'], 'content-type': ['text/plain', 'text/html'] },
        rawHeaders: [
          ...['Host', 'photos.example', 'X-List', 'a', 'X-List', 'b', 'Cookie', 'a=1', 'Cookie', 'b=2'],
          ...['Set-Cookie', 'c=3', 'Content-Type', 'text/plain', 'Content-Type', 'text/html'],
          ...['X-Latin', 'caf\u00e9', '__proto__x', '1'],
        ],
      });
    });

    test.each<[string, InjectOptions['headers']]>([
      ['to continue', { expect: '100-continue' }],
      ['of something else', { expect: 'tea' }],
    ])('may carry an expectation %s', async (_what, headers) => {
      expect(await see({ headers, method: 'POST', body: 'abc' })).toMatchObject({ bytes: 3 });
    });

    test.each<[string, InjectOptions['headers']]>([
      ['an upgrade', { connection: 'upgrade', upgrade: 'websocket' }],
      ['the end of the connection', { connection: 'close' }],
      ['a coding that its body does not have', { 'transfer-encoding': 'chunked' }],
      ['a length that its body does not have', { 'content-length': '99' }],
      ['no host', {}],
    ])('may name %s', async (_what, headers) => {
      expect(await see({ headers, method: 'POST', body: 'abc' })).toMatchObject({ headers, bytes: 3 });
    });

    test('may have any number of fields, of any length', async () => {
      const names = Array.from({ length: 3_000 }, (_, at) => `x-${at}`);
      const headers = Object.fromEntries(names.map((name) => [name, 'value']));
      const { headers: seen } = await see({ headers: { ...headers, 'x-long': 'x'.repeat(100_000) } });
      expect(Object.keys(seen as object)).toHaveLength(3_001);
    });

    test.each([
      ['1.0', 1, 0],
      ['1.1', 1, 1],
      ['2.0', 2, 0],
    ])('has the version %s', async (httpVersion, httpVersionMajor, httpVersionMinor) => {
      const seen = await see({ httpVersion, method: 'POST', body: 'abc' });
      expect(seen).toMatchObject({ httpVersion, httpVersionMajor, httpVersionMinor, bytes: 3 });
    });

    test.each([0, 1, 65_536, 65_537, 1_000_000])('has a body of %i bytes', async (size) => {
      const seen = await see({ method: 'POST', body: Buffer.alloc(size, 'x') });
      expect(seen).toMatchObject({ bytes: size, headers: { 'content-length': String(size) } });
    });

    test('is prepared before its handler is called', async () => {
      const result = await inject((req, res) => res.end((req as { note?: string }).note), {
        ...GET,
        prepare: (req, res) => {
          res.setHeader('x-prepared', 'yes');
          (req as { note?: string }).note = 'prepared';
        },
      });
      expect(textOf(result.body)).toBe('prepared');
      expect(result.headers['x-prepared']).toBe('yes');
    });

    test('keeps the context of its caller', async () => {
      const storage = new AsyncLocalStorage<string>();
      const handler = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
        for await (const _chunk of req);
        res.end(storage.getStore());
      };
      const send = (name: string): Promise<string> =>
        storage.run(name, async () =>
          textOf((await inject(handler, { ...GET, method: 'POST', body: 'abc' })).body),
        );
      expect(await Promise.all(['a', 'b', 'c'].map(send))).toEqual(['a', 'b', 'c']);
    });
  });

  describe('the socket', () => {
    test('has the identity of the outer one', async () => {
      const outer = { remoteAddress: '192.0.2.7', remotePort: 7, encrypted: true, getCipher: () => 'cipher' };
      const seen: unknown[] = [];
      await inject(
        ({ socket }, res) => {
          const { remoteAddress, remotePort, encrypted, getCipher } = socket as never as typeof outer;
          seen.push(remoteAddress, remotePort, encrypted, getCipher());
          res.end();
        },
        { ...GET, socket: outer },
      );
      expect(seen).toEqual(['192.0.2.7', 7, true, 'cipher']);
    });

    test('is on the loopback interface where there is no outer one', async () => {
      const seen: unknown[] = [];
      await inject(({ socket }, res) => {
        seen.push(socket.remoteAddress, socket.address(), socket.readyState, socket.connecting);
        res.end();
      }, GET);
      const address = { address: '127.0.0.1', port: 0, family: 'IPv4' };
      expect(seen).toEqual(['127.0.0.1', address, 'open', false]);
    });

    test('keeps what a handler does to it from the outer one', async () => {
      const outer = new Readable({ read: () => undefined }) as Readable & { remoteAddress?: string };
      outer.remoteAddress = '192.0.2.7';
      const result = inject(
        (req) => {
          Object.assign(req.socket, { remoteAddress: '192.0.2.8' });
          req.socket.setTimeout(1_000).setNoDelay().setKeepAlive().unref().ref();
          req.socket.on('close', () => undefined).destroy();
        },
        { ...GET, socket: outer },
      );
      await expect(result).rejects.toBeInstanceOf(IncompleteResponseError);
      expect(outer).toMatchObject({ remoteAddress: '192.0.2.7', destroyed: false });
      expect(outer.listenerCount('close')).toBe(0);
    });

    test('times out: the response is told, and the connection is destroyed if nobody listens', async () => {
      const answered = await inject((req, res) => {
        req.socket.setTimeout(5);
        res.on('timeout', () => res.writeHead(503).end());
      }, GET);
      expect(answered.status).toBe(503);
      const broken = inject((req) => void req.socket.setTimeout(5), GET);
      await expect(broken).rejects.toBeInstanceOf(IncompleteResponseError);
    });
  });

  describe('the result', () => {
    test('has status, message, fields and body', async () => {
      const result = await inject((_req, res) => {
        res.setHeader('X-Twice', ['1', '2']).setHeader('X-Latin', 'caf\u00e9');
        res.writeHead(299, 'Quite Fine').end('text');
      }, GET);
      expect(result).toMatchObject({ status: 299, statusMessage: 'Quite Fine', isBodyTooLarge: false });
      expect(result.headers).toMatchObject({ 'x-twice': ['1', '2'], 'x-latin': 'caf\u00e9' });
      expect(result.headers).toMatchObject({ connection: 'keep-alive', date: expect.any(String) });
      expect(textOf(result.body)).toBe('text');
    });

    test('has trailers', async () => {
      const result = await inject((_req, res) => {
        res.setHeader('trailer', 'x-sum').write('a');
        res.addTrailers([
          ['X-Sum', '1'],
          ['X-Sum', 'caf\u00e9'],
        ]);
        res.end('b');
      }, GET);
      expect(result.trailers).toEqual({ 'x-sum': ['1', 'caf\u00e9'] });
      expect(textOf(result.body)).toBe('ab');
      expect(result.headers['transfer-encoding']).toBe('chunked');
    });

    test.each([
      ['HEAD', 200],
      ['GET', 204],
      ['GET', 304],
    ])('has no body: %s, %i', async (method, status) => {
      const result = await inject((_req, res) => res.writeHead(status, { 'content-length': 4 }).end('text'), {
        ...GET,
        method,
      });
      expect(result).toMatchObject({ status, body: new Uint8Array(0) });
    });

    test('leaves out informational responses', async () => {
      const result = await inject((_req, res) => {
        res.writeContinue();
        res.writeProcessing();
        res.writeEarlyHints({ link: '</a.css>; rel=preload' });
        res.end('text');
      }, GET);
      expect(result).toMatchObject({ status: 200 });
      expect(result.headers['link']).toBeUndefined();
    });

    test.each([101, 103])('has the status %i where the handler ends with it', async (status) => {
      expect((await inject((_req, res) => res.writeHead(status).end(), GET)).status).toBe(status);
    });

    test.each(['1.0', '2.0'])('of version %s ends with its connection', async (httpVersion) => {
      const result = await inject(
        (_req, res) => {
          res.write('a');
          setImmediate(() => res.end('b'));
        },
        { ...GET, httpVersion },
      );
      expect(textOf(result.body)).toBe('ab');
      expect(result.headers).toMatchObject({ connection: 'close' });
      expect(result.headers).not.toHaveProperty('transfer-encoding');
    });

    test.each([
      [10, false],
      [9, true],
    ])('keeps at most %i bytes of ten', async (maxResponseBytes, isBodyTooLarge) => {
      for (const framing of [{}, { 'content-length': '10' }]) {
        const handler = (_req: IncomingMessage, res: ServerResponse): void => {
          res.writeHead(200, framing).write('01234');
          res.end('56789');
        };
        const result = await inject(handler, { ...GET, maxResponseBytes });
        expect(result).toMatchObject({ status: 200, isBodyTooLarge });
        expect(result.body.byteLength).toBe(isBodyTooLarge ? 0 : 10);
      }
    });

    test('has what was written, even where the handler uses its buffer again', async () => {
      const result = await inject((_req, res) => {
        const buffer = Buffer.from('first ');
        res.write(buffer, () => {
          buffer.fill('x');
          res.end('last');
        });
      }, GET);
      expect(textOf(result.body)).toBe('first last');
    });

    test.each([1, 5, 70_000, 300_000])('has a stream of chunks of %i bytes', async (size) => {
      const pieces = ['a', 'b', 'c'].map((letter) => Buffer.alloc(size, letter));
      const result = await inject((_req, res) => Readable.from(pieces).pipe(res), GET);
      expect(Buffer.concat(pieces).equals(result.body)).toBe(true);
    });
  });

  describe('rejects', () => {
    test.each<[string, () => unknown]>([
      [
        'throws',
        () => {
          throw new Error('why');
        },
      ],
      ['rejects with', () => Promise.reject(new Error('why'))],
    ])('with what the handler %s', async (_what, handler) => {
      await expect(inject(handler, GET)).rejects.toThrow('why');
    });

    test('with what prepare throws; the handler is not called', async () => {
      let calls = 0;
      const prepare = (): never => {
        throw new Error('not prepared');
      };
      const result = inject(() => (calls += 1), { ...GET, prepare });
      await expect(result).rejects.toThrow('not prepared');
      for (let turns = 0; turns < 5; turns += 1) await turn();
      expect(calls).toBe(0);
    });

    test('once only: what a handler throws after its answer is dropped', async () => {
      const result = await inject((_req, res) => {
        res.end('whole');
        throw new Error('late');
      }, GET);
      expect(textOf(result.body)).toBe('whole');
    });

    test('with the error that the response was destroyed with, as cause', async () => {
      const cause = new Error('why');
      const error = await inject((_req, res) => res.destroy(cause), GET).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(IncompleteResponseError);
      expect((error as Error).cause).toBe(cause);
    });

    test('if the body is shorter than announced', async () => {
      const result = inject((_req, res) => res.writeHead(200, { 'content-length': 5 }).end('four'), GET);
      await expect(result).rejects.toMatchObject({ cause: { message: '4 bytes of 5' } });
    });

    test('with the reason of a signal that is aborted already; the handler is not called', async () => {
      const reason = new Error('left');
      const result = inject(() => expect(true).toBe(false), { ...GET, signal: AbortSignal.abort(reason) });
      await expect(result).rejects.toBe(reason);
    });

    test.each<[string, (controller: AbortController) => Partial<InjectOptions>]>([
      ['prepare destroys the socket', () => ({ prepare: (req) => void req.socket.destroy() })],
      ['the client leaves at once', (controller) => ({ prepare: () => controller.abort() })],
    ])('where %s; the handler is not called', async (_what, toOptions) => {
      let calls = 0;
      const controller = new AbortController();
      const options = { ...GET, signal: controller.signal, ...toOptions(controller) };
      await expect(inject(() => (calls += 1), options)).rejects.toThrow();
      for (let turns = 0; turns < 5; turns += 1) await turn();
      expect(calls).toBe(0);
    });

    test('with the reason of a signal that is aborted later; both messages close', async () => {
      const controller = new AbortController();
      const reason = new Error('left');
      const closed: Promise<unknown>[] = [];
      const result = inject(
        (req, res) => {
          req.on('error', () => undefined);
          closed.push(once(res, 'close'), new Promise((resolve) => req.once('close', resolve)));
          setImmediate(() => controller.abort(reason));
        },
        { ...GET, method: 'POST', body: Buffer.alloc(200_000), signal: controller.signal },
      );
      await expect(result).rejects.toBe(reason);
      await Promise.all(closed);
    });
  });

  test('requests run side by side, each with its own answer', async () => {
    const handler = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
      await turn();
      res.end(req.url);
    };
    const urls = Array.from({ length: 50 }, (_, at) => `/${at}`);
    const results = await Promise.all(urls.map((url) => inject(handler, { ...GET, url })));
    expect(results.map(({ body }) => textOf(body))).toEqual(urls);
  });
});
