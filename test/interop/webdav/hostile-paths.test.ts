import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createShare } from 'webdav-share';
import { type ShareServer, startShare } from './share-server.js';

describe('paths that would lead out of the share', () => {
  let share: ShareServer;
  let outside: string;

  beforeEach(async () => {
    share = await startShare({ mount: '/dav' });
    outside = join(dirname(share.folder), 'outside');
    await mkdir(outside);
    await writeFile(join(outside, 'secret.txt'), 'secret');
    await mkdir(join(share.folder, 'in'));
    await writeFile(join(share.folder, 'in/file.txt'), 'open');
    await symlink(outside, join(share.folder, 'link'));
    await symlink(join(outside, 'secret.txt'), join(share.folder, 'in/link.txt'));
    await symlink(share.folder, join(share.folder, 'in/loop'));
  });

  afterEach(() => share.close());

  const unharmed = async () => {
    expect(await readdir(outside)).toEqual(['secret.txt']);
    expect(await readFile(join(outside, 'secret.txt'), 'utf8')).toBe('secret');
    expect((await readdir(dirname(share.folder))).sort()).toHaveLength(3);
  };

  const paths = [
    '/dav/../outside/secret.txt',
    '/dav/in/../../outside/secret.txt',
    '/dav/%2e%2e/outside/secret.txt',
    '/dav/in/%2E./%2e%2E/outside/secret.txt',
    '/dav/..%2foutside%2fsecret.txt',
    '/dav/%2e%2e%2foutside%2fsecret.txt',
    '/dav/in%2f..%2f..%2foutside',
    '/dav/..',
    '/dav/.',
    '/dav/in/file.txt%00.png',
    '/dav/%00',
    '/dav/%c0%ae%c0%ae/outside/secret.txt',
    '/dav/%',
    '/dav/in/#file',
  ];
  const methods = ['GET', 'PUT', 'DELETE', 'MKCOL', 'PROPFIND', 'PROPPATCH', 'COPY', 'MOVE', 'OPTIONS'];

  test.each(paths)('%s is refused, whatever the method', async (path) => {
    for (const method of methods) {
      const { status, text } = await share.send({
        method,
        path,
        headers: { Destination: '/dav/new', Depth: '0' },
      });
      expect({ method, status }).toEqual({ method, status: 400 });
      expect(text).not.toContain('secret');
    }
    await unharmed();
    expect(await readdir(share.folder)).toEqual(['in', 'link']);
  });

  test.each([
    '/dav/link',
    '/dav/link/',
    '/dav/link/secret.txt',
    '/dav/link/new',
    '/dav/in/link.txt',
    '/dav/in/loop/in',
  ])('%s, a link or beyond one, is refused, whatever the method', async (path) => {
    for (const method of methods) {
      const answer = await share.send({
        method,
        path,
        headers: { Destination: '/dav/new', Depth: '0' },
        ...bodyFor(method),
      });
      expect({ method, status: answer.status }).toEqual({ method, status: 403 });
    }
    await unharmed();
  });

  test.each(['COPY', 'MOVE'])('%s goes nowhere else', async (method) => {
    const statusTo = async (destination: string) =>
      (await share.send({ method, path: '/dav/in/file.txt', headers: { Destination: destination } })).status;
    expect(await statusTo('/outside/new')).toBe(502);
    expect(await statusTo('/dav/../outside/new')).toBe(502);
    expect(await statusTo('/dav/%2e%2e/outside/new')).toBe(502);
    expect(await statusTo('/davos/new')).toBe(502);
    expect(await statusTo('http://127.0.0.1:1/dav/new')).toBe(502);
    expect(await statusTo('//elsewhere/dav/new')).toBe(502);
    expect(await statusTo('file:///dav/new')).toBe(502);
    expect(await statusTo('http://[')).toBe(502);
    expect(await statusTo('/dav/..%2foutside')).toBe(400);
    expect(await statusTo('/dav/new%00')).toBe(400);
    expect(await statusTo('/dav/link/new')).toBe(403);
    expect(await statusTo('/dav/in/link.txt')).toBe(403);
    await unharmed();
    expect(await readdir(join(share.folder, 'in'))).toEqual(['file.txt', 'link.txt', 'loop']);
  });

  test('a tree is listed, copied, moved and deleted without its links', async () => {
    const { text } = await share.send({ method: 'PROPFIND', path: '/dav/in/', headers: { Depth: '1' } });
    expect([...text.matchAll(/href>([^<]+)</g)].map(([, href]) => href)).toEqual([
      '/dav/in/',
      '/dav/in/file.txt',
    ]);
    const send = (method: string, path: string, destination = '') =>
      share.send({ method, path, headers: { Destination: destination } });
    expect((await send('COPY', '/dav/in/', '/dav/copy/')).status).toBe(201);
    expect(await readdir(join(share.folder, 'copy'))).toEqual(['file.txt']);
    expect((await send('MOVE', '/dav/in/', '/dav/moved/')).status).toBe(201);
    expect((await send('DELETE', '/dav/moved/')).status).toBe(204);
    expect(await readdir(share.folder)).toEqual(['copy', 'link']);
    await unharmed();
  });

  test('the store is not in the share', () => {
    const { folder } = share;
    expect(() => createShare({ folder, store: join(folder, 'store') })).toThrow(TypeError);
    expect(() => createShare({ folder, store: folder })).toThrow(TypeError);
    expect(() => createShare({ folder, store: `${folder}-store` })).not.toThrow();
  });

  test('the share itself is neither deleted, moved nor put', async () => {
    const statusOf = async (method: string) =>
      (await share.send({ method, path: '/dav/', headers: { Destination: '/dav/new' } })).status;
    expect(await statusOf('DELETE')).toBe(403);
    expect(await statusOf('MOVE')).toBe(403);
    expect(await statusOf('COPY')).toBe(403);
    expect(await statusOf('PUT')).toBe(405);
    expect(await statusOf('MKCOL')).toBe(405);
  });
});

function bodyFor(method: string): { body?: string } {
  return method === 'PUT' ? { body: 'overwritten' } : {};
}
