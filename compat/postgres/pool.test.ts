import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Pool } from 'pg';
import { serverDatabase } from 'photo-album/server-database';
import { describeWithPostgres } from './describe-with-postgres.js';
import { summarise, TransactionApp } from './transaction-app.js';

describeWithPostgres('A pool of one connection', (server) => {
  let pool: Pool;
  let app: TransactionApp;
  beforeEach(async () => {
    pool = new Pool({ ...server().connection, max: 1 });
    app = new TransactionApp(serverDatabase(pool), { limits: { concurrency: 8, batchTimeoutMs: 30_000 } });
    await app.start();
  });
  afterEach(async () => {
    const { totalCount, idleCount, waitingCount } = pool;
    await app.close();
    await pool.end();
    expect({ idleCount, waitingCount }).toEqual({ idleCount: totalCount, waitingCount: 0 });
  });

  test('serves batches of groups and single operations side by side', async () => {
    const batches = Array.from({ length: 20 }, (_, n) =>
      app.send(
        ...[`/notes/${n}`, [`/notes/${n}`, `/many/${n}`], [`/notes/${n}`, '/refuse'], `/many/${n}`],
        ...[[`/notes/${n}`, `/notes/${n}`], `/notes/${n}`, [`/many/${n}`], `/notes/${n}`],
      ),
    );
    const committed = [
      '201',
      '201',
      '201',
      '424 rolled-back',
      '409',
      '201',
      '201',
      '201',
      '201',
      '201',
      '201',
    ];
    for (const outcomes of await Promise.all(batches)) expect(summarise(outcomes)).toEqual(committed);
    // 6 notes by themselves (one operation writes 3), 4 in the first group, 2 in the third, 3 in the fourth.
    expect(await app.notes()).toHaveLength(20 * 15);
  });

  test('is asked for one thing at a time, whatever a group does: pg is to refuse more', async () => {
    const client = await pool.connect();
    let [active, most] = [0, 0];
    const query = client.query.bind(client) as (sql: string, params?: unknown[]) => Promise<unknown>;
    const counted = async (sql: string, params?: unknown[]): Promise<unknown> => {
      active += 1;
      most = Math.max(most, active);
      return query(sql, params).finally(() => {
        active -= 1;
      });
    };
    Object.assign(client, { query: counted }).release();
    expect(summarise(await app.send(['/many/a', '/many/b']))).toEqual(['201', '201']);
    expect(most).toBe(1);
  });

  test('is given back when the batch does not wait for it any longer, and nothing is written then', async () => {
    const impatient = new TransactionApp(serverDatabase(pool), { limits: { batchTimeoutMs: 200 } });
    await impatient.start();
    const client = await pool.connect();
    const outcomes = await impatient.send(['/notes/a', '/notes/b'], '/notes/c');
    const { waitingCount } = pool;
    client.release();
    expect(summarise(outcomes)).toEqual(['503 not-started', '503 not-started', '504 operation-timeout']);
    expect(waitingCount).toBe(2);
    expect(await impatient.notes()).toEqual([]);
    await impatient.close();
    expect(impatient.errors).toMatchObject([{ name: 'AbortError' }]);
  });

  test('gets another one for that which was lost within a group, and could not roll back', async () => {
    const pid = 'SELECT pg_backend_pid() AS pid';
    const before = await pool.query(pid);
    expect(summarise(await app.send(['/notes/a', '/kill', '/notes/b']))).toEqual([
      '424 rolled-back',
      '500',
      '424 rolled-back',
    ]);
    expect(summarise(await app.send(['/notes/c', '/notes/d']))).toEqual(['201', '201']);
    expect(await app.notes()).toEqual(['c', 'd']);
    expect((await pool.query(pid)).rows).not.toEqual(before.rows);
  });

  test('gets another one for that which is still there, but in a transaction that it could not roll back', async () => {
    // The client times out on each statement, even ROLLBACK, while the server is still busy with the first one.
    const hasty = new Pool({ ...server().connection, max: 1, query_timeout: 100 });
    const giving = new TransactionApp(serverDatabase(hasty));
    await giving.start();
    expect(summarise(await giving.send(['/notes/a', '/sleep']))).toEqual(['424 rolled-back', '500']);
    expect(summarise(await giving.send('/notes/b'))).toEqual(['201']);
    expect(await app.notes()).toEqual(['b']);
    await giving.close();
    await hasty.end();
  });

  test('gets another one for that which was lost outside of a group', async () => {
    expect(summarise(await app.send('/kill', '/notes/a'))).toEqual(['500', '201']);
    expect(summarise(await app.send(['/notes/b']))).toEqual(['201']);
    expect(await app.notes()).toEqual(['a', 'b']);
  });
});
