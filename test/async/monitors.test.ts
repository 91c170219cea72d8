import { describe, expect, test } from '@jest/globals';
import { memoryQueue } from '@multistatus/async/memory';
import { asyncHosts } from './async-hosts.js';
import { gate, send, sendBatch, sendList, things, until, untilEnded } from './client.js';
import { observed, observedStore } from './observed-store.js';

const ID = /^[\w-]{24}$/;

describe.each(asyncHosts.map((host) => [host.name, host] as const))('%s: answered later', (_name, host) => {
  test('a batch is answered 202, its monitor has the progress, and in the end the outcomes', async () => {
    const started = gate();
    const goOn = gate();
    const app = await host.start({
      limits: { jobSize: 2 },
      isPaused: true,
      target: async ({ url }) => {
        if (!url.endsWith('/3')) return url.endsWith('/1') ? 404 : 201;
        started.open();
        await goOn.opened;
        return 303;
      },
    });
    try {
      const accepted = await sendBatch(app, things(4));
      expect(accepted.status).toBe(202);
      const location = accepted.headers.location ?? '';
      expect(location.replace('/batch/monitors/', '')).toMatch(ID);
      expect(accepted.headers).toMatchObject({
        'retry-after': '1',
        'preference-applied': 'respond-async',
        'cache-control': 'no-store',
        vary: 'Accept, Prefer',
        'content-type': 'application/json; charset=utf-8',
      });
      const none = { total: 4, done: 0, succeeded: 0, failed: 0, other: 0, percent: 0 };
      const createdAt = accepted.json.createdAt ?? '';
      expect(new Date(createdAt).toISOString()).toBe(createdAt);
      expect(accepted.json).toEqual({
        status: 'running',
        monitor: location,
        retryAfterSeconds: 1,
        queued: true,
        durable: false,
        createdAt,
        progress: none,
      });
      await app.startWorker();
      await started.opened;
      await until(async () => (await send(app, { path: location })).json.progress?.done === 3);
      const running = await send(app, { path: location });
      expect(running.status).toBe(202);
      expect(running.headers).toMatchObject({ location, 'retry-after': '1', 'cache-control': 'no-store' });
      expect(running.json).toEqual({
        status: 'running',
        monitor: location,
        retryAfterSeconds: 1,
        durable: false,
        createdAt,
        progress: { total: 4, done: 3, succeeded: 2, failed: 1, other: 0, percent: 75 },
      });
      const xml = await send(app, { path: location, headers: { accept: 'application/xml' } });
      expect(xml.headers['content-type']).toBe('application/xml; charset=utf-8');
      expect(xml.text).toBe(
        `<M:monitor xmlns:M="urn:multistatus:xml:1" status="running" href="${location}" retryAfterSeconds="1" durable="false" createdAt="${createdAt}"><M:progress total="4" done="3" succeeded="2" failed="1" other="0" percent="75"/></M:monitor>`,
      );
      const head = await send(app, { method: 'HEAD', path: location });
      expect([head.status, head.text, head.headers.location]).toEqual([202, '', location]);
      goOn.open();
      const finished = await untilEnded(app, location);
      expect(finished.status).toBe(207);
      expect(finished.headers).toMatchObject({
        asyncresult: '207',
        'cache-control': 'no-store',
        vary: 'Accept',
      });
      const expires = Date.parse(finished.headers.expires ?? '') - Date.parse(createdAt);
      expect(expires / 1000).toBeGreaterThan(86_300);
      expect(expires / 1000).toBeLessThan(86_500);
      const statuses = (finished.json.responses ?? []).map(({ status }) => status);
      expect(statuses).toEqual([201, 404, 201, 303]);
      expect(finished.json.summary).toEqual({ total: 4, succeeded: 2, failed: 1, other: 1 });
      const asXml = await send(app, { path: location, headers: { accept: 'application/xml' } });
      expect(asXml.headers['content-type']).toMatch(/^application\/xml/);
      expect(asXml.text.match(/HTTP\/1\.1 \d+/g)).toEqual(
        [201, 404, 201, 303].map((status) => `HTTP/1.1 ${status}`),
      );
      const lines = await send(app, { path: location, headers: { accept: 'application/x-ndjson' } });
      expect(
        lines.text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line).index),
      ).toEqual([0, 1, 2, 3, undefined]);
      const headAtEnd = await send(app, { method: 'HEAD', path: location });
      expect([headAtEnd.status, headAtEnd.text, headAtEnd.headers['asyncresult']]).toEqual([207, '', '207']);
      expect(await send(app, { path: location, headers: { accept: 'text/csv' } })).toMatchObject({
        status: 406,
        json: { type: 'urn:multistatus:problem:not-acceptable' },
      });
      const removed = await send(app, { method: 'DELETE', path: location });
      expect([removed.status, removed.text]).toEqual([204, '']);
      const problem = { status: 404, json: { type: 'urn:multistatus:problem:no-such-monitor' } };
      expect(await send(app, { path: location })).toMatchObject(problem);
      expect(await send(app, { method: 'DELETE', path: location })).toMatchObject(problem);
      expect(app.errors).toEqual([]);
    } finally {
      goOn.open();
      await app.close();
    }
  });

  test('a request that ends within the time that its client waits is answered as always', async () => {
    const app = await host.start();
    try {
      const answer = await sendBatch(app, things(3), { headers: { prefer: 'respond-async, wait=10' } });
      expect(answer.status).toBe(207);
      expect(answer.headers).toMatchObject({
        'preference-applied': 'respond-async, wait=10',
        vary: 'Accept, Prefer',
      });
      expect(answer.headers.location).toBeUndefined();
      expect(answer.json.summary?.succeeded).toBe(3);
    } finally {
      await app.close();
    }
  });

  test('the time that a client waits is limited, and the answer says by how much', async () => {
    const app = await host.start({ isPaused: true, limits: { maxWaitMs: 1_000 } });
    try {
      const prefer = 'respond-async, wait=600, return=minimal';
      const answer = await sendBatch(app, things(1), { headers: { prefer } });
      expect(answer.status).toBe(202);
      expect(answer.headers['preference-applied']).toBe('respond-async, wait=1, return=minimal');
    } finally {
      await app.close();
    }
  });

  test('an NDJSON upload is answered 202 when its last line is stored, and each item has its outcome', async () => {
    const app = await host.start({
      limits: { jobSize: 10 },
      target: ({ url }) => (url.includes('7') ? 409 : 200),
    });
    try {
      const items = Array.from({ length: 95 }, (_, n) => n);
      const accepted = await sendList(app, items.map((n) => `${n}\n`).join(''));
      expect(accepted.status).toBe(202);
      expect(accepted.headers.location).toMatch(/^\/monitors\/[\w-]{24}$/);
      expect(accepted.json.progress?.total).toBe(95);
      const finished = await untilEnded(app, accepted.headers.location ?? '');
      const responses = finished.json.responses ?? [];
      expect(responses.map(({ index }) => index)).toEqual(items);
      expect(responses.map(({ status }) => status)).toEqual(
        items.map((n) => (String(n).includes('7') ? 409 : 200)),
      );
      expect(app.errors).toEqual([]);
    } finally {
      await app.close();
    }
  });

  test('a list without items has nothing to wait for', async () => {
    const app = await host.start();
    try {
      expect(await sendList(app, '')).toMatchObject({
        status: 207,
        json: { responses: [], summary: { total: 0 } },
      });
      expect((await send(app, { path: '/monitors' })).json).toEqual({ monitors: [] });
    } finally {
      await app.close();
    }
  });

  test('a monitor is only there for the client that began it, whatever it is asked', async () => {
    const app = await host.start({ isPaused: true });
    try {
      const path = (await sendBatch(app, things(1))).headers.location ?? '';
      const unknown = '/batch/monitors/AAAAAAAAAAAAAAAAAAAAAAAA';
      const texts = new Set<string>();
      for (const method of ['GET', 'DELETE']) {
        for (const accept of ['application/json', 'text/event-stream', 'application/x-ndjson']) {
          for (const [target, client] of [
            [path, 'bob'],
            [path, ''],
            [unknown, 'ana'],
            [`${path}/result`, 'ana'],
          ] as const) {
            const answer = await send(app, { method, path: target, client, headers: { accept } });
            expect([method, accept, client, answer.status]).toEqual([method, accept, client, 404]);
            texts.add(answer.text);
          }
        }
      }
      expect(texts.size).toBe(1);
      expect((await send(app, { path })).status).toBe(202);
    } finally {
      await app.close();
    }
  });

  test.each([
    ['a path', '../../etc/passwd'],
    ['lines', 'a\nb'],
    ['10 KB', 'x'.repeat(10_240)],
    ['characters of all kinds', "' OR 1=1 -- \u{1F600}\0"],
  ])('a principal can be any text: %s', async (_what, text) => {
    const identified = { principal: 'someone else' };
    const named = await host.start({ isPaused: true, identify: () => identified.principal });
    try {
      identified.principal = text;
      const path = (await sendBatch(named, things(1))).headers.location ?? '';
      expect((await send(named, { path })).status).toBe(202);
      expect((await send(named, { path: '/batch/monitors' })).json.monitors).toHaveLength(1);
      identified.principal = `${text} `;
      expect((await send(named, { path })).status).toBe(404);
    } finally {
      await named.close();
    }
  });

  test('other methods and paths are refused', async () => {
    const app = await host.start({ isPaused: true });
    try {
      const path = (await sendBatch(app, things(1))).headers.location ?? '';
      for (const [target, allow] of [
        [path, 'GET, HEAD, DELETE'],
        ['/batch/monitors', 'GET, HEAD'],
      ] as const) {
        for (const method of ['POST', 'PUT', 'OPTIONS']) {
          const answer = await send(app, { method, path: target });
          expect([answer.status, answer.headers.allow]).toEqual([405, allow]);
        }
      }
      expect((await send(app, { method: 'DELETE', path: '/batch/monitors' })).status).toBe(405);
      expect((await send(app, { path: `${path}/other` })).status).toBe(404);
    } finally {
      await app.close();
    }
  });

  test('the list has the monitors of the client, newest first', async () => {
    const app = await host.start();
    try {
      const first = await sendBatch(app, things(1));
      const second = await sendBatch(app, things(2));
      await sendBatch(app, things(3), { client: 'bob' });
      await untilEnded(app, first.headers.location ?? '');
      await untilEnded(app, second.headers.location ?? '');
      const { status, headers, json } = await send(app, { path: '/batch/monitors' });
      expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
      expect(json).toEqual({
        monitors: [second, first].map((answer, at) => ({
          monitor: answer.headers.location,
          status: 'finished',
          createdAt: answer.json.createdAt,
          endedAt: expect.any(String),
          expiresAt: expect.any(String),
          progress: { total: 2 - at, done: 2 - at, succeeded: 2 - at, failed: 0, other: 0, percent: 100 },
        })),
      });
    } finally {
      await app.close();
    }
  });

  test('whoever knows a URL may read it if the app says so, and there is no list then', async () => {
    const app = await host.start({ identify: 'anyone-with-the-url' });
    try {
      const path = (await sendBatch(app, things(1))).headers.location ?? '';
      expect((await send(app, { path, client: 'bob' })).status).toBeLessThan(300);
      expect((await send(app, { path: '/batch/monitors' })).json.type).toBe(
        'urn:multistatus:problem:no-such-monitor',
      );
    } finally {
      await app.close();
    }
  });

  test('no credential is in the store or the queue', async () => {
    const kept: unknown[] = [];
    const keep = (
      _name: string,
      call: () => Promise<unknown>,
      args: readonly unknown[],
    ): Promise<unknown> => {
      kept.push(args);
      return call();
    };
    const app = await host.start({
      isPaused: true,
      store: observedStore(keep),
      queue: observed(memoryQueue(), keep),
      respondAsync: { capture: () => ({ id: 'captured' }) },
    });
    try {
      const names = ['authorization', 'cookie', 'x-api-key', 'x-csrf-token', 'referer', 'x-auth-token'];
      const headers = Object.fromEntries(names.map((name) => [name, 'canary-7f3a']));
      const accepted = await sendBatch(app, things(1), { headers: { ...headers, 'accept-language': 'de' } });
      expect(accepted.status).toBe(202);
      await send(app, { path: accepted.headers.location ?? '' });
      const text = JSON.stringify(kept);
      expect(text).not.toContain('canary');
      expect(text).toContain('captured');
      expect(text).toContain('accept-language');
      expect(text).toContain('127.0.0.1');
    } finally {
      await app.close();
    }
  });

  test('a monitor that is asked too often is answered 429', async () => {
    const app = await host.start({ isPaused: true, limits: { minPollMs: 60_000 } });
    try {
      const path = (await sendBatch(app, things(1))).headers.location ?? '';
      expect((await send(app, { path })).status).toBe(202);
      const second = await send(app, { path });
      expect([second.status, second.headers['retry-after']]).toEqual([429, '60']);
      expect(second.json.type).toBe('urn:multistatus:problem:too-many-polls');
    } finally {
      await app.close();
    }
  });
});
