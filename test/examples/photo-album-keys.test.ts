import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createJournal, type EntryWrite } from '@multistatus/journal';
import { postgresStore } from '@multistatus/journal/postgres';
import { createApp } from 'photo-album';
import { type Database, openDatabase } from 'photo-album/database';
import { type OpenJournal, openJournal } from 'photo-album/journal';
import { createTables, restoreSamples } from 'photo-album/schema';
import request, { type Response } from 'supertest';

type App = ReturnType<typeof createApp>;

let database: Database;
let opened: OpenJournal;
beforeAll(async () => {
  database = await openDatabase();
  await createTables(database);
  await restoreSamples(database);
  opened = await openJournal(database);
}, 60_000);
afterAll(async () => {
  await opened.close();
  await database.close();
});

/** A batch that creates albums one after another; with `group` all or none. */
function batchOf(titles: readonly string[], group?: string): object {
  const operation = { method: 'POST', url: '/albums', ...(group !== undefined && { atomicityGroup: group }) };
  return { execution: 'sequential', requests: titles.map((title) => ({ ...operation, body: { title } })) };
}

async function send(app: App, key: string, body: object): Promise<Response> {
  return request(app).post('/batch').set('idempotency-key', `"${key}"`).send(body);
}

/** Sends a batch again until the server that died no longer has the lease. */
async function sendAgain(app: App, key: string, body: object): Promise<Response> {
  for (;;) {
    const response = await send(app, key, body);
    if (response.status !== 409) return response;
  }
}

function statusesOf(response: Response): number[] {
  expect(response.status).toBe(207);
  return (response.body.responses as { status: number }[]).map(({ status }) => status);
}

async function countAlbums(title: string): Promise<unknown> {
  const sql = 'SELECT count(*)::int AS count FROM albums WHERE title LIKE $1';
  return (await database.query<{ count: number }>(sql, [`${title}%`]))[0]?.count;
}

/** An album whose server is cut off from the journal after a write, as if it had been killed. */
function createDyingApp(isLast: (write: EntryWrite) => boolean): { app: App; close: () => void } {
  const store = postgresStore(database.client);
  const { write } = store;
  let isDead = false;
  store.write = async (ref, entry) => {
    if (isDead) throw new Error('this server was killed');
    const isOurs = await write.call(store, ref, entry);
    isDead = isLast(entry);
    return isOurs;
  };
  const journal = createJournal({ store, identify: 'anyone-with-the-url', leaseMs: 300 });
  return { app: createApp(database, { journal, onError: () => undefined }), close: journal.close };
}

test('a batch that is sent twice with one key runs once', async () => {
  const app = createApp(database, { journal: opened.journal });
  const key = randomUUID();
  const first = await send(app, key, batchOf(['Twice']));
  expect(statusesOf(first)).toEqual([201]);
  const again = await send(app, key, batchOf(['Twice']));
  expect(again.headers['idempotency-replayed']).toBe('true');
  expect(again.body).toEqual(first.body);
  expect(await countAlbums('Twice')).toBe(1);
  expect((await send(app, key, batchOf(['Other']))).status).toBe(422);
});

test('a list of changes that is sent twice with one key is answered twice', async () => {
  const app = createApp(database, { journal: opened.journal });
  const change = () =>
    request(app)
      .patch('/photos')
      .set('idempotency-key', '"changes"')
      .send([{ id: 2, title: 'Tram 28, uphill' }]);
  const first = await change();
  const again = await change();
  expect(again.headers['idempotency-replayed']).toBe('true');
  expect(again.body).toEqual(first.body);
});

test('a batch whose server was killed in the middle goes on with the next one, and nothing runs twice', async () => {
  const key = randomUUID();
  const batch = batchOf(['Cut 1', 'Cut 2', 'Cut 3']);
  // It starts the second operation, and what became of it is never kept.
  const dying = createDyingApp(({ inFlight, outcomes }) => inFlight.includes('[1,') && outcomes.length > 0);
  await send(dying.app, key, batch);
  dying.close();
  expect(await countAlbums('Cut')).toBe(2);

  const app = createApp(database, { journal: opened.journal });
  const again = await sendAgain(app, key, batch);
  expect(statusesOf(again)).toEqual([201, 500, 201]);
  expect(again.body.responses[1].body).toMatchObject({
    type: 'urn:multistatus:problem:interrupted',
    executed: 'unknown',
  });
  expect(await countAlbums('Cut')).toBe(3);
});

test('a group whose server was killed right after COMMIT is answered by the next one, and does not run again', async () => {
  const key = randomUUID();
  const batch = batchOf(['Pair 1', 'Pair 2'], 'pair');
  // It claims the group, and only the transaction of the group keeps anything after that.
  const dying = createDyingApp(({ inFlight }) => inFlight.includes('[1,'));
  await send(dying.app, key, batch);
  dying.close();
  expect(await countAlbums('Pair')).toBe(2);

  const app = createApp(database, { journal: opened.journal });
  expect(statusesOf(await sendAgain(app, key, batch))).toEqual([201, 201]);
  expect(await countAlbums('Pair')).toBe(2);
});
