import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createApp } from 'photo-album';
import { type Database, openDatabase } from 'photo-album/database';
import { createTables, restoreSamples } from 'photo-album/schema';
import request from 'supertest';

let database: Database;
beforeAll(async () => {
  database = await openDatabase();
  await createTables(database);
  await restoreSamples(database);
}, 30_000);
afterAll(() => database.close());

test('a list of changes is one statement, and each is answered for itself', async () => {
  const app = createApp(database);
  const response = await request(app)
    .patch('/photos')
    .set('accept', 'application/json')
    .send([
      { id: 3, locked: true, title: 'Tiles, white' },
      { id: 9, title: 'Harbour at night' },
      { id: 77, locked: true },
      { id: 4, title: '' },
      { id: 1, title: 'Castle' },
    ]);
  expect(response.status).toBe(207);
  const { summary, responses } = response.body as {
    summary: unknown;
    responses: { href: string; status: number; body?: { detail?: string; errors?: { pointer: string }[] } }[];
  };
  expect(summary).toEqual({ total: 5, succeeded: 2, failed: 3, other: 0 });
  expect(responses.map(({ href, status }) => [href, status])).toEqual([
    ['/photos/3', 200],
    ['/photos/9', 423],
    ['/photos/77', 404],
    ['/photos/items/3', 422],
    ['/photos/1', 200],
  ]);
  expect(responses[0]?.body).toEqual({ id: 3, albumId: 1, title: 'Tiles, white', locked: true });
  expect(responses[1]?.body?.detail).toBe('Photo 9 is locked.');
  expect(responses[3]?.body?.errors?.[0]?.pointer).toBe('#/title');
  const photos = (await request(app).get('/photos')).body as { id: number; title: string }[];
  const titleOf = (wanted: number): string | undefined => photos.find(({ id }) => id === wanted)?.title;
  expect([1, 3, 4, 9].map(titleOf)).toEqual(['Castle', 'Tiles, white', 'Six bridges', 'Harbour']);
});

test('two changes of one photo are refused, both, and nothing of them is done', async () => {
  const app = createApp(database);
  const response = await request(app)
    .patch('/photos')
    .send([
      { id: 2, title: 'Tram 28, up' },
      { id: 2, title: 'Tram 28, down' },
    ]);
  const { responses } = response.body as { responses: { status: number }[] };
  expect(responses.map(({ status }) => status)).toEqual([409, 409]);
  expect((await request(app).get('/photos/2')).body).toMatchObject({ title: 'Tram 28' });
});
