import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createClient, type FileStat, parseStat, parseXML, type WebDAVClient } from 'webdav';
import { type ShareServer, startShare } from './share-server.js';

const NAME = 'tram 28 & #1 – “ä”.txt';

describe.each(['/', '/my files'])('the npm package webdav, on a share at %s', (mount) => {
  let share: ShareServer;
  let client: WebDAVClient;

  beforeEach(async () => {
    share = await startShare({
      mount: encodeURI(mount),
      isLocked: (path) => path.endsWith('/held') || path.endsWith('/held.txt'),
    });
    client = createClient(share.url);
  });

  afterEach(() => share.close());

  test('reads back what it wrote, whatever the name', async () => {
    expect(await client.putFileContents(`/${NAME}`, 'uphill')).toBe(true);
    expect(await client.getFileContents(`/${NAME}`, { format: 'text' })).toBe('uphill');
    expect(await readFile(join(share.folder, NAME), 'utf8')).toBe('uphill');
    expect(await client.exists(`/${NAME}`)).toBe(true);
    expect(await client.exists('/nothing')).toBe(false);
  });

  test('does not overwrite where it is told not to', async () => {
    await client.putFileContents('/a.txt', 'first');
    expect(await client.putFileContents('/a.txt', 'second', { overwrite: false })).toBe(false);
    expect(await client.getFileContents('/a.txt', { format: 'text' })).toBe('first');
  });

  test('lists a collection', async () => {
    await client.createDirectory('/albums/2024/lisbon', { recursive: true });
    await client.putFileContents(`/albums/${NAME}`, 'uphill');
    const listed = (await client.getDirectoryContents('/albums')) as FileStat[];
    expect(
      listed.map(({ filename, basename, type, size, mime }) => ({ filename, basename, type, size, mime })),
    ).toEqual([
      { filename: '/albums/2024', basename: '2024', type: 'directory', size: 0, mime: undefined },
      { filename: `/albums/${NAME}`, basename: NAME, type: 'file', size: 6, mime: 'text/plain' },
    ]);
  });

  test('gives the state of a file and of a collection', async () => {
    await client.putFileContents('/a.bin', Buffer.from([0, 1, 2]));
    const file = (await client.stat('/a.bin')) as FileStat;
    expect(file).toMatchObject({
      filename: '/a.bin',
      type: 'file',
      size: 3,
      mime: 'application/octet-stream',
    });
    const { headers } = await client.customRequest('/a.bin', { method: 'HEAD' });
    expect(`"${file.etag}"`).toBe(headers.get('etag'));
    expect(file.lastmod).toBe(headers.get('last-modified'));
    expect(await client.stat('/')).toMatchObject({ type: 'directory' });
    await expect(client.stat('/nothing')).rejects.toMatchObject({ status: 404 });
  });

  test('moves, copies and deletes', async () => {
    await client.createDirectory('/from');
    await client.putFileContents(`/from/${NAME}`, 'uphill');
    await client.copyFile('/from', '/copied');
    await client.moveFile(`/from/${NAME}`, '/from/b.txt');
    await client.moveFile('/from', '/moved');
    await client.deleteFile(`/copied/${NAME}`);
    const namesIn = async (path: string) =>
      ((await client.getDirectoryContents(path)) as FileStat[]).map(({ basename }) => basename);
    expect(await namesIn('/')).toEqual(['copied', 'moved']);
    expect(await namesIn('/moved')).toEqual(['b.txt']);
    expect(await namesIn('/copied')).toEqual([]);
    await expect(client.copyFile('/moved', '/copied', { overwrite: false })).rejects.toMatchObject({
      status: 412,
    });
  });

  test('reads parts of a file', async () => {
    await client.putFileContents('/digits', '0123456789');
    const { status } = await client.customRequest('/digits', {
      method: 'GET',
      headers: { Range: 'bytes=2-4' },
    });
    expect(status).toBe(206);
    const chunks: Buffer[] = [];
    for await (const chunk of client.createReadStream('/digits', {
      range: { start: 2, end: 4 },
    }) as unknown as AsyncIterable<Buffer>) {
      chunks.push(chunk);
    }
    expect(Buffer.concat(chunks).toString()).toBe('234');
  });

  test('sends a PROPFIND of its own and reads the answer', async () => {
    await client.putFileContents('/a.txt', 'uphill');
    const response = await client.customRequest('/a.txt', {
      method: 'PROPFIND',
      headers: { Depth: '0', 'Content-Type': 'application/xml' },
      data: '<propfind xmlns="DAV:"><prop><getcontentlength/><resourcetype/><quota-used-bytes/></prop></propfind>',
    });
    expect(response.status).toBe(207);
    const answer = await parseXML(await response.text());
    expect(parseStat(answer, 'a.txt')).toMatchObject({ type: 'file', size: 6 });
  });

  test('takes 423 for a locked file, and learns which member kept a tree from being deleted', async () => {
    await expect(client.putFileContents('/held', '')).rejects.toMatchObject({ status: 423 });

    await mkdir(join(share.folder, 'albums'));
    await writeFile(join(share.folder, 'albums/free.txt'), '');
    await writeFile(join(share.folder, 'albums/held.txt'), '');
    const response = await client.customRequest('/albums', { method: 'DELETE' });
    expect(response.status).toBe(207);
    const { multistatus } = await parseXML(await response.text());
    expect(multistatus.response).toEqual([
      expect.objectContaining({
        href: expect.stringMatching(/\/albums\/held\.txt$/),
        status: 'HTTP/1.1 423 Locked',
      }),
    ]);
    expect(await client.exists('/albums/free.txt')).toBe(false);
  });
});
