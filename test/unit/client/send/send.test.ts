import { afterEach, describe, expect, test } from '@jest/globals';
import { createBatch, isMultistatusError, path, send } from '@multistatus/client';
import type { ExpressBatchOptions } from '@multistatus/express';
import { type AlbumApp, createAlbumApp } from '../album-app.js';
import { serveTraffic, type Traffic } from '../serve-traffic.js';
import { createStillClock } from '../still-clock.js';

interface Album {
  readonly id: number;
  readonly title: string;
}

let traffic: Traffic | undefined;
afterEach(async () => {
  await traffic?.close();
  traffic = undefined;
});

async function serveAlbums(options?: ExpressBatchOptions): Promise<AlbumApp & Traffic> {
  const albums = createAlbumApp(options);
  traffic = await serveTraffic(albums.app);
  return { ...albums, ...traffic };
}

test('each operation has its outcome, by handle and by id, with what its body holds', async () => {
  const { url, seen } = await serveAlbums();
  const batch = createBatch();
  const album = batch.request('album').post<Album>('/albums', { title: 'Lisbon' });
  const none = batch.request('none').get('/albums/9');
  const result = await send(batch, { url });
  const outcome = result.of(album);
  expect(outcome).toMatchObject({
    id: 'album',
    ok: true,
    status: 201,
    href: '/albums/1',
    executed: true,
    tries: 1,
  });
  expect(outcome.headers.get('location')).toBe('/albums/1');
  expect(outcome.ok && outcome.body.title).toBe('Lisbon');
  expect(result.of('none')).toMatchObject({
    ok: false,
    status: 404,
    body: { error: 'none' },
    problem: undefined,
  });
  expect(result.of(none)).toBe(result.outcomes.get('none'));
  expect([...result.outcomes.keys()]).toEqual(['album', 'none']);
  expect(result.reading.document.summary).toEqual({ total: 2, succeeded: 1, failed: 1, other: 0 });
  expect(result.reading.failed().map(({ id }) => id)).toEqual(['none']);
  expect(() => result.throwIfFailed()).toThrow('1 failed: /albums/9 404 Not Found');
  expect(() => result.of('other')).toThrow('The batch has no operation "other"');
  expect(seen).toEqual(['GET /batch', 'POST /batch']);
});

test('references reach into URL, headers and body', async () => {
  const { url, titles } = await serveAlbums();
  const batch = createBatch();
  const album = batch.request('album').post<Album>('/albums', { title: 'Lisbon' });
  const photo = batch
    .request('photo')
    .post<{ albumId: number; tag: string; list: unknown[] }>(
      '/photos',
      { title: 'Tram 28', albumId: album.ref('/body/id'), list: [{ 'a/b~c': [0, album.ref('/status')] }] },
      { headers: { 'if-match': album.ref('/headers/etag') } },
    );
  const renamed = batch.request('renamed').put(path`/albums/${album.ref('/body/id')}`, { title: 'Porto' });
  const result = await send(batch, { url });
  result.throwIfFailed();
  expect(result.of(photo).body).toMatchObject({ albumId: 1, tag: '"1"', list: [{ 'a/b~c': [0, 201] }] });
  expect(result.of(renamed).href).toBe('/albums/1');
  expect(titles()).toEqual({ '/albums/1': 'Porto', '/photos/2': 'Tram 28' });
});

test('a batch in a batch is reported as a problem of the batch, and as not executed', async () => {
  const { url } = await serveAlbums();
  const batch = createBatch();
  batch.request('inner').post('/batch', { requests: [{ method: 'GET', url: '/albums/9' }] });
  batch.request('own').get('/problems/1');
  for (const onOutcome of [undefined, () => undefined]) {
    const result = await send(batch, { url, onOutcome });
    const type = 'urn:multistatus:problem:nested-batch';
    expect(result.of('inner')).toMatchObject({
      status: 403,
      executed: false,
      problem: { type },
      body: { type },
    });
    expect(result.of('inner').headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    // A problem that a handler defines is its answer.
    expect(result.of('own')).toMatchObject({ status: 409, executed: true, problem: undefined });
    expect(result.of('own').body).toEqual({ type: 'urn:albums:locked', title: 'Locked', executed: false });
  }
});

test('what depends on a failure does not run, and says on which', async () => {
  const { url, log } = await serveAlbums();
  const batch = createBatch();
  const none = batch.request('none').get('/albums/9');
  const after = batch.request('after').post('/photos', { title: 'a' }, { dependsOn: [none] });
  const result = await send(batch, { url });
  expect(result.of(after)).toMatchObject({ ok: false, status: 424, executed: false });
  expect(result.of(after).problem?.['because']).toEqual(['none']);
  expect(log).toEqual(['GET /albums/9']);
  const error = await Promise.resolve()
    .then(() => result.throwIfFailed())
    .catch((reason: unknown) => reason);
  expect(isMultistatusError(error) && error.failures.length).toBe(2);
});

test('a batch can be stopped at its first failure', async () => {
  const { url, log } = await serveAlbums();
  const batch = createBatch({ onError: 'stop', execution: 'sequential' });
  batch.request().get('/albums/9');
  const second = batch.request().get('/albums/8');
  expect((await send(batch, { url })).of(second)).toMatchObject({ status: 424, executed: false });
  expect(log).toHaveLength(1);
});

test('a group takes effect as a whole or not at all', async () => {
  const { url, titles } = await serveAlbums();
  const batch = createBatch();
  const atomicityGroup = 'both';
  const first = batch.request().post('/albums', { title: 'a' }, { atomicityGroup });
  const second = batch.request().get('/albums/9', { atomicityGroup });
  const result = await send(batch, { url });
  expect([result.of(first).status, result.of(first).executed, result.of(second).status]).toEqual([
    424,
    false,
    404,
  ]);
  expect(titles()).toEqual({});
});

test('the batch carries the headers of the options, and each operation inherits them', async () => {
  const { url, requests, app } = await serveAlbums();
  app.get('/who/am/i', (req, res) => void res.json(req.headers['authorization'] ?? null));
  const batch = createBatch();
  const who = batch.request().get<string>('/who/am/i');
  const result = await send(batch, { url, headers: { authorization: 'Bearer a' } });
  expect(result.of(who).body).toBe('Bearer a');
  expect(requests[0]?.headers['authorization']).toBe('Bearer a');
});

describe('sent again', () => {
  const retry = { clock: createStillClock() };

  test('is what was turned away, and what waits for it', async () => {
    const { url, failPhotos, titles, seen, log } = await serveAlbums();
    failPhotos(503, 1);
    const batch = createBatch();
    const album = batch.request('album').post<Album>('/albums', { title: 'Lisbon' });
    const photo = batch
      .request('photo')
      .post<Album>('/photos', { title: 'Tram', albumId: album.ref('/body/id') });
    const cover = batch
      .request('cover')
      .put(path`/covers/${photo.ref('/body/id')}`, { title: album.ref('/body/title') });
    const result = await send(batch, { url, retry });
    result.throwIfFailed();
    expect([result.of(album).tries, result.of(photo).tries, result.of(cover).tries]).toEqual([1, 2, 2]);
    expect(result.reading.document.summary).toEqual({ total: 3, succeeded: 3, failed: 0, other: 0 });
    expect(result.of(photo).body).toMatchObject({ albumId: 1 });
    expect(titles()).toEqual({ '/albums/1': 'Lisbon', '/photos/2': 'Tram', '/covers/2': 'Lisbon' });
    expect(log).toEqual(['POST /albums', 'POST /photos', 'POST /photos', 'PUT /covers/2']);
    expect(seen).toEqual(['GET /batch', 'POST /batch', 'POST /batch']);
  });

  test('is a group that was rolled back because one of it was turned away', async () => {
    const { url, failPhotos, titles } = await serveAlbums();
    failPhotos(429, 1);
    const batch = createBatch();
    const album = batch.request().post<Album>('/albums', { title: 'a' }, { atomicityGroup: 'g' });
    batch.request().post('/photos', { title: 'b', albumId: album.ref('/body/id') }, { atomicityGroup: 'g' });
    const result = await send(batch, { url, retry });
    result.throwIfFailed();
    expect(titles()).toEqual({ '/albums/1': 'a', '/photos/2': 'b' });
    expect([...result.outcomes.values()].map(({ tries }) => tries)).toEqual([2, 2]);
  });

  test('is no group of which one failed for good', async () => {
    const { url, log } = await serveAlbums();
    const batch = createBatch();
    batch.request().post('/albums', { title: 'a' }, { atomicityGroup: 'g' });
    batch.request().get('/albums/9', { atomicityGroup: 'g' });
    const result = await send(batch, { url, retry });
    expect(result.reading.failed()).toHaveLength(2);
    expect(log).toHaveLength(2);
  });

  test('is nothing without the option', async () => {
    const { url, failPhotos, log } = await serveAlbums();
    failPhotos(503, 1);
    const batch = createBatch();
    const photo = batch.request().post('/photos', { title: 'a' });
    expect((await send(batch, { url })).of(photo)).toMatchObject({ status: 503, tries: 1 });
    expect(log).toHaveLength(1);
  });
});
