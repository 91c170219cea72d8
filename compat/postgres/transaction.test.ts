import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ExpressBatchOptions } from '@multistatus/express';
import { Pool } from 'pg';
import { type Database, openDatabase } from 'photo-album/database';
import { serverDatabase } from 'photo-album/server-database';
import { describeWithPostgres } from './describe-with-postgres.js';
import { summarise, TransactionApp } from './transaction-app.js';

describeWithPostgres('The transaction of a group on a PostgreSQL server', (server) => {
  behavesWell(async () => serverDatabase(new Pool(server().connection)));
});

describe('The transaction of a group on an embedded PostgreSQL', () => {
  behavesWell(() => openDatabase());
});

function behavesWell(open: () => Promise<Database>): void {
  let database: Database;
  let app: TransactionApp;
  const apps: TransactionApp[] = [];
  const serve = async (options?: ExpressBatchOptions): Promise<TransactionApp> => {
    const served = new TransactionApp(database, options);
    apps.push(served);
    await served.start();
    return served;
  };
  beforeAll(async () => {
    database = await open();
  }, 60_000);
  beforeEach(async () => {
    app = await serve();
  });
  afterEach(async () => {
    for (const served of apps.splice(0)) await served.close();
  });
  afterAll(() => database.close());

  test('keeps all that its operations wrote, if all succeeded', async () => {
    const outcomes = await app.send(['/notes/a', '/notes/b'], '/notes/c');
    expect(summarise(outcomes)).toEqual(['201', '201', '201']);
    expect(await app.notes()).toEqual(['a', 'b', 'c']);
  });

  test('keeps nothing, if one failed', async () => {
    const outcomes = await app.send(['/notes/a', '/refuse', '/notes/b'], '/notes/c');
    expect(summarise(outcomes)).toEqual(['424 rolled-back', '409', '424 rolled-back', '201']);
    expect(await app.notes()).toEqual(['c']);
    expect(app.errors).toEqual([]);
  });

  test('runs the statements of one operation that were started at once', async () => {
    expect(summarise(await app.send(['/many/a', '/many/b']))).toEqual(['201', '201']);
    expect(await app.notes()).toEqual(['a 1', 'a 2', 'a 3', 'b 1', 'b 2', 'b 3']);
  });

  test('does not take part in what is written outside of it', async () => {
    const held = once(app.events, 'held');
    const group = app.send(['/notes/inside', '/hold', '/refuse']);
    await held;
    const outside = app.post('/notes/outside');
    app.events.emit('go');
    expect(summarise(await group)).toEqual(['424 rolled-back', '424 rolled-back', '409']);
    expect(await outside).toBe(201);
    expect(await app.notes()).toEqual(['outside']);
  });

  test('is not said to be committed after a statement has failed, even if its handler kept that to itself', async () => {
    const outcomes = await app.send(['/notes/a', '/swallow']);
    expect(summarise(outcomes)).toEqual(['500 commit-failed', '500 commit-failed']);
    expect(await app.notes()).toEqual([]);
    expect(app.errors).toHaveLength(1);
  });

  test('refuses what a handler tries after it has ended, committed or not', async () => {
    for (const paths of [
      ['/answer-and-go-on', '/notes/a'],
      ['/answer-and-go-on', '/refuse'],
    ]) {
      await app.send(paths);
      const tried = once(app.events, 'tried');
      app.events.emit('go');
      const [[first, second]] = (await tried) as [PromiseSettledResult<unknown>[]];
      expect([first?.status, second?.status]).toEqual(['rejected', 'rejected']);
    }
    expect(await app.notes()).toEqual(['a']);
  });

  test('is rolled back when an operation takes too long, and nothing is written after that', async () => {
    const impatient = await serve({ limits: { operationTimeoutMs: 100 } });
    const outcomes = await impatient.send(['/notes/a', '/late']);
    expect(summarise(outcomes)).toEqual(['424 rolled-back', '504 operation-timeout']);
    const tried = once(impatient.events, 'tried');
    impatient.events.emit('go');
    expect(await tried).toMatchObject([
      [
        { status: 'rejected', reason: { name: 'AbortError' } },
        { status: 'rejected', reason: { message: expect.stringMatching(/ended|closed/) } },
      ],
    ]);
    expect(await impatient.notes()).toEqual([]);
  });
}
