import { once } from 'node:events';
import { readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type ShareServer, startShare } from './share-server.js';

describe('files over HTTP', () => {
  let share: ShareServer;
  let etag: string;

  beforeEach(async () => {
    share = await startShare();
    await writeFile(join(share.folder, 'a.txt'), '0123456789');
    etag = (await share.send({ method: 'HEAD', path: '/a.txt' })).headers.etag!;
  });

  afterEach(() => share.close());

  const statusOf = async (method: string, headers: Record<string, string>, path = '/a.txt') =>
    (await share.send({ method, path, headers: { Depth: '0', ...headers } })).status;

  test('OPTIONS says what the share is, and what can be done', async () => {
    const { status, headers } = await share.send({ method: 'OPTIONS', path: '/a.txt' });
    expect(status).toBe(200);
    expect(headers['dav']).toBe('1');
    expect(headers.allow).toBe('OPTIONS, GET, HEAD, PUT, DELETE, COPY, MOVE, PROPFIND, PROPPATCH');
    expect((await share.send({ method: 'OPTIONS', path: '/none' })).headers.allow).toBe(
      'OPTIONS, PUT, MKCOL',
    );
    expect((await share.send({ method: 'PUT', path: '/' })).headers.allow).not.toContain('PUT');
    expect(await statusOf('LOCK', {})).toBe(405);
    expect(await statusOf('POST', {})).toBe(405);
  });

  test('GET serves ranges, and says when nothing has changed', async () => {
    const part = await share.send({ method: 'GET', path: '/a.txt', headers: { Range: 'bytes=2-4' } });
    expect([part.status, part.text, part.headers['content-range']]).toEqual([206, '234', 'bytes 2-4/10']);
    const beyond = await share.send({ method: 'GET', path: '/a.txt', headers: { Range: 'bytes=20-' } });
    expect([beyond.status, beyond.headers['content-range']]).toEqual([416, 'bytes */10']);
    expect(await statusOf('GET', { 'If-None-Match': etag })).toBe(304);
    expect(await statusOf('GET', { 'If-Match': '"other"' })).toBe(412);
    expect(await statusOf('GET', { Range: 'bytes=2-4', 'If-Range': '"other"' })).toBe(200);
    expect(await statusOf('GET', {}, '/none')).toBe(404);
  });

  test('GET serves hidden files and lists a collection', async () => {
    await writeFile(join(share.folder, '.hidden & more'), 'seen');
    expect((await share.send({ method: 'GET', path: '/.hidden%20&%20more' })).text).toBe('seen');
    expect((await share.send({ method: 'GET', path: '/' })).text).toBe('/.hidden%20%26%20more\n/a.txt\n');
  });

  test('PUT makes files, replaces them, and names the new state', async () => {
    const made = await share.send({ method: 'PUT', path: '/b.txt', body: 'one' });
    expect(made.status).toBe(201);
    const replaced = await share.send({ method: 'PUT', path: '/b.txt', body: 'two' });
    expect(replaced.status).toBe(204);
    expect(replaced.headers.etag).not.toBe(made.headers.etag);
    expect((await share.send({ method: 'HEAD', path: '/b.txt' })).headers.etag).toBe(replaced.headers.etag);
    expect(await readdir(join(share.store, 'uploads'))).toEqual([]);
  });

  test.each([
    [201, '/new', {}],
    [405, '/', {}],
    [409, '/none/new', {}],
    [409, '/a.txt/new', {}],
    [400, '/new', { 'Content-Range': 'bytes 0-3/10' }],
    [414, `/${'n'.repeat(300)}`, {}],
  ])('PUT answers %i for %s %p', async (status, path, headers) => {
    expect(await statusOf('PUT', headers as Record<string, string>, path)).toBe(status);
    expect((await readdir(share.folder)).length).toBe(status === 201 ? 2 : 1);
  });

  test('a PUT that breaks off changes nothing', async () => {
    const request = http.request(`${share.url}a.txt`, {
      method: 'PUT',
      headers: { 'Content-Length': '1000' },
    });
    const failed = once(request, 'error');
    request.write('half of it');
    // The upload is in the store once the server has seen some of it.
    while ((await readdir(join(share.store, 'uploads'))).length === 0) await new Promise(setImmediate);
    request.destroy(new Error('gone'));
    await failed;
    while ((await readdir(join(share.store, 'uploads'))).length > 0) await new Promise(setImmediate);
    expect(await readFile(join(share.folder, 'a.txt'), 'utf8')).toBe('0123456789');
  });

  test('of two PUTs that both saw the same state, the later to end is refused', async () => {
    const slow = http.request(`${share.url}a.txt`, { method: 'PUT', headers: { 'If-Match': etag } });
    const answered = once(slow, 'response') as Promise<[http.IncomingMessage]>;
    slow.write('slow');
    while ((await readdir(join(share.store, 'uploads'))).length === 0) await new Promise(setImmediate);
    expect(await statusOf('PUT', { 'If-Match': etag })).toBe(204);
    slow.end();
    const [response] = await answered;
    response.resume();
    expect(response.statusCode).toBe(412);
  });

  describe.each(['PUT', 'DELETE', 'COPY', 'MOVE', 'PROPFIND'])('%s', (method) => {
    const answer = (headers: Record<string, string>) => statusOf(method, { Destination: '/new', ...headers });

    test('is done only under its conditions', async () => {
      const date = new Date(1_700_000_000_000);
      await utimes(join(share.folder, 'a.txt'), date, date);
      const { headers } = await share.send({ method: 'HEAD', path: '/a.txt' });
      const current = headers.etag!;
      expect(current).not.toBe(etag);
      const before = await stat(join(share.folder, 'a.txt'));
      const refusals: Record<string, string>[] = [
        { 'If-Match': etag },
        { 'If-Match': `W/${current}` },
        { 'If-Match': '' },
        { 'If-None-Match': '*' },
        { 'If-None-Match': `"other", W/${current}` },
        { 'If-Unmodified-Since': new Date(+date - 1000).toUTCString() },
        { If: `([${etag}])` },
        { If: `(Not [${current}])` },
        { If: '(<urn:uuid:181d4fae-7d8c-11d0-a765-00a0c91e6bf2>)' },
        { If: `(<DAV:no-lock> [${current}])` },
        { If: `</none> ([${current}])` },
        { If: `<http://elsewhere/a.txt> ([${current}])` },
      ];
      for (const refusal of refusals) expect([refusal, await answer(refusal)]).toEqual([refusal, 412]);
      for (const If of ['', '()', '[x]', `([${current}]`, `([${current}]) x`, '(Not)', '</a.txt>']) {
        expect([If, await answer({ If })]).toEqual([If, 400]);
      }
      expect((await stat(join(share.folder, 'a.txt'))).ctimeMs).toBe(before.ctimeMs);
      expect(await readdir(share.folder)).toEqual(['a.txt']);
    });

    test.each([
      (tag: string) => ({ 'If-Match': `"other", ${tag}` }),
      () => ({ 'If-Match': '*' }),
      () => ({ 'If-None-Match': '"other"' }),
      () => ({ 'If-Unmodified-Since': new Date().toUTCString() }),
      (tag: string) => ({ If: `(["other"]) (Not <DAV:no-lock> [${tag}])` }),
      (tag: string) => ({ If: `</none> (["other"]) <${share.url}a.txt> ([${tag}])` }),
    ])('is done under conditions that hold (%#)', async (headers) => {
      expect([200, 201, 204, 207]).toContain(await answer(headers(etag) as Record<string, string>));
    });
  });
});

describe('collections', () => {
  let share: ShareServer;

  beforeEach(async () => {
    share = await startShare();
    await share.send({ method: 'MKCOL', path: '/c/' });
    await share.send({ method: 'PUT', path: '/c/a.txt', body: 'a' });
  });

  afterEach(() => share.close());

  test.each([
    { status: 201, method: 'MKCOL', path: '/new', headers: {} },
    { status: 405, method: 'MKCOL', path: '/c/a.txt', headers: {} },
    { status: 409, method: 'MKCOL', path: '/none/new', headers: {} },
    { status: 415, method: 'MKCOL', path: '/new', headers: { 'Content-Length': '1' } },
    { status: 400, method: 'DELETE', path: '/c/', headers: { Depth: '0' } },
    { status: 404, method: 'DELETE', path: '/none', headers: {} },
    { status: 400, method: 'COPY', path: '/c/', headers: {} },
    { status: 400, method: 'COPY', path: '/c/', headers: { Destination: '/new', Depth: '1' } },
    { status: 400, method: 'COPY', path: '/c/', headers: { Destination: '/new', Depth: 'many' } },
    { status: 400, method: 'COPY', path: '/c/', headers: { Destination: '/new', Overwrite: 'yes' } },
    { status: 400, method: 'MOVE', path: '/c/', headers: { Destination: '/new', Depth: '0' } },
    { status: 403, method: 'COPY', path: '/c/', headers: { Destination: '/c/' } },
    { status: 403, method: 'COPY', path: '/c/', headers: { Destination: '/c/new' } },
    { status: 403, method: 'MOVE', path: '/c/a.txt', headers: { Destination: '/c' } },
    { status: 409, method: 'MOVE', path: '/c/a.txt', headers: { Destination: '/none/new' } },
    {
      status: 412,
      method: 'COPY',
      path: '/c/a.txt',
      headers: { Destination: '/c/b.txt', Overwrite: 'F', 'If-Match': '"other"' },
    },
    { status: 201, method: 'COPY', path: '/c/', headers: { Destination: '/new', Depth: '0' } },
    { status: 201, method: 'MOVE', path: '/c/', headers: { Destination: '/new', Depth: 'Infinity' } },
  ])('$status for $method $path $headers', async ({ status, method, path, headers }) => {
    const answer = await share.send({
      method,
      path,
      headers: headers as Record<string, string>,
      ...('Content-Length' in headers ? { body: 'x' } : {}),
    });
    expect(answer.status).toBe(status);
  });

  test('COPY of Depth 0 makes an empty collection', async () => {
    await share.send({ method: 'COPY', path: '/c/', headers: { Destination: '/new', Depth: '0' } });
    expect(await readdir(join(share.folder, 'new'))).toEqual([]);
  });
});
