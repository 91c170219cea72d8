// What asking a monitor costs the servers, however large its request is.
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { createTables, postgresStore } from '@multistatus/journal/postgres';
import { Redis } from 'ioredis';
import { Pool, type QueryResult } from 'pg';
import { toBatch } from '../journal/to-batch.js';
import { describeWithPostgres } from '../postgres/describe-with-postgres.js';
import { ask, askLater, monitorIn } from './ask.js';
import { LocalApp } from './local-app.js';
import { type OpenedApp, openLocalApp } from './open-local-app.js';

const SIZES = [10, 1_000];
const POLLS = 20;

/** Returns the commands that Redis runs while `work` does, those of scripts too. */
async function commandsOf({ redis }: OpenedApp, work: () => Promise<unknown>): Promise<readonly string[]> {
  const client = new Redis(redis.address as { path: string });
  const monitor = await client.monitor();
  const commands: string[] = [];
  monitor.on('monitor', (_time: string, [name = '']: string[]) => commands.push(name.toLowerCase()));
  try {
    await work();
    const isLast = once(monitor, 'monitor');
    await client.echo('last');
    await isLast;
    return commands.slice(0, -1);
  } finally {
    monitor.disconnect();
    client.disconnect();
  }
}

test('in Redis: so many commands for any number of operations, and none that reads them', async () => {
  const opened = await openLocalApp();
  const { app, redis } = opened;
  try {
    const polled: (readonly string[])[] = [];
    for (const size of SIZES) {
      const path = monitorIn(await askLater(app, toBatch(`polled-${size}`, size)));
      // Once, so that Redis knows the scripts.
      await ask(app, { path });
      polled.push(
        await commandsOf(opened, async () => {
          for (let poll = 0; poll < POLLS; poll += 1) {
            const { status, json } = await ask(app, { path });
            expect([status, json.progress?.total]).toEqual([202, size]);
          }
        }),
      );
    }
    const [few = [], many = []] = polled;
    expect(many).toEqual(few);
    expect(many.filter((name) => name === 'evalsha')).toHaveLength(POLLS);
    expect(many).not.toContain('hgetall');
    expect(many).not.toContain('lrange');
    expect(many.length).toBeLessThanOrEqual(6 * POLLS);

    // The older a request is, the less often it is worth asking.
    const path = monitorIn(await askLater(app, toBatch('old', 1)));
    const client = new Redis(redis.address as { path: string });
    const key = `multistatus:{${path.split('/').at(-1)}}`;
    const created = Number(await client.hget(key, 'created'));
    const waits: (string | null)[] = [];
    for (const seconds of [0, 20, 155, 3_600]) {
      await client.hset(key, 'created', created - seconds * 1000);
      waits.push((await ask(app, { path })).headers.get('retry-after'));
    }
    client.disconnect();
    expect(waits).toEqual(['1', '2', '15', '30']);
    expect(app.errors).toEqual([]);
  } finally {
    await opened.close();
  }
});

describeWithPostgres('in PostgreSQL', (postgres) => {
  test('one statement, which returns one row', async () => {
    const opened = await openLocalApp();
    const pool = new Pool({ ...postgres().connection, max: 1 });
    await createTables(pool);
    const counts: (readonly [queries: number, rows: number])[] = [];
    let [queries, rows] = [0, 0];
    const counted = {
      query: async (...args: [never, never]) => {
        const result = (await pool.query(...args)) as unknown as QueryResult;
        queries += 1;
        rows += result.rows.length;
        return result;
      },
      connect: () => pool.connect(),
    };
    const app = await LocalApp.open({
      store: postgresStore(counted as unknown as Pool),
      connection: opened.redis.address as { path: string },
    });
    try {
      for (const size of SIZES) {
        const path = monitorIn(await askLater(app, toBatch(`polled-${size}`, size)));
        [queries, rows] = [0, 0];
        for (let poll = 0; poll < POLLS; poll += 1) await ask(app, { path });
        counts.push([queries, rows]);
      }
      expect(counts).toEqual(SIZES.map(() => [POLLS, POLLS]));
      expect(app.errors).toEqual([]);
    } finally {
      await app.close();
      await pool.end();
      await opened.close();
    }
  });
});
