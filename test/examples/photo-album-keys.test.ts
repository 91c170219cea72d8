import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createJournal, type EntryWrite } from '@multistatus/journal';
import { postgresStore } from '@multistatus/journal/postgres';
import { createApp } from 'photo-album';
import { type Database, openDatabase } from 'photo-album/database';
import { type OpenJournal, openJournal } from 'photo-album/journal';
import { createTables, restoreSamples } from 'photo-album/schema';
import request, { type Response } from 'supertest';
import { startRedis } from '../support/redis-server.js';
import { testWith } from '../support/test-with.js';

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

function statusesOf(response: Response): number[] {
  expect(response.status).toBe(207);
  return (response.body.responses as { status: number }[]).map(({ status }) => status);
}

async function countAlbums(title: string): Promise<unknown> {
  const sql = 'SELECT count(*)::int AS count FROM albums WHERE title LIKE $1';
  return (await database.query<{ count: number }>(sql, [`${title}%`]))[0]?.count;
}

/**
 * Sends a batch to an album that never writes to the journal again after a certain write, or never at all, and loses its lease then.
 * What transactions of groups write is not affected.
 */
async function sendToDying(
  key: string,
  body: object,
  isLast?: (write: EntryWrite) => boolean,
): Promise<void> {
  const store = postgresStore(database.client);
  const write = store.write.bind(store);
  let isDead = isLast === undefined;
  store.write = async (ref, entry) => {
    if (isDead) return false;
    const isOurs = await write(ref, entry);
    isDead = isLast?.(entry) === true;
    return isOurs;
  };
  const journal = createJournal({ store, identify: 'anyone-with-the-url' });
  await send(createApp(database, { journal }), key, body);
  journal.close();
  expect(isDead).toBe(true);
  await database.query('UPDATE multistatus.entries SET lease_end = clock_timestamp() WHERE total IS NULL');
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
  // With the outcome of the first operation it claims the second one, and what became of that is never kept.
  await sendToDying(key, batch, ({ outcomes }) => outcomes.some(({ unit }) => unit === 0));
  expect(await countAlbums('Cut')).toBe(2);

  const app = createApp(database, { journal: opened.journal });
  const again = await send(app, key, batch);
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
  // Only the transaction of the group keeps anything.
  await sendToDying(key, batch);
  expect(await countAlbums('Pair')).toBe(2);

  const app = createApp(database, { journal: opened.journal });
  expect(statusesOf(await send(app, key, batch))).toEqual([201, 201]);
  expect(await countAlbums('Pair')).toBe(2);
});

testWith('redis-server')('the journal may be in Redis', async () => {
  const server = await startRedis();
  const { journal, close } = await openJournal(database, server.path);
  const app = createApp(database, { journal });
  await send(app, 'redis', batchOf(['Redis']));
  const again = await send(app, 'redis', batchOf(['Redis']));
  expect(again.headers['idempotency-replayed']).toBe('true');
  expect(await countAlbums('Redis')).toBe(1);
  await close();
  await server.stop();
});
