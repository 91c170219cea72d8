// Mistakes of the caller, and servers that cannot be reached: what the error says, and whether anything ran.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { type Batch, BatchError, createBatch, send } from '@multistatus/client';
import { unsentCode } from '#client/unsent-code.js';
import { answer, type Misbehaviour, serveMisbehaving } from '../misbehaving-server.js';
import { createStillClock } from '../still-clock.js';

function createOne(): Batch {
  const batch = createBatch();
  batch.request('a').post('/a', {});
  return batch;
}

async function errorOf(sent: Promise<unknown>): Promise<BatchError> {
  const error = await sent.catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(BatchError);
  return error as BatchError;
}

/** Returns the URL of a port on which nobody listens. */
async function closedUrl(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}/batch`;
}

async function sendTo(misbehaviour: Misbehaviour): Promise<BatchError> {
  const traffic = await serveMisbehaving(misbehaviour);
  try {
    return await errorOf(send(createOne(), { url: traffic.url }));
  } finally {
    await traffic.close();
  }
}

describe('an invalid URL is refused before anything is sent', () => {
  const rule =
    'send.url must be a URL that begins with http:// or https://, or, in a web page, one relative to it; got';
  test.each([
    ['/batch', `${rule} "/batch"; nothing has run`],
    ['', `${rule} ""; nothing has run`],
    ['localhost:3000/batch', `${rule} "localhost:3000/batch"; nothing has run`],
    ['http://localhost:port/batch', `${rule} "http://localhost:port/batch"; nothing has run`],
    [undefined, `${rule} undefined; nothing has run`],
    [
      'http://ana:secret@localhost/batch',
      'send.url must not contain a user or password; send an Authorization header; nothing has run',
    ],
  ])('%s', async (url, message) => {
    const error = await errorOf(send(createOne(), { url: url as string }));
    expect([error.message, error.executed, error.status]).toEqual([message, false, undefined]);
  });

  test('a fetch of the caller may resolve relative URLs', async () => {
    const seen: unknown[] = [];
    const fetch: typeof globalThis.fetch = async (url) => {
      seen.push(url);
      return Response.json({ responses: [{ id: 'a', href: '/a', status: 204 }] }, { status: 207 });
    };
    await send(createOne(), { url: '/batch', fetch });
    expect(seen).toEqual(['/batch', '/batch']);
  });
});

test('a fetch that is not a function is refused', async () => {
  const sent = send(createOne(), { url: 'http://localhost/', fetch: 'fetch' as never });
  await expect(sent).rejects.toThrow(new TypeError('send.fetch must be a function, got string'));
});

describe('a server that is not reached has run nothing', () => {
  test('a port on which nobody listens', async () => {
    const url = await closedUrl();
    const error = await errorOf(send(createOne(), { url: `${url}?key=secret` }));
    expect(error.message).toBe(`There is no connection to ${url} (ECONNREFUSED); nothing has run`);
    expect(error).toMatchObject({
      executed: false,
      status: undefined,
      cause: expect.objectContaining({ message: 'fetch failed' }),
    });
  });

  test('so the batch is sent again whatever its methods are', async () => {
    const clock = createStillClock();
    await errorOf(send(createOne(), { url: await closedUrl(), retry: { clock } }));
    expect(clock.waits).toHaveLength(2);
  });

  test('but not if an earlier try was lost', async () => {
    const batch = createBatch();
    batch.request('a').put('/a', {});
    const traffic = await serveMisbehaving((res) => void res.destroy());
    const clock = { ...createStillClock(), wait: () => traffic.close() };
    const error = await errorOf(send(batch, { url: traffic.url, retry: { maxTries: 2, clock } }));
    expect(error.executed).toBe('unknown');
  });
});

test('a port that fetch refuses: nothing has run', async () => {
  const batch = createBatch();
  batch.request('a').post('/a', {});
  const error = await errorOf(send(batch, { url: 'http://127.0.0.1:1/batch' }));
  expect(error.executed).toBe(false);
  expect(error.message).toBe(
    'There is no connection to http://127.0.0.1:1/batch (bad port); nothing has run',
  );
});

describe('the code of an error before which nothing was sent', () => {
  const failure = (members: object): unknown => new TypeError('fetch failed', { cause: members });
  test.each<[string, unknown, string | undefined]>([
    ['refused', failure({ code: 'ECONNREFUSED', syscall: 'connect' }), 'ECONNREFUSED'],
    ['no such host', failure({ code: 'ENOTFOUND', syscall: 'getaddrinfo' }), 'ENOTFOUND'],
    ['no route', failure({ code: 'EHOSTUNREACH', syscall: 'connect' }), 'EHOSTUNREACH'],
    ['no connection in time', failure({ code: 'UND_ERR_CONNECT_TIMEOUT' }), 'UND_ERR_CONNECT_TIMEOUT'],
    ['an old certificate', failure({ code: 'CERT_HAS_EXPIRED' }), 'CERT_HAS_EXPIRED'],
    [
      'an unknown certificate',
      failure({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
      'DEPTH_ZERO_SELF_SIGNED_CERT',
    ],
    ['a port that fetch refuses', failure(new Error('bad port')), 'bad port'],
    ['of node-fetch', { code: 'ECONNREFUSED', errno: 'ECONNREFUSED' }, 'ECONNREFUSED'],
    ['wrapped', new Error('api', { cause: failure({ code: 'ECONNREFUSED' }) }), 'ECONNREFUSED'],
    [
      'of several addresses',
      failure({
        code: 'ECONNREFUSED',
        errors: [{ code: 'ECONNREFUSED' }, { code: 'ETIMEDOUT', syscall: 'connect' }],
      }),
      'ECONNREFUSED',
    ],
    [
      'of several addresses, one of which was reached',
      failure({ code: 'ECONNREFUSED', errors: [{ code: 'ECONNREFUSED' }, { code: 'ECONNRESET' }] }),
      undefined,
    ],
    ['a connection that broke', failure({ code: 'ECONNRESET', syscall: 'read' }), undefined],
    ['a connection that was silent', failure({ code: 'ETIMEDOUT', syscall: 'read' }), undefined],
    ['a socket that was closed', failure({ code: 'UND_ERR_SOCKET' }), undefined],
    ['of a browser', new TypeError('Failed to fetch'), undefined],
    ['an abort', new DOMException('aborted', 'AbortError'), undefined],
    ['no error', undefined, undefined],
  ])('%s', (_title, error, code) => {
    expect(unsentCode(error)).toBe(code);
  });
});

describe('the message of a refusal', () => {
  const issues = (...details: string[]): Misbehaviour =>
    answer(400, 'application/problem+json', {
      type: 'urn:multistatus:problem:invalid-batch',
      title: 'The batch is not valid',
      detail: `The batch has ${details.length} issues; nothing has run`,
      executed: false,
      errors: details.map((detail, index) => ({ pointer: `#/requests/${index}/url`, code: 'x', detail })),
    });

  test.each<[string, Misbehaviour, string]>([
    ['with one issue', issues('is wrong'), '#/requests/0/url: is wrong (x); nothing has run'],
    [
      'with two',
      issues('is wrong', 'too'),
      '#/requests/0/url: is wrong (x); #/requests/1/url: too (x); nothing has run',
    ],
    [
      'with four',
      issues('is wrong', 'too', 'three', 'four'),
      '#/requests/0/url: is wrong (x); #/requests/1/url: too (x); #/requests/2/url: three (x); ' +
        'and 1 more issue, in problem.errors of this error; nothing has run',
    ],
    [
      'with five',
      issues('a', 'b', 'c', 'd', 'e'),
      '#/requests/0/url: a (x); #/requests/1/url: b (x); #/requests/2/url: c (x); ' +
        'and 2 more issues, in problem.errors of this error; nothing has run',
    ],
    ['without issues', issues(), 'The batch has 0 issues; nothing has run'],
    [
      'with a long issue',
      issues('x'.repeat(1000)),
      `#/requests/0/url: ${'x'.repeat(297)}... (x); nothing has run`,
    ],
    [
      'of another server',
      answer(400, 'application/problem+json', { type: 'about:blank', title: 'No', errors: ['a', { x: 1 }] }),
      'No; nothing has run',
    ],
    [
      'that is a page',
      answer(404, 'text/html', '<p>'),
      'a web page; check that the URL is that of a batch endpoint; nothing has run',
    ],
    [
      'of something in front, with a limit of its own',
      answer(413, 'text/html', '<p>PayloadTooLargeError'),
      'a web page; a body parser or a proxy in front of the endpoint has a lower limit than the batch; nothing has run',
    ],
    [
      'of something in front that could not read the body',
      answer(400, 'text/plain', 'Bad Request'),
      'text/plain without outcomes; a body parser or a proxy in front of the endpoint has refused the body; nothing has run',
    ],
    ['that is a text', answer(404, 'text/plain', 'no'), 'text/plain without outcomes; nothing has run'],
    ['without a type', (res) => void res.writeHead(405).end(), 'without a content type; nothing has run'],
    [
      'that is a redirect',
      (res) => void res.writeHead(302, { location: '/login' }).end(),
      'a redirect, which is not followed; nothing has run',
    ],
  ])('%s', async (_title, misbehaviour, reason) => {
    const error = await sendTo(misbehaviour);
    expect(error.executed).toBe(false);
    expect(error.message).toBe(`The batch was answered ${error.status}: ${reason}`);
  });
});

describe('an answer that is no problem of a batch', () => {
  const mayHaveRun = 'the operation may have run; check its effect before you send it again';
  test.each<[string, Misbehaviour, string]>([
    [
      'an error in JSON, which is not called a faulty multistatus',
      answer(401, 'application/json', { error: 'expired' }),
      'The batch was answered 401: application/json without outcomes; nothing has run',
    ],
    [
      'an error page, whose URL may be right',
      answer(502, 'text/html', '<p>Bad Gateway'),
      `The batch was answered 502: a web page; ${mayHaveRun}`,
    ],
    [
      'a connection that breaks, with its code',
      (res) => void res.destroy(),
      `The connection failed before the batch was answered (UND_ERR_SOCKET); ${mayHaveRun}`,
    ],
  ])('%s', async (_title, misbehaviour, message) => {
    expect((await sendTo(misbehaviour)).message).toBe(message);
  });
});
