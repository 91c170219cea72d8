import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { prismaTransaction } from '@multistatus/transactions/prisma';
import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { type Prisma, PrismaClient } from '../prisma/generated/client.js';
import { describeWithPostgres } from './describe-with-postgres.js';
import { groupOf } from './group-of.js';

/** After this time, pg stops waiting for an answer of the server. */
const QUERY_TIMEOUT_MS = 1000;

/** An operation that takes several statements. */
const FAMILY = {
  text: 'parent',
  replies: { create: [{ text: 'child', replies: { create: [{ text: 'grandchild' }, { text: 'other' }] } }] },
};

describeWithPostgres('A transaction of Prisma', (server) => {
  let pool: Pool;
  let prisma: PrismaClient;
  beforeAll(async () => {
    pool = new Pool({ ...server().connection, max: 2, query_timeout: QUERY_TIMEOUT_MS });
    prisma = new PrismaClient({ adapter: new PrismaPg(pool), transactionOptions: { maxWait: 1000 } });
    await pool.query(
      'CREATE TABLE notes (id serial PRIMARY KEY, text text NOT NULL, parent_id integer REFERENCES notes)',
    );
  });
  beforeEach(() => pool.query('TRUNCATE notes'));
  afterEach(async () => {
    await isIdle();
    expect([pool.idleCount, pool.waitingCount]).toEqual([pool.totalCount, 0]);
  });
  afterAll(async () => {
    await prisma.$disconnect();
    await pool.end();
  });

  async function isIdle(): Promise<void> {
    while (pool.idleCount < pool.totalCount) await new Promise(setImmediate);
  }
  const texts = async (): Promise<string[]> =>
    (await prisma.note.findMany({ orderBy: { id: 'asc' } })).map(({ text }) => text);
  const create = (db: Pick<Prisma.TransactionClient, 'note'>, text: string): Promise<{ text: string }> =>
    db.note.create({ data: { text } });

  test('commits what models and raw statements write', async () => {
    const transaction = prismaTransaction(prisma, { isolationLevel: 'repeatable read' });
    await transaction(groupOf(), async (tx) => {
      const db: Prisma.TransactionClient = tx;
      await create(db, 'model');
      await db.$executeRaw`INSERT INTO notes (text) VALUES (${'raw'})`;
      await db.$transaction((nested) => create(nested, 'nested'));
      await Promise.all(['1', '2', '3'].map((text) => create(db, text)));
      const insert = 'INSERT INTO notes (text) VALUES ($1) RETURNING text';
      expect(await transaction.query(db, insert, ['query'])).toEqual([{ text: 'query' }]);
      expect(await transaction.query(db, 'UPDATE notes SET text = text')).toEqual([]);
      const level = await transaction.query(db, 'SHOW transaction_isolation');
      expect(level).toEqual([{ transaction_isolation: 'repeatable read' }]);
    });
    expect(await texts()).toEqual(['model', 'raw', 'nested', '1', '2', '3', 'query']);
  });

  test('keeps the extensions of the client', async () => {
    const loud = prisma.$extends({
      query: { note: { create: ({ args, query }) => query({ ...args, data: { text: 'LOUD' } }) } },
    });
    await prismaTransaction(loud)(groupOf(), async (tx) => {
      await tx.note.create({ data: { text: 'quiet' } });
    });
    expect(await texts()).toEqual(['LOUD']);
  });

  test('is rolled back after a statement error that a handler ignored', async () => {
    const running = prismaTransaction(prisma)(groupOf(), async (tx) => {
      await create(tx, 'lost');
      await tx.$queryRaw`SELECT 1 / 0`.catch(() => undefined);
    });
    await expect(running).rejects.toMatchObject({ code: 'ERR_GROUP_ROLLED_BACK', isTransient: false });
    expect(await texts()).toEqual([]);
  });

  test('does not end before an operation of several statements, of which Prisma would run the rest outside', async () => {
    let creating: Promise<unknown> = Promise.resolve();
    const start = async (tx: Prisma.TransactionClient): Promise<void> => {
      // Prisma begins when it is awaited.
      creating = (async () => await tx.note.create({ data: FAMILY }))();
      // The first statement is on its way, and the group ends.
      await new Promise(setImmediate);
    };
    await prismaTransaction(prisma)(groupOf(), start);
    await creating;
    expect(await texts()).toEqual(['parent', 'child', 'grandchild', 'other']);

    await pool.query('TRUNCATE notes');
    const refuse = async (tx: Prisma.TransactionClient): Promise<void> => {
      await start(tx);
      throw new Error('refused');
    };
    await expect(prismaTransaction(prisma)(groupOf(), refuse)).rejects.toThrow();
    await creating;
    await isIdle();
    expect(await texts()).toEqual([]);
  });

  test('is rolled back if a nested transaction was not awaited', async () => {
    let go = (): void => undefined;
    const gone = new Promise<void>((resolve) => {
      go = resolve;
    });
    let nested: Promise<unknown> = Promise.resolve();
    const running = prismaTransaction(prisma)(groupOf(), async (tx) => {
      await new Promise<void>((resolve) => {
        nested = tx.$transaction(async (inner) => {
          await create(inner, 'half');
          resolve();
          await gone;
          await create(inner, 'other half');
        });
      });
    });
    await expect(running).rejects.toMatchObject({
      cause: { message: expect.stringContaining('nested transaction') },
    });
    go();
    await expect(nested).rejects.toThrow();
    expect(await texts()).toEqual([]);
  });

  test('refuses a list of operations, which Prisma would run outside of it, and COMMIT', async () => {
    const running = prismaTransaction(prisma)(groupOf(), async (tx) => {
      await expect(tx.$transaction([tx.note.create({ data: { text: 'outside' } })])).rejects.toThrow(
        'pass a function',
      );
      await expect(tx.$executeRaw`COMMIT`).rejects.toThrow('begins and ends');
      await expect(tx.$executeRawUnsafe('ROLLBACK')).rejects.toThrow('begins and ends');
      throw new Error('refused');
    });
    await expect(running).rejects.toMatchObject({ cause: { message: 'refused' } });
    expect(await texts()).toEqual([]);
  });

  test('refuses what is sent after it has ended', async () => {
    for (const failure of [undefined, new Error('refused')]) {
      let late: (() => Promise<unknown>)[] = [];
      const running = prismaTransaction(prisma)(groupOf(), async (tx) => {
        const { note } = tx;
        late = [
          () => create(tx, 'late'),
          () => create({ note }, 'late'),
          () => tx.$executeRaw`INSERT INTO notes (text) VALUES ('late')`,
          () => tx.$transaction((nested) => create(nested, 'late')),
        ];
        if (failure !== undefined) throw failure;
      });
      await Promise.allSettled([running]);
      const outcomes = await Promise.allSettled(late.map((send) => send()));
      expect(outcomes).toEqual(
        Array(4).fill({
          status: 'rejected',
          reason: expect.objectContaining({ code: 'ERR_TRANSACTION_ENDED' }),
        }),
      );
    }
    expect(await texts()).toEqual([]);
  });

  test('survives a lost connection, which the pool replaces', async () => {
    const lose = async (tx: Prisma.TransactionClient): Promise<void> => {
      const [row] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
      await pool.query('SELECT pg_terminate_backend($1)', [row?.pid]);
      await expect(create(tx, 'lost')).rejects.toThrow();
    };
    await expect(prismaTransaction(prisma)(groupOf(), lose)).rejects.toThrow();
    await prismaTransaction(prisma)(groupOf(), async (tx) => void (await create(tx, 'kept')));
    expect(await texts()).toEqual(['kept']);
  });

  test('says that a serialization failure and a deadlock may succeed when tried again', async () => {
    await pool.query("INSERT INTO notes (id, text) VALUES (-1, 'a'), (-2, 'b')");
    const update = (id: number) => async (tx: Prisma.TransactionClient) =>
      void (await tx.note.update({ where: { id }, data: { text: 'changed' } }));
    const conflict = prismaTransaction(prisma, { isolationLevel: 'repeatable read' })(
      groupOf(),
      async (tx) => {
        await tx.note.count();
        await prismaTransaction(prisma)(groupOf(), update(-1));
        await update(-1)(tx);
      },
    );
    await expect(conflict).rejects.toMatchObject({ code: 'ERR_GROUP_ROLLED_BACK', isTransient: true });

    let arrived = 0;
    let go = (): void => undefined;
    const both = new Promise<void>((resolve) => {
      go = resolve;
    });
    const cross = (first: number, second: number) =>
      prismaTransaction(prisma)(groupOf(), async (tx) => {
        await update(first)(tx);
        arrived += 1;
        if (arrived === 2) go();
        await both;
        await update(second)(tx);
      });
    const outcomes = await Promise.allSettled([cross(-1, -2), cross(-2, -1)]);
    const failed = outcomes.filter(({ status }) => status === 'rejected');
    expect(failed).toMatchObject([{ reason: { code: 'ERR_GROUP_ROLLED_BACK', isTransient: true } }]);
  });

  test('stops waiting for a connection when the batch ends, and after the maxWait of the client', async () => {
    const clients = await Promise.all([pool.connect(), pool.connect()]);
    const controller = new AbortController();
    const run = (): Promise<void> => Promise.reject(new Error('Nothing may run'));
    const waiting = prismaTransaction(prisma)(groupOf(controller.signal), run);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await expect(prismaTransaction(prisma)(groupOf(), run)).rejects.toMatchObject({ code: 'P2028' });
    for (const client of clients) client.release();
  });

  test('is rolled back although pg has stopped waiting for the server', async () => {
    const running = prismaTransaction(prisma)(groupOf(), async (tx) => {
      await create(tx, 'lost');
      // Longer than this statement, a ROLLBACK, and another one may take.
      await tx.$queryRaw`SELECT pg_sleep(${(QUERY_TIMEOUT_MS * 3.4) / 1000})`;
    });
    await expect(running).rejects.toMatchObject({ code: 'ERR_GROUP_ROLLED_BACK' });
    await isIdle();
    // It gets the connection that was given back last.
    await prismaTransaction(prisma)(groupOf(), async (tx) => void (await create(tx, 'kept')));
    expect(await texts()).toEqual(['kept']);
  });
});
