import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { respond } from '#core/bulk/item-response.js';
import { toUnitOutcome } from '#core/journal/to-unit-outcome.js';
import type { Outcome } from '#core/operation/outcome.js';
import type { UnitOutcome } from '#core/options/journal.js';
import type { AcceptedBatch } from '#core/plan/accepted-batch.js';
import { toAnswered, toUnanswered } from '../outcomes.js';
import { LaterBulk, type LaterOptions, listPart, WAITED_MS } from './later-bulk.js';

const started: LaterBulk[] = [];
afterEach(() => {
  for (const bulk of started.splice(0)) bulk.close();
});

function startBulk(options: LaterOptions): LaterBulk {
  const bulk = new LaterBulk(options);
  started.push(bulk);
  return bulk;
}

test('runs a part of a list: items have the indexes of the whole list, and handlers have the principal', async () => {
  const contexts: unknown[] = [];
  const bulk = startBulk({
    href: ({ id }) => `/photos/${id}`,
    handle: ({ id }, { signal: _signal, ...context }) => {
      contexts.push(context);
      return id === 51 ? respond({ status: 409 }) : { id };
    },
  });
  const part = listPart([{ id: 50 }, { id: 51 }, { id: 'x' }], { firstIndex: 50 });
  await bulk.keep(part);
  await bulk.run(part);
  expect(contexts[0]).toMatchObject({
    isJob: true,
    principal: { user: 'ann' },
    headers: { 'accept-language': 'de' },
    index: 50,
    transaction: undefined,
    idempotencyKey: undefined,
  });
  expect(contexts).toHaveLength(2);
  expect(await bulk.outcomes(part)).toMatchObject([
    { operation: { index: 50, url: '/photos/50', method: 'POST' }, answer: { status: 200 } },
    { operation: { index: 51, url: '/photos/51' }, answer: { status: 409 } },
    { operation: { index: 52, url: '/photos/items/52' }, problem: { status: 422, executed: false } },
  ]);
  expect(bulk.reported.map(({ index, status }) => [index, status])).toEqual([
    [52, 422],
    [50, 200],
    [51, 409],
  ]);
  expect(await bulk.hasEnded()).toBe(true);
});

test('with the option timings, the time before the run counts; what is reported and what is kept are the same', async () => {
  const bulk = startBulk({ timings: true, handle: () => undefined });
  const part = listPart([{ id: 7 }, { id: 'x' }], { firstIndex: 0 });
  await bulk.keep(part);
  await bulk.run(part);
  const outcomes = (await bulk.outcomes(part)) as readonly Outcome[];
  expect(outcomes[0]!.timing!.startMs).toBeGreaterThanOrEqual(WAITED_MS);
  expect(outcomes[1]).not.toHaveProperty('timing');
  expect(bulk.reported.map(({ timing }) => timing)).toEqual([undefined, outcomes[0]!.timing]);
});

test('reports errors with the item and the principal', async () => {
  const bulk = startBulk({
    handle: () => {
      throw new Error('no disk');
    },
  });
  const part = listPart([{ id: 7 }], { firstIndex: 7 });
  await bulk.keep(part);
  await bulk.run(part);
  expect(bulk.errors).toMatchObject([
    [{ message: 'no disk' }, { isJob: true, principal: { user: 'ann' }, item: { index: 7 } }],
  ]);
});

test('refuses a part of a batch', async () => {
  const bulk = startBulk({ handle: () => undefined });
  const part = listPart([{ id: 1 }]);
  await bulk.keep(part);
  const { entry } = await bulk.open();
  const batch = { kind: 'batch', batch: {} as AcceptedBatch } as const;
  await expect(bulk.async.run(batch, bulk.hooks(entry))).rejects.toThrow(
    'A bulk endpoint cannot run a part of a batch',
  );
});

test('an item that was refused while it was read keeps its problem', async () => {
  const bulk = startBulk({ handle: () => undefined });
  const { list } = listPart([]);
  const items = [{ slug: 'malformed-item', detail: 'Line 1 is not JSON' }, { value: { id: 1 } }] as const;
  const part = { kind: 'list', list, part: { firstIndex: 0, items } } as const;
  await bulk.keep(part);
  await bulk.run(part);
  expect(await bulk.outcomes(part)).toMatchObject([
    { problem: { status: 400, detail: 'Line 1 is not JSON' } },
    { answer: { status: 204 } },
  ]);
});

test('derives the keys of items from that of the list', async () => {
  const keys: unknown[] = [];
  const bulk = startBulk({
    key: 'id',
    handle: (_item, { idempotencyKey }) => void keys.push(idempotencyKey),
  });
  const part = listPart([{ id: 1 }, { id: 2 }, { id: 2 }], { idempotencyKey: '"k"' });
  await bulk.keep(part);
  await bulk.run(part);
  expect(keys).toEqual(['"k:1"']);
  expect(await bulk.outcomes(part)).toMatchObject([
    {},
    { problem: { status: 409 } },
    { problem: { status: 409 } },
  ]);
});

test('handleMany gets all items in one call', async () => {
  const calls: unknown[] = [];
  const bulk = startBulk({
    limits: { maxItems: 1 },
    handleMany: (items, { index, transaction: _none, signal: _signal, ...context }) => {
      calls.push([items, index, context]);
      return items.map(({ id }) => id);
    },
  });
  const part = listPart([{ id: 'x' }, { id: 1 }, { id: 2 }]);
  await bulk.keep(part);
  await bulk.run(part);
  expect(calls).toMatchObject([[[{ id: 1 }, { id: 2 }], 1, { principal: { user: 'ann' } }]]);
  expect(await bulk.outcomes(part)).toMatchObject([
    { problem: { status: 422 } },
    { answer: { status: 200 } },
    { answer: { status: 200 } },
  ]);
});

describe('an atomic list', () => {
  const log: string[] = [];
  const options: LaterOptions = {
    atomic: true,
    transaction: async (_group, run) => {
      log.push('begin');
      await run('tx').catch((error: unknown) => {
        log.push('rollback');
        throw error;
      });
      log.push('commit');
    },
    handle: ({ id }, { transaction }) =>
      id < 0 ? respond({ status: 400 }) : void log.push(`${String(transaction)} ${id}`),
  };
  afterEach(() => void log.splice(0));

  test('runs in one transaction', async () => {
    const bulk = startBulk(options);
    const part = listPart([{ id: 1 }, { id: 2 }]);
    await bulk.keep(part);
    await bulk.run(part);
    expect(log).toEqual(['begin', 'tx 1', 'tx 2', 'commit']);
    expect(await bulk.outcomes(part)).toMatchObject([
      { answer: { status: 204 } },
      { answer: { status: 204 } },
    ]);
  });

  test('is rolled back if an item fails, and does not begin if one is invalid', async () => {
    const bulk = startBulk(options);
    const part = listPart([{ id: 1 }, { id: -1 }]);
    await bulk.keep(part);
    await bulk.run(part);
    expect(log).toEqual(['begin', 'tx 1', 'rollback']);
    expect(await bulk.outcomes(part)).toMatchObject([
      { problem: { status: 424 } },
      { answer: { status: 400 } },
    ]);

    const other = startBulk(options);
    const invalid = listPart([{ id: 1 }, { id: 'x' }]);
    await other.keep(invalid);
    await other.run(invalid);
    expect(log).toHaveLength(3);
    expect(await other.outcomes(invalid)).toMatchObject([
      { problem: { status: 424 } },
      { problem: { status: 422 } },
    ]);
    expect(await other.hasEnded()).toBe(true);
  });
});

test('a worker that drains starts no further item; the next one runs the rest, and every item is reported once', async () => {
  const ran: number[] = [];
  const bulk = startBulk({
    limits: { concurrency: 1 },
    handle: ({ id }) => {
      ran.push(id);
      if (id === 1) bulk.drain.close();
    },
  });
  const part = listPart([{ id: 1 }, { id: 2 }, { id: 3 }], { firstIndex: 100 });
  await bulk.keep(part);
  await bulk.run(part);
  expect(ran).toEqual([1]);
  expect(await bulk.outcomes(part)).toMatchObject([{ answer: { status: 204 } }, 'none', 'none']);
  expect(await bulk.hasEnded()).toBe(false);

  const { entry } = await bulk.open();
  await bulk.async.run(part, { ...bulk.hooks(entry), drain: bulk.abort });
  expect(ran).toEqual([1, 2, 3]);
  expect(await bulk.hasEnded()).toBe(true);
  expect(bulk.reported.map(({ index }) => index)).toEqual([100, 101, 102]);
});

test('settles what has no outcome, without running anything', async () => {
  const bulk = startBulk({ handle: () => Promise.reject(new Error('It ran')) });
  const part = listPart([{ id: 0 }, { id: 1 }], { firstIndex: 10 });
  await bulk.keep(part);
  const { entry } = await bulk.open();
  await entry.settle(10, kept(toAnswered({}, { index: 10 })));
  await bulk.async.settle(part, entry, (operation) => toUnanswered('skipped', { status: 503 }, operation));
  expect(bulk.errors).toEqual([]);
  expect(await bulk.outcomes(part)).toMatchObject([
    { operation: { index: 10, url: '/photos/items/10' }, answer: { status: 200 } },
    { operation: { index: 11, url: '/photos/items/11' }, problem: { status: 503 } },
  ]);
  expect(await bulk.hasEnded()).toBe(true);
});

test('an abort ends what runs: whether it took effect is unknown', async () => {
  const bulk = startBulk({
    limits: { concurrency: 1 },
    handle: (_item, { signal }) => {
      bulk.abort.close();
      expect(signal.aborted).toBe(true);
      return new Promise(() => undefined);
    },
  });
  const part = listPart([{ id: 1 }, { id: 2 }]);
  await bulk.keep(part);
  await bulk.run(part);
  expect(await bulk.outcomes(part)).toMatchObject([
    { problem: { status: 504, executed: 'unknown' } },
    'none',
  ]);
});

test('bulkTimeoutMs does not end a part', async () => {
  const bulk = startBulk({
    limits: { bulkTimeoutMs: 1, concurrency: 1 },
    handle: async () => {
      const until = performance.now() + 3;
      while (performance.now() < until) await nextTurn();
    },
  });
  const part = listPart([{ id: 1 }, { id: 2 }]);
  await bulk.keep(part);
  await bulk.run(part);
  expect(await bulk.outcomes(part)).toMatchObject([{ answer: { status: 204 } }, { answer: { status: 204 } }]);
});

describe('after a worker has died', () => {
  test.each([
    ['POST', undefined, [2, 3], 500],
    ['PUT', undefined, [1, 2, 3], 204],
    ['POST', ({ id }: { id: number }) => id === 1, [1, 2, 3], 204],
  ])(
    '%s: an item that had started runs again only if that is harmless',
    async (method, isRepeatable, expected, status) => {
      const ran: number[] = [];
      const bulk = startBulk({ idempotency: { isRepeatable }, handle: ({ id }) => void ran.push(id) });
      const part = listPart([{ id: 0 }, { id: 1 }, { id: 2 }, { id: 3 }], { firstIndex: 10, method });
      await bulk.keep(part);
      const { entry: dead } = await bulk.open();
      await dead.settle(10, kept(toAnswered({}, { index: 10 })));
      await dead.claim([{ unit: 11 }]);
      await dead.end(undefined);
      await bulk.run(part);
      expect(ran.toSorted((one, other) => one - other)).toEqual(expected);
      expect(await bulk.outcomes(part)).toMatchObject([
        { answer: { status: 200 } },
        status === 500 ? { problem: { status, executed: 'unknown' } } : { answer: { status } },
        { answer: { status: 204 } },
        { answer: { status: 204 } },
      ]);
      expect(await bulk.hasEnded()).toBe(true);
    },
  );
});

function kept(outcome: Outcome): UnitOutcome {
  return toUnitOutcome(outcome, { maxStoredBodyBytes: 100, sentUrl: outcome.operation.url });
}
