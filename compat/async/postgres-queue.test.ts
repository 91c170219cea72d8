// The queue of docs/internals/writing-a-queue.md on a PostgreSQL server, through pg.
import { EventEmitter, once } from 'node:events';
import { afterAll, beforeAll, test } from '@jest/globals';
import type { BatchQueue } from '@multistatus/async';
import { memoryQueue } from '@multistatus/async/memory';
import { testQueue } from '@multistatus/async/test-queue';
import { Pool } from 'pg';
import { PageFolder } from '../../test/docs/page-folder.js';
import { readPage } from '../../test/docs/read-page.js';
import { describeWithPostgres } from '../postgres/describe-with-postgres.js';

type Listen = (channel: string, wake: () => void) => Promise<() => Promise<void>>;

interface Page {
  readonly PostgresQueue: new (database: Pool, listen: Listen) => BatchQueue;
  readonly listenWithPg: Listen;
}

const FILES = ['postgres-queue.ts', 'listen-with-pg.ts'];

describeWithPostgres('The queue of the page', (server) => {
  const folder = new PageFolder(new URL('./', import.meta.url));
  const cases = new Map<string, () => Promise<void>>();
  let pool: Pool;
  let page: Page;
  beforeAll(async () => {
    pool = new Pool(server().connection);
    for (const { info, code } of readPage('docs/internals/writing-a-queue.md').blocks) {
      const name = info.replace(/^ts /, '');
      const connected = code.replace('new Client()', `new Client(${JSON.stringify(server().connection)})`);
      if (FILES.includes(name)) folder.write(name, connected);
    }
    const program = FILES.map((name) => `export * from './${name.replace('.ts', '.js')}';`).join('\n');
    page = (await folder.run(program, () => undefined)) as unknown as Page;
    const newQueue = async (): Promise<BatchQueue> => {
      const queue = new page.PostgresQueue(pool, page.listenWithPg);
      await queue.check();
      await pool.query('TRUNCATE batch_jobs');
      return queue;
    };
    for (const { name, run } of testQueue(newQueue)) cases.set(name, run);
  });
  afterAll(async () => {
    folder.remove();
    await pool.end();
  });

  test.each(testQueue(memoryQueue).map(({ name }) => name))('%s', (name) => cases.get(name)?.());

  test('a notification wakes', async () => {
    const wakes = new EventEmitter();
    const end = await page.listenWithPg('batch_jobs', () => wakes.emit('wake'));
    await Promise.all([once(wakes, 'wake'), new page.PostgresQueue(pool, page.listenWithPg).add([])]);
    await end();
  });
});
