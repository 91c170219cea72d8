import { describe, expect, test } from '@jest/globals';
import { asyncHosts } from './async-hosts.js';
import { gate, send, sendBatch, sendList, things, untilEnded } from './client.js';
import { observedStore } from './observed-store.js';

const KEY = { 'idempotency-key': '"k"' };

describe.each(asyncHosts.map((host) => [host.name, host] as const))('%s: with a key', (_name, host) => {
  test('a batch that is sent again gets the same monitor, and runs once', async () => {
    const ran: string[] = [];
    const goOn = gate();
    const app = await host.start({
      target: async ({ url }) => {
        ran.push(url);
        await goOn.opened;
        return 200;
      },
    });
    try {
      const first = await sendBatch(app, things(3), { headers: KEY });
      expect([first.status, first.headers['idempotency-replayed']]).toEqual([202, undefined]);
      const path = first.headers.location ?? '';
      const again = await sendBatch(app, things(3), { headers: KEY });
      expect([again.status, again.headers.location, again.headers['idempotency-replayed']]).toEqual([
        202,
        path,
        'true',
      ]);
      expect(again.json.createdAt).toBe(first.json.createdAt);
      goOn.open();
      await untilEnded(app, path);
      const later = await sendBatch(app, things(3), { headers: KEY });
      expect([later.status, later.headers.location, later.json.status]).toEqual([202, path, 'finished']);
      expect(later.json.progress).toMatchObject({ done: 3, percent: 100 });
      expect(ran).toHaveLength(3);
      const reused = { status: 422, json: { type: 'urn:multistatus:problem:idempotency-key-reused' } };
      expect(await sendBatch(app, things(2), { headers: KEY })).toMatchObject(reused);
      expect(await sendBatch(app, things(3), { headers: { ...KEY, prefer: '' } })).toMatchObject(reused);
      expect((await sendBatch(app, things(3), { headers: KEY, client: 'bob' })).headers.location).not.toBe(
        path,
      );
      await send(app, { method: 'DELETE', path });
      expect(await sendBatch(app, things(3), { headers: KEY })).toMatchObject({
        status: 404,
        json: { type: 'urn:multistatus:problem:no-such-monitor', executed: 'unknown' },
      });
      expect(app.errors).toEqual([]);
    } finally {
      goOn.open();
      await app.close();
    }
  });

  test('a key that was answered at once is not answered later', async () => {
    const app = await host.start();
    try {
      const sync = { ...KEY, prefer: '' };
      expect((await sendBatch(app, things(1), { headers: sync })).status).toBe(207);
      expect((await sendBatch(app, things(1), { headers: KEY })).status).toBe(422);
    } finally {
      await app.close();
    }
  });

  test('the lines of an upload are compared', async () => {
    const app = await host.start({ limits: { jobSize: 2 } });
    try {
      const first = await sendList(app, '1\n2\n3\n', KEY);
      const again = await sendList(app, '1\n2\n3\n', KEY);
      expect([again.status, again.headers.location]).toEqual([202, first.headers.location]);
      for (const other of ['1\n2\n4\n', '1\n2\n', '1\n2\n3\n4\n']) {
        expect((await sendList(app, other, KEY)).status).toBe(422);
      }
    } finally {
      await app.close();
    }
  });

  test('a refused request leaves its key to the next one', async () => {
    const app = await host.start({ isPaused: true, limits: { maxBatchesPerClient: 1 } });
    try {
      const path = (await sendBatch(app, things(1))).headers.location ?? '';
      expect((await sendBatch(app, things(2), { headers: KEY })).status).toBe(429);
      await send(app, { method: 'DELETE', path });
      expect((await sendBatch(app, things(3), { headers: KEY })).status).toBe(422);
      expect((await sendBatch(app, things(2), { headers: KEY })).status).toBe(202);
    } finally {
      await app.close();
    }
  });

  // The process is as if it had died: after this call, none of its calls reaches the store any more.
  test.each(['create', 'addJobs', 'write', 'open'])(
    'after a process that died at %s, the request runs once',
    async (last) => {
      let isDead = false;
      let hasStarted = false;
      const ran: string[] = [];
      const store = observedStore(async (name, call) => {
        if (isDead) throw new Error('the process is dead');
        const result = await call();
        if (hasStarted && name === last) {
          isDead = true;
          throw new Error('the answer is lost');
        }
        return result;
      });
      const app = await host.start({
        store,
        leaseMs: 100,
        isPaused: true,
        target: ({ url }) => {
          ran.push(url);
          return 200;
        },
      });
      try {
        hasStarted = true;
        const lost = await sendBatch(app, things(3), { headers: KEY });
        expect([lost.status, lost.json.executed]).toEqual([503, last === 'open' ? 'unknown' : false]);
        hasStarted = false;
        isDead = false;
        let answer = await sendBatch(app, things(3), { headers: KEY });
        while (answer.status === 409) answer = await sendBatch(app, things(3), { headers: KEY });
        expect(answer.status).toBe(202);
        await app.startWorker();
        const end = await untilEnded(app, answer.headers.location ?? '');
        expect(end.json.summary?.succeeded).toBe(3);
        expect([...ran].sort()).toEqual(['/things/0', '/things/1', '/things/2']);
      } finally {
        await app.close();
      }
    },
  );
});
