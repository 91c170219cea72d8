import { request } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { memoryQueue } from '@multistatus/async/memory';
import { asyncHosts } from './async-hosts.js';
import { send, sendBatch, sendList, things, until, untilEnded } from './client.js';
import { observed, observedStore } from './observed-store.js';

describe.each(asyncHosts.map((host) => [host.name, host] as const))(
  '%s: refused before 202',
  (_name, host) => {
    test('a client that nobody knows', async () => {
      const app = await host.start({ isPaused: true });
      try {
        expect(await sendBatch(app, things(1), { client: '' })).toMatchObject({
          status: 403,
          json: { type: 'urn:multistatus:problem:unidentified' },
        });
        expect(await app.queue.depth()).toBe(0);
      } finally {
        await app.close();
      }
    });

    test('a client with too much under way, and only that client', async () => {
      const app = await host.start({
        isPaused: true,
        limits: { maxBatchesPerClient: 2, maxBytesPerClient: 10_000 },
      });
      try {
        expect(await sendBatch(app, things(100), { client: 'bob' })).toMatchObject({
          status: 429,
          json: { limit: 'maxBytesPerClient', max: 10_000, executed: false },
        });
        expect((await sendBatch(app, things(1))).status).toBe(202);
        const second = await sendBatch(app, things(1));
        expect(await sendBatch(app, things(1))).toMatchObject({
          status: 429,
          headers: { 'retry-after': '5' },
          json: {
            type: 'urn:multistatus:problem:too-many-batches',
            limit: 'maxBatchesPerClient',
            max: 2,
            executed: false,
          },
        });
        expect((await sendBatch(app, things(1), { client: 'bob' })).status).toBe(202);
        await send(app, { method: 'DELETE', path: second.headers.location ?? '' });
        expect((await sendBatch(app, things(1))).status).toBe(202);
      } finally {
        await app.close();
      }
    });

    test('a queue with too many jobs', async () => {
      const app = await host.start({ isPaused: true, limits: { maxQueuedJobs: 1 } });
      try {
        expect((await sendBatch(app, things(1))).status).toBe(202);
        expect(await sendBatch(app, things(1))).toMatchObject({
          status: 503,
          headers: { 'retry-after': '10' },
          json: { type: 'urn:multistatus:problem:queue-full', limit: 'maxQueuedJobs', max: 1, actual: 1 },
        });
      } finally {
        await app.close();
      }
    });

    test('an upload that breaks off, or that is refused in the middle, leaves nothing', async () => {
      const calls: string[] = [];
      const store = observedStore((name, call) => {
        calls.push(name);
        return call();
      });
      const app = await host.start({ isPaused: true, store, limits: { maxOperations: 1_000, jobSize: 1 } });
      try {
        const { port } = app;
        const headers = {
          'content-type': 'application/x-ndjson',
          prefer: 'respond-async',
          'x-client-name': 'ana',
        };
        const upload = request({ port, method: 'PATCH', path: '/photos', headers, agent: false });
        upload.on('error', () => undefined);
        upload.write('1\n'.repeat(200));
        await until(() => calls.includes('addJobs'));
        upload.destroy();
        await until(() => calls.includes('remove'));
        calls.length = 0;
        expect(await sendList(app, '1\n'.repeat(1_001))).toMatchObject({
          status: 413,
          json: { limit: 'maxOperations', max: 1_000 },
        });
        expect(calls).toContain('remove');
        expect(calls).not.toContain('open');
        expect((await send(app, { path: '/monitors' })).json.monitors).toEqual([]);
        expect(await app.queue.depth()).toBe(0);
      } finally {
        await app.close();
      }
    });

    test.each(['check', 'depth'])('a queue that is down at %s', async (step) => {
      let isDown = true;
      const queue = observed(memoryQueue(), async (name, call) => {
        if (isDown && name === step) throw new Error('connect ECONNREFUSED 10.0.0.7:6379');
        return call();
      });
      const app = await host.start({ isPaused: true, queue });
      try {
        const refused = await sendBatch(app, things(1));
        expect(refused).toMatchObject({
          status: 503,
          headers: { 'retry-after': '1' },
          json: { type: 'urn:multistatus:problem:queue-unavailable', executed: false },
        });
        expect(refused.text).not.toContain('10.0.0.7');
        expect(String(app.errors[0])).toContain('10.0.0.7');
        isDown = false;
        expect((await sendBatch(app, things(1))).status).toBe(202);
      } finally {
        await app.close();
      }
    });

    test('a queue that is down when the jobs are added: the 202 is true', async () => {
      let isDown = true;
      const queue = observed(memoryQueue(), async (name, call) => {
        if (isDown && name === 'add') throw new Error('connect ECONNREFUSED 10.0.0.7:6379');
        return call();
      });
      const app = await host.start({ isPaused: true, queue });
      try {
        const accepted = await sendBatch(app, things(2), { headers: { 'idempotency-key': '"k"' } });
        expect(accepted.status).toBe(202);
        expect((await send(app, { path: accepted.headers.location ?? '' })).json.status).toBe('running');
        expect(await app.journal.batches?.records.takeOverdue(0, 10)).toHaveLength(1);
        isDown = false;
      } finally {
        await app.close();
      }
    });

    test.each(['create', 'addJobs', 'open', 'find'])('a store that is down at %s', async (step) => {
      let isDown = false;
      const ran: string[] = [];
      const store = observedStore(async (name, call) => {
        if (isDown && name === step) throw new Error('connect ECONNREFUSED 10.0.0.7:5432');
        return call();
      });
      const app = await host.start({
        store,
        target: ({ url }) => {
          ran.push(url);
          return 200;
        },
      });
      try {
        isDown = true;
        const answer = await sendBatch(app, things(1));
        expect(answer.text).not.toContain('10.0.0.7');
        expect(String(app.errors[0])).toContain('10.0.0.7');
        if (step === 'find') {
          expect(answer.status).toBe(202);
          const path = answer.headers.location ?? '';
          expect(await send(app, { path })).toMatchObject({
            status: 503,
            json: { type: 'urn:multistatus:problem:journal-unavailable' },
          });
          isDown = false;
          expect((await untilEnded(app, path)).status).toBe(207);
          return;
        }
        expect(answer).toMatchObject({
          status: 503,
          json: { type: 'urn:multistatus:problem:journal-unavailable', executed: false },
        });
        isDown = false;
        await untilEnded(app, (await sendBatch(app, things(1))).headers.location ?? '');
        expect(ran).toHaveLength(1);
        expect((await send(app, { path: '/batch/monitors' })).json.monitors).toHaveLength(1);
      } finally {
        await app.close();
      }
    });
  },
);
