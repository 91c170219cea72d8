import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ExpressBatchOptions } from '@multistatus/express';
import { Pool } from 'pg';
import { describeWithPostgres } from '../postgres/describe-with-postgres.js';
import { LIBRARIES } from './adapters/index.js';
import {
  APPLICATION,
  type AuditedDatabase,
  type AuditedLibrary,
  POOL,
  type ServerConnection,
} from './audited-database.js';
import { ChaosApp, type Step } from './chaos-app.js';
import { createTables } from './create-tables.js';

const onServer = LIBRARIES.filter(({ isEmbedded }) => !isEmbedded);
const embedded = LIBRARIES.filter(({ isEmbedded }) => isEmbedded);

let database: AuditedDatabase;
let app: ChaosApp;
const apps: ChaosApp[] = [];
// What would end the process of an app.
let fatal: unknown[] = [];
const note = (reason: unknown): void => void fatal.push(reason);

beforeEach(() => {
  fatal = [];
  process.on('unhandledRejection', note).on('uncaughtException', note);
});
afterEach(async () => {
  for (const listening of apps.splice(0)) await listening.close();
  process.off('unhandledRejection', note).off('uncaughtException', note);
  expect(fatal).toEqual([]);
});

async function serve(options: ExpressBatchOptions = {}): Promise<ChaosApp> {
  const served = new ChaosApp(database, options);
  apps.push(served);
  await served.start();
  return served;
}

interface Sent {
  readonly path?: string;
  readonly to?: ChaosApp;
  readonly signal?: AbortSignal;
}

/** Sends one group; returns the status of each operation, with the type and `executed` of its problem. */
async function send(
  operations: readonly (readonly Step[])[],
  { path = '/batch', to = app, signal }: Sent = {},
) {
  const prefix = `m${Math.random()}`;
  const requests = operations.map((steps, index) => ({
    method: 'POST',
    url: `/effects/${prefix}-${index}`,
    body: { steps },
    atomicityGroup: 'g',
  }));
  const response = await fetch(to.origin + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ requests }),
    signal: signal ?? null,
  });
  const { responses } = (await response.json()) as {
    responses: {
      status: number;
      headers: Record<string, string>;
      body?: { type?: string; executed?: false | 'unknown' };
    }[];
  };
  return responses.map(({ status, headers, body }) => {
    const after = status === 503 && headers['retry-after'] === '1' ? 'retry-after' : undefined;
    const slug = body?.type?.split(':').at(-1);
    return [status, slug, body?.executed, after].filter((part) => part !== undefined).join(' ');
  });
}

/** Sends a group again if none of it ran: a library may first take a lost connection from its pool, and notice at BEGIN. */
async function sendAgain(operations: readonly (readonly Step[])[]): Promise<string[]> {
  const outcomes = await send(operations);
  const hasRun = outcomes.some((outcome) => outcome !== '503 transaction-unavailable false retry-after');
  return hasRun ? outcomes : send(operations);
}

const ROLLED_BACK = '424 rolled-back false';
const MAY_BE_SENT_AGAIN = '503 rolled-back false retry-after';
const REFUSED = '500 rolled-back false';

/** What every library must do, embedded or not. `read` returns the stored marks. */
function protects(read: () => Promise<readonly string[]>): void {
  test('commits a group, and says so', async () => {
    expect(
      await send([
        ['insert', 1],
        ['insert', 'nap', 2],
      ]),
    ).toEqual(['201', '201']);
    expect(await read()).toHaveLength(2);
  });

  test('rolls a group back where an operation fails', async () => {
    expect(await send([['insert'], ['insert', 'fail'], ['insert']])).toEqual([
      ROLLED_BACK,
      '500',
      ROLLED_BACK,
    ]);
    expect(await send([['insert'], ['insert', 'refuse']])).toEqual([ROLLED_BACK, '409']);
    expect(await read()).toEqual([]);
    expect(app.errors).toEqual([]);
  });

  test('says that nothing took effect where a handler ignores that a statement failed', async () => {
    expect(await send([['insert'], ['swallow']])).toEqual([REFUSED, REFUSED]);
    expect(await send([['insert'], ['swallow', 'insert']])).toEqual([ROLLED_BACK, '500']);
    expect(await read()).toEqual([]);
    expect(app.errors).toHaveLength(1);
  });

  test('says that nothing took effect where COMMIT is refused', async () => {
    expect(await send([['insert'], ['be refused at commit']])).toEqual([REFUSED, REFUSED]);
    expect(await read()).toEqual([]);
  });

  test('does not take in what is written beside it, nor rolls it back', async () => {
    const waiting = once(app.events, 'waiting');
    const group = send([['insert', 'wait'], ['refuse']]);
    await waiting;
    const beside = fetch(`${app.origin}/effects/beside`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ steps: ['insert'] }),
    });
    app.events.emit('go');
    expect(await group).toEqual([ROLLED_BACK, '409']);
    expect((await beside).status).toBe(201);
    expect(await read()).toEqual(['beside']);
  });

  test('refuses what a handler sends after its group has ended', async () => {
    for (const last of [['insert'], ['refuse']] as const) {
      await send([['answer, wait and insert'], last]);
      const failed = once(app.events, 'failed');
      app.events.emit('go');
      expect(String((await failed)[0].cause ?? (await failed)[0])).toMatch(/ended|complete|closed/);
    }
    expect(await read()).toHaveLength(1);
  });

  test('commits what a handler sent before its group ended, if it succeeds', async () => {
    const outcomes = await send([
      ['insert', 'answer and insert'],
      ['nap', 'insert'],
    ]);
    expect(outcomes).toEqual(['201', '201']);
    expect(await read()).toHaveLength(3);
  });

  test('refuses what a handler sends after its operation has timed out', async () => {
    app = await serve({ limits: { operationTimeoutMs: 300 } });
    const outcomes = await send([['insert'], ['insert', 'wait', 'insert']]);
    expect(outcomes).toEqual([ROLLED_BACK, '504 operation-timeout false']);
    const failed = once(app.events, 'failed');
    app.events.emit('go');
    await failed;
    expect(await read()).toEqual([]);
  });

  test('refuses what a handler sends after its client has left', async () => {
    const leaving = new AbortController();
    const waiting = once(app.events, 'waiting');
    const aborted = once(app.events, 'aborted');
    const sent = send([['insert'], ['wait', 'insert']], { signal: leaving.signal });
    await waiting;
    leaving.abort();
    await expect(sent).rejects.toThrow();
    await aborted;
    // The group ends in the same turn; this takes another one.
    expect(await read()).toEqual([]);
    const failed = once(app.events, 'failed');
    app.events.emit('go');
    await failed;
    expect(await read()).toEqual([]);
  });
}

describe.each(embedded)('$name', ({ open }) => {
  beforeAll(async () => {
    database = await open(undefined);
  }, 120_000);
  beforeEach(async () => {
    await createTables(database);
    app = await serve();
  });
  afterAll(() => database.close());
  protects(() => marksOf(database));
});

async function marksOf(source: Pick<AuditedDatabase, 'run'>): Promise<string[]> {
  const { rows } = (await source.run(undefined, 'SELECT mark FROM effects')) as { rows: { mark: string }[] };
  return rows.map(({ mark }) => mark);
}

describeWithPostgres('On a PostgreSQL server', (server) => {
  describe.each(onServer)('$name', (library) => survives(library, () => server().connection));
});

function survives({ open }: AuditedLibrary, connection: () => ServerConnection): void {
  let outside: Pool;
  beforeAll(async () => {
    outside = new Pool({ ...connection(), max: 1 });
    database = await open(connection());
  });
  beforeEach(async () => {
    await createTables({ run: (_tx, statement) => outside.query(statement) });
    app = await serve();
  });
  afterAll(async () => {
    await database.close();
    await outside.end();
  });
  const read = (): Promise<string[]> => marksOf({ run: (_tx, statement) => outside.query(statement) });
  const endBackends = (): Promise<unknown> =>
    outside.query(
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = '${APPLICATION}'`,
    );

  protects(read);

  test('survives that its connection is lost: by a statement, or while a handler does something else', async () => {
    expect(await send([['insert'], ['kill'], ['insert']])).toEqual(Array(3).fill(MAY_BE_SENT_AGAIN));
    const waiting = once(app.events, 'waiting');
    const sent = send([['insert'], ['wait', 'insert']]);
    await waiting;
    await endBackends();
    app.events.emit('go');
    expect(await sent).toEqual([MAY_BE_SENT_AGAIN, MAY_BE_SENT_AGAIN]);
    const ignoring = once(app.events, 'waiting');
    const ignored = send([['insert'], ['wait']]);
    await ignoring;
    await endBackends();
    app.events.emit('go');
    expect(await ignored).toEqual([MAY_BE_SENT_AGAIN, MAY_BE_SENT_AGAIN]);
    expect(await read()).toEqual([]);
    expect(await sendAgain([['insert'], ['insert']])).toEqual(['201', '201']);
  });

  test('survives that connections are lost which no group uses', async () => {
    await Promise.all(Array.from({ length: POOL.max }, () => send([['nap', 'insert']])));
    await endBackends();
    expect(await sendAgain([['insert']])).toEqual(['201']);
  });

  test('does not know what became of a COMMIT during which its connection is lost', async () => {
    const unknown = '500 commit-failed unknown';
    expect(await send([['insert'], ['be killed at commit']])).toEqual([unknown, unknown]);
    expect(await sendAgain([['insert']])).toEqual(['201']);
  });

  test('says of a deadlock that the group may be sent again', async () => {
    let waiting = 0;
    app.events.on('waiting', () => {
      waiting += 1;
      if (waiting === 2) app.events.emit('go');
    });
    const sent = await Promise.all([
      send([
        ['insert', 1, 'wait'],
        ['insert', 2],
      ]),
      send([
        ['insert', 2, 'wait'],
        ['insert', 1],
      ]),
    ]);
    expect(sent.toSorted(([a = ''], [b = '']) => a.localeCompare(b))).toEqual([
      ['201', '201'],
      [MAY_BE_SENT_AGAIN, MAY_BE_SENT_AGAIN],
    ]);
    expect(await read()).toHaveLength(2);
  });

  test('says of a serialization failure that the group may be sent again', async () => {
    const waiting = once(app.events, 'waiting');
    const first = send([['insert', 'wait'], [1]], { path: '/serializable' });
    await waiting;
    expect(await send([['insert', 1]])).toEqual(['201']);
    app.events.emit('go');
    expect(await first).toEqual([MAY_BE_SENT_AGAIN, MAY_BE_SENT_AGAIN]);
    expect(await read()).toHaveLength(1);
  });

  test('does not wait for a statement that hangs, nor gives its connection to others', async () => {
    app = await serve({ limits: { operationTimeoutMs: 300, batchTimeoutMs: 1200 } });
    const outcomes = await send([['insert'], ['insert', 'hang', 'insert']]);
    expect(outcomes).toEqual([ROLLED_BACK, '504 operation-timeout false']);
    for (let at = 0; at < POOL.max; at += 1) expect(await send([['insert']])).toEqual(['201']);
    expect(await read()).toHaveLength(POOL.max);
  });

  test('stops waiting for a connection when the batch ends, and loses none', async () => {
    const hasty = await serve({ limits: { batchTimeoutMs: 200 } });
    let waiting = 0;
    const full = new Promise<void>((resolve) => {
      app.events.on('waiting', () => {
        waiting += 1;
        if (waiting === POOL.max) resolve();
      });
    });
    const held = Array.from({ length: POOL.max }, () => send([['wait', 'insert']]));
    await full;
    expect(await send([['insert'], ['insert']], { to: hasty })).toEqual(
      Array(2).fill('503 not-started false retry-after'),
    );
    expect(await send([['insert'], ['insert']])).toEqual(
      Array(2).fill('503 transaction-unavailable false retry-after'),
    );
    app.events.emit('go');
    expect(await Promise.all(held)).toEqual(Array(POOL.max).fill(['201']));
    const more = Array.from({ length: POOL.max }, () => send([['nap', 'insert']]));
    expect(await Promise.all(more)).toEqual(Array(POOL.max).fill(['201']));
    expect(await read()).toHaveLength(2 * POOL.max);
  });
}
