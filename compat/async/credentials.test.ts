// A token that a client sends is nowhere but in the process that checks it.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Queue } from 'bullmq';
import { toPostgresStore } from '../journal/postgres-store.js';
import { toBatch } from '../journal/to-batch.js';
import { describeWithPostgres } from '../postgres/describe-with-postgres.js';
import { askLater, askListLater, askUntilEnded, monitorIn } from './ask.js';
import { type BullBoard, startBullBoard } from './bull-board.js';
import { type OpenedApp, openLocalApp } from './open-local-app.js';

const OPERATIONS = 120;
const CANARY = 'canary-8d21f0';
const HEADERS = { cookie: `session=${CANARY}`, 'x-api-key': CANARY };
const MAX_JOB_BYTES = 1_000;

describeWithPostgres('Credentials', (postgres) => {
  describe.each(['redis', 'postgres'] as const)('with the journal in %s', (kind) => {
    let opened: OpenedApp;
    let board: BullBoard;
    let jobs: Queue;
    beforeAll(async () => {
      const store = kind === 'postgres' ? toPostgresStore(postgres()) : undefined;
      opened = await openLocalApp(
        {
          userOf: (token) => (token === CANARY ? 'alice' : undefined),
          batch: { headers: { inherit: ['x-api-key'] } },
          // As an app that renews sessions does.
          work: (_operation, res) => void res.set('set-cookie', `session=${CANARY}`),
        },
        store,
      );
      const connection = opened.redis.address as { readonly path: string };
      board = await startBullBoard(connection);
      jobs = new Queue('multistatus', { connection });
    });
    afterAll(async () => {
      await jobs.close();
      await board.stop();
      await opened.close();
    });

    /** Everything that the servers keep. */
    async function readAll(): Promise<string> {
      const store = kind === 'postgres' ? await toPostgresStore(postgres()).readAll() : '';
      return store + (await opened.redis.readAll());
    }

    test('are in no key, row or job, neither while jobs wait nor afterwards; a dashboard shows references', async () => {
      const { app } = opened;
      const sent = { token: CANARY, headers: HEADERS };
      const batch = monitorIn(await askLater(app, toBatch(`${kind}-secret`, OPERATIONS), sent));
      const names = Array.from({ length: OPERATIONS }, (_, index) => `${kind}-secret-item/${index}`);
      const list = monitorIn(await askListLater(app, names, sent));

      const waiting = await readAll();
      expect(waiting).toContain(`${kind}-secret/${OPERATIONS - 1}`);
      expect(waiting).toContain(`${kind}-secret-item/${OPERATIONS - 1}`);
      expect(waiting).not.toContain(CANARY);

      const queued = await jobs.getJobs(['prioritized', 'waiting', 'delayed', 'active']);
      expect(queued).toHaveLength(2 * Math.ceil(OPERATIONS / 50));
      for (const { data, opts } of queued) {
        expect(Buffer.byteLength(JSON.stringify([data, opts]))).toBeLessThan(MAX_JOB_BYTES);
        expect(Object.keys(data as object).sort()).toEqual(['endpoint', 'id', 'job', 'priority', 'ref']);
      }
      const page = await fetch(
        `${board.origin}/queues/api/queues?activeQueue=multistatus&status=prioritized&page=1&jobsPerPage=100`,
      );
      const shown = await page.text();
      for (const { data } of queued) expect(shown).toContain((data as { readonly id: string }).id);
      expect(shown).not.toContain(CANARY);
      expect(shown).not.toContain('-secret');

      await app.startWorker();
      for (const monitor of [batch, list]) {
        const final = await askUntilEnded(app, monitor, sent);
        expect(final.text).toContain(`"succeeded":${OPERATIONS}`);
        expect(final.text).not.toContain(CANARY);
      }
      const kept = await readAll();
      expect(kept).toContain(`${kind}-secret/${OPERATIONS - 1}`);
      expect(kept).not.toContain(CANARY);
      expect(app.errors).toEqual([]);
    }, 60_000);
  });
});
