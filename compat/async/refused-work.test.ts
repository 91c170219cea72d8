// Redis goes away at each step of taking a request.
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { BatchQueue } from '@multistatus/async';
import type { BatchRecords, BatchStore } from '@multistatus/journal';
import { startRedis } from '../journal/redis-server.js';
import type { StoreServer } from '../journal/store-server.js';
import { toBatch } from '../journal/to-batch.js';
import { askLater, askUntilEnded, monitorIn, type Reply } from './ask.js';
import { LocalApp } from './local-app.js';
import { type LocalStore, openLocalStore } from './open-local-store.js';

const OPERATIONS = 3;
/** The calls of queue and journal that take a request, in this order. */
const STEPS = ['depth', 'create', 'addJobs', 'open', 'add'];

let redis: StoreServer;
let local: LocalStore;
let app: LocalApp;
/** Called before a step. */
let before: (step: string) => Promise<void> = async () => {};

beforeAll(async () => {
  redis = await startRedis('always');
  local = await openLocalStore(redis);
  app = await LocalApp.open({
    store: watchedStore(local.store),
    leaseMs: 2_000,
    connection: redis.address as { path: string },
    wrapQueue: (queue) => watched<BatchQueue>(queue),
  });
});

afterAll(async () => {
  await app.close();
  await local.close();
  await redis.stop();
});

/** Sends a batch, and takes Redis away before a step, until the answer has arrived. */
async function sendWithout(step: string, key: string, headers: Record<string, string> = {}): Promise<Reply> {
  let reply: Reply | undefined;
  const sent = new Promise<void>((resolve, reject) => {
    before = async (reached) => {
      if (reached !== step) return;
      before = async () => {};
      await new Promise<void>((isDown) => {
        crashed = redis.crash(async () => {
          isDown();
          await sent;
        });
      });
    };
    askLater(app, toBatch(key, OPERATIONS), { headers }).then((answer) => {
      reply = answer;
      resolve();
    }, reject);
  });
  let crashed = Promise.resolve();
  await sent;
  await crashed;
  return reply as Reply;
}

/** Sends a batch until no earlier request with its key is in the way any more. */
async function sendAgain(key: string, headers: Record<string, string>): Promise<Reply> {
  for (;;) {
    const reply = await askLater(app, toBatch(key, OPERATIONS), { headers });
    if (reply.status !== 409 && reply.status !== 503) return reply;
    await setTimeout(100);
  }
}

test('Redis is down at each step: what is refused does not run, and what is accepted runs once', async () => {
  const accepted: Reply[] = [];
  for (const step of STEPS.slice(0, -1)) {
    const headers = { 'idempotency-key': `"${step}"` };
    const refused = await sendWithout(step, step, headers);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect({ step, status: refused.status, type: refused.json.type }).toEqual({
      step,
      status: 503,
      type: expect.stringMatching(step === 'depth' ? /queue-unavailable$/ : /journal-unavailable$/),
    });
    // Only the jobs of accepted requests can run: no worker has begun them.
    expect(await eventually(() => local.store.records?.takeOverdue(0, 100))).toHaveLength(accepted.length);
    expect(await eventually(() => app.queue.depth())).toBe(accepted.length);
    const again = await sendAgain(step, headers);
    accepted.push(again);
    expect({ step, status: again.status }).toEqual({ step, status: 202 });
  }
  // The queue is only told what is already kept.
  accepted.push(await sendWithout('add', 'add'));
  await eventually(() => app.queue.check());
  await eventually(() => local.store.check());
  await app.startWorker();
  for (const reply of accepted) {
    const final = await askUntilEnded(app, monitorIn(reply));
    expect(final.json.responses?.map(({ status }) => status)).toEqual(Array(OPERATIONS).fill(201));
  }
  expect([...app.effects.values()]).toEqual(Array(STEPS.length * OPERATIONS).fill(1));
}, 120_000);

/** Returns what a call returns once there is a connection again. */
async function eventually<Value>(call: () => Value): Promise<Awaited<Value>> {
  for (;;) {
    try {
      return await call();
    } catch {
      await setTimeout(20);
    }
  }
}

/** Returns an object whose methods call `before` first, if they are steps. */
function watched<T extends object>(object: T): T {
  return new Proxy(object, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (!STEPS.includes(String(name))) return value.bind(target);
      return async (...args: unknown[]) => {
        await before(String(name));
        return value.apply(target, args);
      };
    },
  });
}

function watchedStore(store: BatchStore): BatchStore {
  const records = watched(store.records as BatchRecords);
  return new Proxy(store, {
    get(target, name) {
      if (name === 'records') return records;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
