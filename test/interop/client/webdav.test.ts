import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { batchFetch } from '@multistatus/client';
import { batch } from '@multistatus/express';
import express from 'express';
import { createClient, type FileStat, getPatcher, type WebDAVClient } from 'webdav';
import { createShare } from 'webdav-share';
import { serveTraffic, type Traffic } from '../../unit/client/serve-traffic.js';

type Patcher = ReturnType<typeof getPatcher>;

let directory: string;
let traffic: Traffic;
let client: WebDAVClient;
let warnings: string[];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'share-'));
  const folder = await mkdtemp(join(directory, 'folder-'));
  const app = express();
  app.use('/batch', batch());
  app.use('/dav', createShare({ folder, store: join(directory, 'store') }));
  traffic = await serveTraffic(app);
  warnings = [];
  const api = batchFetch({ url: traffic.url, onWarn: (reason) => warnings.push(reason) });
  getPatcher().patch('fetch', api as Parameters<Patcher['patch']>[1]);
  client = createClient(`${traffic.origin}/dav`);
});
afterEach(async () => {
  getPatcher().restore('fetch');
  await traffic.close();
  await rm(directory, { recursive: true });
});

test('the npm package webdav works on batches: files, properties and a 207 inside', async () => {
  await Promise.all([client.createDirectory('/albums'), client.createDirectory('/notes')]);
  const written = await Promise.all([
    client.putFileContents('/albums/a é.txt', 'uphill'),
    client.putFileContents('/notes/b.bin', Buffer.from([0, 255, 128])),
  ]);
  expect(written).toEqual([true, true]);
  const [text, bytes, listed, exists] = await Promise.all([
    client.getFileContents('/albums/a é.txt', { format: 'text' }),
    client.getFileContents('/notes/b.bin'),
    client.getDirectoryContents('/albums') as Promise<FileStat[]>,
    client.exists('/nothing'),
  ]);
  expect(text).toBe('uphill');
  expect([...Buffer.from(bytes as ArrayBuffer)]).toEqual([0, 255, 128]);
  expect(listed.map(({ filename, size }) => [filename, size])).toEqual([['/albums/a é.txt', 6]]);
  expect(exists).toBe(false);
  // It puts with a Content-Length, and so without a batch.
  const single = traffic.seen.filter((line) => !line.endsWith(' /batch'));
  expect(single.toSorted()).toEqual(['PUT /dav/albums/a%20%C3%A9.txt', 'PUT /dav/notes/b.bin']);
  expect(traffic.seen.filter((line) => line === 'POST /batch')).toHaveLength(2);
  expect(warnings).toEqual([expect.stringContaining('content-length')]);
});
