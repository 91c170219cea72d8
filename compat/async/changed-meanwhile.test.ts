// What may change between the acceptance of a request and its jobs.
import { expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { toBatch } from '../journal/to-batch.js';
import { askLater, askUntilEnded, monitorIn, until } from './ask.js';
import { openLocalApp } from './open-local-app.js';

const OPERATIONS = 20;

test('a token that expires before the job runs: no operation is answered 401', async () => {
  let isExpired = false;
  let refused = 0;
  const userOf = (token: string): string | undefined => {
    if (token === 'fresh' || !isExpired) return 'alice';
    refused += 1;
    return undefined;
  };
  const opened = await openLocalApp({ userOf });
  const { app } = opened;
  try {
    const monitor = monitorIn(await askLater(app, toBatch('expiry', OPERATIONS), { token: 'short' }));
    isExpired = true;
    const late = await askLater(app, toBatch('late', 1), { token: 'short' });
    expect([late.status, refused]).toEqual([403, 1]);
    await app.startWorker();
    const final = await askUntilEnded(app, monitor, { token: 'fresh' });
    expect(final.json.responses?.map(({ status }) => status)).toEqual(Array(OPERATIONS).fill(201));
    expect(app.errors).toEqual([]);
  } finally {
    await opened.close();
  }
});

test('a worker of another version without the route: outcomes 404, and onError is told once', async () => {
  const opened = await openLocalApp({ later: { appVersion: '1' } });
  const { app } = opened;
  try {
    const other = await opened.openAnother({ hasRoute: false, later: { appVersion: '2' } });
    await other.startWorker();
    const monitor = monitorIn(await askLater(app, toBatch('version', 2 * 50)));
    const final = await askUntilEnded(app, monitor);
    expect(final.json.responses?.map(({ status }) => status)).toEqual(Array(2 * 50).fill(404));
    expect(other.errors.map(({ message }) => message)).toEqual([
      'A job was accepted by version 1 of the app, and runs in version 2',
    ]);
  } finally {
    await opened.close();
  }
});

test('a job whose batch is gone is dropped, and others run', async () => {
  const opened = await openLocalApp();
  const { app, redis } = opened;
  try {
    monitorIn(await askLater(app, toBatch('gone', OPERATIONS)));
    const client = new Redis(redis.address as { path: string });
    // Whatever the journal has, as if its server had lost it.
    const kept = await client.keys('multistatus:*');
    expect(kept.length).toBeGreaterThan(0);
    await client.del(...kept);
    client.disconnect();
    await app.startWorker();
    const monitor = monitorIn(await askLater(app, toBatch('there', OPERATIONS)));
    const final = await askUntilEnded(app, monitor);
    expect(final.json.responses?.map(({ status }) => status)).toEqual(Array(OPERATIONS).fill(201));
    await until(async () => (await app.queue.depth()) === 0);
    expect([...app.effects.keys()].filter((operation) => operation.startsWith('gone'))).toEqual([]);
    expect(app.errors).toEqual([]);
  } finally {
    await opened.close();
  }
});

test('jobs of an endpoint that a worker does not know are given back, and told once', async () => {
  const opened = await openLocalApp({ name: 'orders' });
  const { app } = opened;
  try {
    const other = await opened.openAnother();
    await other.startWorker();
    const monitor = monitorIn(await askLater(app, toBatch('unknown', 2 * 50)));
    await until(() => other.errors.length > 0);
    await app.startWorker();
    const final = await askUntilEnded(app, monitor);
    expect(final.json.responses?.map(({ status }) => status)).toEqual(Array(2 * 50).fill(201));
    expect(other.effects.size).toBe(0);
    expect(other.errors.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^Received a job for the endpoint "orders", which is not among createWorker.endpoints/,
      ),
    ]);
  } finally {
    await opened.close();
  }
});

test('a Redis that may remove keys: no worker starts, and no request is accepted', async () => {
  const opened = await openLocalApp();
  const { app, redis } = opened;
  try {
    const client = new Redis(redis.address as { path: string });
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    client.disconnect();
    await expect(app.startWorker()).rejects.toThrow(/maxmemory-policy to noeviction.*allkeys-lru/s);
    const refused = await askLater(app, toBatch('evicted', 1));
    expect(refused.status).toBe(503);
    expect(app.errors.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/maxmemory-policy/),
    );
  } finally {
    await opened.close();
  }
});
