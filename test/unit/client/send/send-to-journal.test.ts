// A batch with an Idempotency-Key, against endpoints of Express and Koa that keep keys.
import type { RequestListener, ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Batch, batchFetch, createBatch, type Outcome, send } from '@multistatus/client';
import { batch as expressBatch } from '@multistatus/express';
import { createJournal, type StoreJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import { batch as koaBatch } from '@multistatus/koa';
import express from 'express';
import Koa from 'koa';
import { serveTraffic, type Traffic } from '../serve-traffic.js';
import { createStillClock } from '../still-clock.js';

interface App {
  readonly listener: RequestListener;
  readonly journal: StoreJournal<never>;
}

/** What `POST /orders/<name>` does: it returns the body of a 201. */
type Order = (name: string) => unknown;

const HEADER = 'authorization';

function createExpressApp(order: Order): App {
  const journal = createJournal({
    store: memoryStore(),
    identify: (req: express.Request) => req.get(HEADER),
    maxStoredBodyBytes: 1_000,
  });
  const app = express();
  app.use('/batch', expressBatch({ journal }));
  app.post('/orders/:name', async (req, res) => void res.status(201).json(await order(req.params.name)));
  app.get('/orders', (_req, res) => void res.json([]));
  return { listener: app, journal };
}

function createKoaApp(order: Order): App {
  const journal = createJournal({
    store: memoryStore(),
    identify: (ctx: Koa.Context) => ctx.get(HEADER),
    maxStoredBodyBytes: 1_000,
  });
  const app = new Koa();
  app.silent = true;
  app.use(koaBatch({ path: '/batch', journal }));
  app.use(async (ctx) => {
    if (ctx.method !== 'POST') ctx.body = [];
    else {
      ctx.status = 201;
      ctx.body = await order(ctx.path.slice('/orders/'.length));
    }
  });
  return { listener: app.callback() as RequestListener, journal };
}

describe.each([
  ['Express', createExpressApp],
  ['Koa', createKoaApp],
])('%s', (_host, createApp) => {
  let traffic: Traffic;
  let journal: StoreJournal<never>;
  /** How often each order was made. */
  let effects: Map<string, number>;
  /** Called with the response to each batch, before the app has it. */
  let onBatch: (res: ServerResponse) => void;
  /** Called while an order is made. */
  let onOrder: Order;
  beforeEach(async () => {
    effects = new Map();
    onBatch = () => {};
    onOrder = (name) => ({ name });
    const app = createApp(async (name) => {
      effects.set(name, (effects.get(name) ?? 0) + 1);
      return await onOrder(name);
    });
    ({ journal } = app);
    traffic = await serveTraffic((req, res) => {
      if (req.method === 'POST' && req.url === '/batch') onBatch(res);
      app.listener(req, res);
    });
  });
  afterEach(async () => {
    journal.close();
    await traffic.close();
  });

  const headers = { [HEADER]: 'ana' };

  function createOrders(): Batch {
    const batch = createBatch();
    for (const name of ['a', 'b', 'c']) batch.request(name).post(`/orders/${name}`, {});
    batch.request('all').get('/orders');
    return batch;
  }

  /** Cuts the connection in the place of the first answer, once everything has run. */
  function loseFirstAnswer(): void {
    onBatch = (res) => {
      onBatch = () => {};
      const lose = (): ServerResponse => res.destroy();
      Object.assign(res, { write: lose, end: lose });
    };
  }

  const ONCE = { a: 1, b: 1, c: 1 };

  test('an answer that was lost is replayed, and nothing runs twice', async () => {
    loseFirstAnswer();
    const result = await send(createOrders(), { url: traffic.url, headers });
    result.throwIfFailed();
    expect(result.isReplayed).toBe(true);
    expect(result.of('b').body).toEqual({ name: 'b' });
    expect(Object.fromEntries(effects)).toEqual(ONCE);
    expect(traffic.seen.filter((request) => request === 'POST /batch')).toHaveLength(2);
  });

  test('calls of batchFetch too', async () => {
    loseFirstAnswer();
    const api = batchFetch({ url: traffic.url });
    const responses = await Promise.all(
      ['a', 'b', 'c'].map((name) => api(`/orders/${name}`, { method: 'POST', headers })),
    );
    expect(responses.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(await responses[2]?.json()).toEqual({ name: 'c' });
    expect(Object.fromEntries(effects)).toEqual(ONCE);
  });

  test('a batch whose connection is cut while it runs is waited for', async () => {
    let release: () => void = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let count = 0;
    let first: ServerResponse | undefined;
    onBatch = (res) => {
      count += 1;
      first ??= res;
      // The second one finds the first one running.
      if (count === 2) res.on('close', release);
    };
    onOrder = async (name) => {
      if (name === 'c') {
        first?.destroy();
        await released;
      }
      return { name };
    };
    const told: Outcome[] = [];
    const result = await send(createOrders(), {
      url: traffic.url,
      headers,
      retry: { clock: createStillClock(), maxInProgressMs: 3_600_000 },
      onOutcome: (outcome) => void told.push(outcome),
    });
    expect(count).toBeGreaterThanOrEqual(3);
    result.throwIfFailed();
    expect(result.isReplayed).toBe(true);
    expect(told.map(({ id }) => id).toSorted()).toEqual(['a', 'all', 'b', 'c']);
    expect(Object.fromEntries(effects)).toEqual(ONCE);
  });

  test('a batch goes on later with the key of the error, also as JSON from a file', async () => {
    loseFirstAnswer();
    const options = { url: traffic.url, headers, retry: { maxTries: 1 } };
    const error: unknown = await send(createOrders(), options).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ executed: 'unknown', idempotencyKey: expect.any(String) });
    const { idempotencyKey } = error as { idempotencyKey: string };
    const kept = JSON.parse(JSON.stringify(createOrders())) as ReturnType<Batch['toJSON']>;
    const result = await send(kept, { ...options, idempotencyKey });
    expect([result.isReplayed, result.idempotencyKey]).toEqual([true, idempotencyKey]);
    expect(Object.fromEntries(effects)).toEqual(ONCE);

    const other = createOrders();
    other.request('d').post('/orders/d', {});
    const refused: unknown = await send(other, { ...options, idempotencyKey }).catch(
      (reason: unknown) => reason,
    );
    expect(refused).toMatchObject({
      executed: false,
      status: 422,
      message:
        'The batch was answered 422: The method, URL, Content-Type or body is not the same, byte for byte, as in the request that used this key first; use a new key for a new request; nothing has run',
    });
    expect(Object.fromEntries(effects)).toEqual(ONCE);
  });

  test('a body that was not stored is missing from the replay, which says so', async () => {
    onOrder = (name) => (name === 'b' ? 'long '.repeat(1_000) : { name });
    loseFirstAnswer();
    const result = await send(createOrders(), { url: traffic.url, headers });
    expect(result.of('a')).toMatchObject({ status: 201, body: { name: 'a' }, bodyOmitted: undefined });
    expect(result.of('b')).toMatchObject({ status: 201, body: undefined, bodyOmitted: 'not-stored' });
  });

  test('a client that the server does not know is served without a key, unless it asks for one', async () => {
    const result = await send(createOrders(), { url: traffic.url });
    expect([result.idempotencyKey, result.isReplayed]).toEqual([undefined, false]);
    expect(Object.fromEntries(effects)).toEqual(ONCE);
    const sent = send(createOrders(), { url: traffic.url, idempotencyKey: 'k' });
    await expect(sent).rejects.toMatchObject({ status: 403, executed: false });
    expect(Object.fromEntries(effects)).toEqual(ONCE);
  });

  test('a part that was turned away is sent with its own key, and runs once', async () => {
    let isBusy = true;
    onOrder = (name) => {
      if (name !== 'b' || !isBusy) return { name };
      isBusy = false;
      throw Object.assign(new Error('busy'), { status: 429, expose: true });
    };
    const result = await send(createOrders(), { url: traffic.url, headers, retry: { baseDelayMs: 1 } });
    result.throwIfFailed();
    expect(Object.fromEntries(effects)).toEqual({ ...ONCE, b: 2 });
    const keys = traffic.requests.map((request) => String(request.headers['idempotency-key']));
    expect(keys[2]).toBe(`${keys[1]?.slice(0, -1)}.2"`);
  });
});
