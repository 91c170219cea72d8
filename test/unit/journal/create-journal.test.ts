import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { createBatchEndpoint } from '@multistatus/core/adapter';
import { type BatchStore, createJournal, type StoreJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import { createTables, postgresStore, tablesSql } from '@multistatus/journal/postgres';
import { redisStore } from '@multistatus/journal/redis';
import { toEnvelope } from '../core/to-envelope.js';
import { processOf } from './process-of.js';

const store = memoryStore();
const identify = (): string => 'ana';
const journals: StoreJournal<unknown>[] = [];

afterEach(() => {
  for (const journal of journals.splice(0)) journal.close();
});

function create(...[options]: Parameters<typeof createJournal>): StoreJournal<unknown> {
  const journal = createJournal(options);
  journals.push(journal);
  return journal;
}

const redis = { eval: async () => [], evalsha: async () => [], info: async () => '' };

describe('createJournal refuses', () => {
  test.each<[what: string, options: unknown, message: string]>([
    [
      'nothing',
      undefined,
      'createJournal needs an object with store and identify, such as { store: postgresStore(pool), identify:',
    ],
    [
      'an unknown option',
      { store, identify, retention: 1 },
      'createJournal.retention is not an option; did you mean retentionMs?',
    ],
    ['no store', { identify }, 'createJournal.store must be a store, such as postgresStore(pool)'],
    [
      'a store that cannot remove what has expired',
      { store: { ...processOf(store).store, sweep: undefined }, identify },
      'it has no method sweep',
    ],
    ['no identify', { store }, "write 'anyone-with-the-url'"],
    ['another word for identify', { store, identify: 'anyone' }, 'createJournal.identify must be a function'],
    ['a lease that is too short', { store, identify, leaseMs: 99 }, 'from 100 to 3600000, got 99'],
    ['a retention without end', { store, identify, retentionMs: Infinity }, 'got Infinity'],
    ['storeBodies as text', { store, identify, storeBodies: 'no' }, 'must be true or false'],
    ['onError as text', { store, identify, onError: 'no' }, 'createJournal.onError must be a function'],
  ])('%s', (_what, options, message) => {
    expect(() => create(options as never)).toThrow(message);
  });
});

test.each<[call: () => unknown, message: string]>([
  [() => postgresStore('postgres://db' as never), 'postgresStore needs a Pool of pg, or a PGlite'],
  [() => postgresStore(undefined as never), 'postgresStore needs a Pool of pg, or a PGlite'],
  [
    () => tablesSql({ shema: 'a' } as never),
    'PostgresTablesOptions.shema is not an option; did you mean schema?',
  ],
  [() => redisStore('redis://db' as never), 'redisStore needs a client of ioredis'],
  [
    () => redisStore(redis, { prefx: 'a' } as never),
    'redisStore.prefx is not an option; did you mean prefix?',
  ],
  [() => memoryStore({ max: 1 } as never), 'memoryStore.max is not an option'],
])('a store is not created from something else: %s', (call, message) => {
  expect(call).toThrow(message);
});

test('createTables needs a client', async () => {
  await expect(createTables('postgres://db' as never)).rejects.toThrow('createTables needs a Pool of pg');
});

const BATCH = { requests: [{ method: 'POST', url: '/a', body: 1 }] };

/** Sends a batch with the key `k` to an endpoint with this journal, and returns the status and the text of its answer. */
async function send(
  journal: StoreJournal<unknown>,
  onError: (error: unknown) => void = () => undefined,
): Promise<[status: number, text: string]> {
  const endpoint = createBatchEndpoint({ journal, onError });
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': '"k"',
    accept: 'application/json',
  };
  const body = new TextEncoder().encode('"x"');
  const request = toEnvelope({ text: JSON.stringify(BATCH), headers });
  const answer = await endpoint.handle(request, async () => ({
    status: 201,
    headers: { 'content-type': 'application/json', 'set-cookie': 'secret' },
    body,
    isBodyTooLarge: false,
  }));
  return [answer.status, answer.body as string];
}

test('a store that is not ready refuses requests with a key until it is', async () => {
  let isReady = false;
  const own = memoryStore();
  const late: BatchStore = {
    check: async () => {
      if (!isReady) throw new Error('call createTables');
    },
    begin: (request) => own.begin(request),
    write: (ref, write) => own.write(ref, write),
    read: (ref, from, to) => own.read(ref, from, to),
    sweep: () => own.sweep(),
  };
  const journal = create({ store: late, identify });
  await expect(journal.ready()).rejects.toThrow('call createTables');
  const errors: unknown[] = [];
  expect(await send(journal, (error) => errors.push(error))).toEqual([
    503,
    expect.stringContaining('journal-unavailable'),
  ]);
  expect(errors).toEqual([new Error('call createTables')]);
  isReady = true;
  await journal.ready();
  expect((await send(journal))[0]).toBe(207);
});

test.each<[what: string, outcome: string, message: RegExp]>([
  ['of another version', '{"version":2}', /version 2/],
  ['that is damaged', '{"version":1,"outcome":{}}', /damaged: outcome.index/],
  ['that is no JSON', '{', /JSON/],
])('what is kept is refused if it has an outcome %s', async (_what, outcome, message) => {
  const own = memoryStore();
  await send(create({ store: own, identify }));
  const journal = create({
    store: {
      check: () => own.check(),
      begin: (request) => own.begin(request),
      write: (ref, write) => own.write(ref, write),
      read: async () => [{ unit: 0, outcome }],
      sweep: () => own.sweep(),
    },
    identify,
  });
  const errors: unknown[] = [];
  const [status, text] = await send(journal, (error) => errors.push(error));
  expect([status, JSON.parse(text)]).toMatchObject([
    500,
    { type: 'urn:multistatus:problem:internal', executed: 'unknown' },
  ]);
  expect(String(errors[0])).toMatch(message);
});

test.each(['undefined', 'null', '[object Object]', 7, {}])(
  'a request is refused if identify returns %p, which is not the name of a client',
  async (principal) => {
    const errors: unknown[] = [];
    const journal = create({ store: memoryStore(), identify: () => principal as string });
    const [status, text] = await send(journal, (error) => errors.push(error));
    expect([status, JSON.parse(text)]).toMatchObject([500, { executed: false }]);
    expect(String(errors[0])).toContain('identify of the journal');
  },
);

test('no body is kept with storeBodies: false, and no cookie ever', async () => {
  const own = memoryStore();
  const kept: string[] = [];
  const journal = create({
    store: {
      check: () => own.check(),
      begin: (request) => own.begin(request),
      write: (ref, write) => {
        kept.push(JSON.stringify(write));
        return own.write(ref, write);
      },
      read: (ref, from, to) => own.read(ref, from, to),
      sweep: () => own.sweep(),
    },
    identify,
    storeBodies: false,
  });
  expect(JSON.parse((await send(journal))[1])).toMatchObject({ responses: [{ status: 201, body: 'x' }] });
  const [, replay] = await send(journal);
  expect(JSON.parse(replay)).toMatchObject({ responses: [{ status: 201, bodyOmitted: 'not-stored' }] });
  expect(kept.join()).not.toMatch(/secret|\\"x\\"/);
});

test('expired entries are removed from time to time, and errors of that are reported', async () => {
  const errors: unknown[] = [];
  const swept = new Promise<void>((resolve) => {
    create({
      store: {
        ...processOf(store).store,
        sweep: async () => {
          resolve();
          throw new Error('down');
        },
      },
      identify,
      sweepIntervalMs: 1_000,
      onError: (error) => errors.push(error),
    });
    // The timer of the journal keeps no process alive, this one does.
    setTimeout(resolve, 5_000).unref();
  });
  const alive = setInterval(() => undefined, 1_000);
  await swept;
  await Promise.resolve();
  clearInterval(alive);
  expect(errors).toEqual([new Error('down')]);
});

test.each<[what: string, sweep: () => Promise<number>]>([
  ['rejects', () => Promise.reject(new Error('down'))],
  [
    'throws',
    () => {
      throw new Error('down');
    },
  ],
])('a removal that %s ends no process, even if onError throws', async (_what, sweep) => {
  jest.useFakeTimers();
  try {
    const errors: unknown[] = [];
    const onError = (error: unknown): never => {
      errors.push(error);
      throw error;
    };
    create({ store: { ...processOf(store).store, sweep }, identify, sweepIntervalMs: 1_000, onError });
    await jest.advanceTimersByTimeAsync(2_000);
    expect(errors).toEqual([new Error('down'), new Error('down')]);
  } finally {
    jest.useRealTimers();
  }
});

test('a transaction that never begins is 503, and keeps nobody waiting', async () => {
  const shared = { isShared: () => Promise.resolve(true), write: () => Promise.resolve(true) };
  const journal = create({
    store: { ...processOf(memoryStore()).store, transactions: shared },
    identify,
    storeTimeoutMs: 10,
  });
  const transaction = Object.assign(() => new Promise<never>(() => undefined), {
    query: () => Promise.resolve([]),
  });
  await expect(journal.isShared(transaction)).rejects.toThrow('has not answered within 10 ms');
});
