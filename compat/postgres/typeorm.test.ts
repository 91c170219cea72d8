import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  type TypeormDataSource,
  type TypeormManager,
  typeormTransaction,
} from '@multistatus/transactions/typeorm';
import type { Pool } from 'pg';
import { DataSource, EntityManager, EntitySchema, type EntitySubscriberInterface } from 'typeorm';
import { describeWithPostgres } from './describe-with-postgres.js';
import { groupOf } from './group-of.js';

interface Note {
  readonly id: number;
  readonly text: string;
}

const NOTE = new EntitySchema<Note>({
  name: 'Note',
  tableName: 'notes',
  columns: { id: { type: 'int', primary: true, generated: true }, text: { type: 'text' } },
});

describeWithPostgres('A transaction of TypeORM', (server) => {
  let dataSource: DataSource;
  let pool: Pool;
  beforeAll(async () => {
    const { host, user, database } = server().connection;
    dataSource = new DataSource({
      type: 'postgres',
      ...{ host, username: user, database, entities: [NOTE], poolSize: 2, connectTimeoutMS: 200 },
    });
    await dataSource.initialize();
    await dataSource.query('CREATE TABLE notes (id serial PRIMARY KEY, text text NOT NULL)');
    pool = (dataSource.driver as unknown as { master: Pool }).master;
  });
  beforeEach(() => dataSource.query('TRUNCATE notes'));
  afterEach(() => expect([pool.idleCount, pool.waitingCount]).toEqual([pool.totalCount, 0]));
  afterAll(() => dataSource.destroy());

  const texts = async (): Promise<string[]> =>
    (await dataSource.getRepository(NOTE).find({ order: { id: 'ASC' } })).map(({ text }) => text);
  const save = (manager: EntityManager, text: string): Promise<unknown> =>
    manager.getRepository(NOTE).save({ text });

  test('commits what a manager, its repositories and its query builders write', async () => {
    const transaction = typeormTransaction(dataSource, { isolationLevel: 'serializable' });
    await transaction(groupOf(), async (manager) => {
      expect(manager).toBeInstanceOf(EntityManager);
      await save(manager, 'repository');
      await manager.createQueryBuilder().insert().into(NOTE).values({ text: 'builder' }).execute();
      await manager.transaction((nested) => save(nested, 'nested'));
      const insert = 'INSERT INTO notes (text) VALUES ($1) RETURNING text';
      expect(await transaction.query(manager, insert, ['query'])).toEqual([{ text: 'query' }]);
      expect(await transaction.query(manager, 'UPDATE notes SET text = text')).toEqual([]);
      const level = await transaction.query(manager, 'SHOW transaction_isolation');
      expect(level).toEqual([{ transaction_isolation: 'serializable' }]);
    });
    expect(await texts()).toEqual(['repository', 'builder', 'nested', 'query']);
  });

  test('is rolled back after a statement error that a handler ignored', async () => {
    const run = async (manager: EntityManager): Promise<void> => {
      await save(manager, 'lost');
      await manager.query('SELECT 1 / 0').catch(() => undefined);
    };
    await expect(typeormTransaction(dataSource)(groupOf(), run)).rejects.toMatchObject({
      code: 'ERR_GROUP_ROLLED_BACK',
      isTransient: false,
    });
    expect(await texts()).toEqual([]);
  });

  test('is rolled back if a nested transaction was not awaited', async () => {
    let go = (): void => undefined;
    const gone = new Promise<void>((resolve) => {
      go = resolve;
    });
    let nested: Promise<unknown> = Promise.resolve();
    const run = async (manager: EntityManager): Promise<void> => {
      await new Promise<void>((resolve) => {
        nested = manager.transaction(async (inner) => {
          await save(inner, 'half');
          resolve();
          await gone;
          await save(inner, 'other half');
        });
      });
    };
    await expect(typeormTransaction(dataSource)(groupOf(), run)).rejects.toMatchObject({
      cause: { message: expect.stringContaining('nested transaction') },
    });
    go();
    await expect(nested).rejects.toThrow();
    expect(await texts()).toEqual([]);
  });

  test('refuses what is sent through anything that came of it after it has ended', async () => {
    for (const failure of [undefined, new Error('refused')]) {
      let late: (() => Promise<unknown>)[] = [];
      const running = typeormTransaction(dataSource)(groupOf(), async (manager) => {
        const repository = manager.getRepository(NOTE);
        const builder = manager.createQueryBuilder().insert().into(NOTE).values({ text: 'late' });
        late = [
          () => manager.query("INSERT INTO notes (text) VALUES ('late')"),
          () => repository.save({ text: 'late' }),
          () => builder.execute(),
          () => manager.transaction((nested) => save(nested, 'late')),
          async () => manager.queryRunner?.query("INSERT INTO notes (text) VALUES ('late')"),
        ];
        if (failure !== undefined) throw failure;
      });
      expect((await Promise.allSettled([running]))[0]).toMatchObject({
        status: failure === undefined ? 'fulfilled' : 'rejected',
      });
      const outcomes = await Promise.allSettled(late.map((send) => send()));
      expect(outcomes.map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
    }
    expect(await texts()).toEqual([]);
  });

  test('does not let a handler commit, nor begin, nor stream', async () => {
    const run = async (manager: EntityManager): Promise<void> => {
      await save(manager, 'lost');
      const runner = manager.queryRunner;
      await expect(runner?.commitTransaction()).rejects.toThrow('begins and ends');
      await expect(runner?.stream('SELECT 1')).rejects.toThrow('not available');
      throw new Error('refused');
    };
    await expect(typeormTransaction(dataSource)(groupOf(), run)).rejects.toMatchObject({
      cause: { message: 'refused' },
    });
    expect(await texts()).toEqual([]);
  });

  test('survives a lost connection, which the pool replaces', async () => {
    const lose = async (manager: EntityManager): Promise<void> => {
      const [{ pid }] = await manager.query('SELECT pg_backend_pid() AS pid');
      const client = await pool.connect();
      await client.query('SELECT pg_terminate_backend($1)', [pid]);
      client.release();
      await expect(manager.query('SELECT 1')).rejects.toThrow();
    };
    await expect(typeormTransaction(dataSource)(groupOf(), lose)).rejects.toMatchObject({
      isTransient: true,
    });
    await typeormTransaction(dataSource)(groupOf(), (manager) => save(manager, 'kept').then(() => undefined));
    expect(await texts()).toEqual(['kept']);
  });

  test('stops waiting for a connection when the batch ends', async () => {
    const clients = await Promise.all([pool.connect(), pool.connect()]);
    const controller = new AbortController();
    let hasRun = false;
    const waiting = typeormTransaction(dataSource)(groupOf(controller.signal), async () => {
      hasRun = true;
    });
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    for (const client of clients) client.release();
    expect(hasRun).toBe(false);
  });

  test('notifies subscribers before and after COMMIT', async () => {
    const events: string[] = [];
    const subscriber: EntitySubscriberInterface = {
      beforeTransactionCommit: async ({ manager }) => {
        events.push('before');
        await manager.query("INSERT INTO notes (text) VALUES ('subscriber')");
      },
      afterTransactionCommit: async () => {
        events.push(`after: ${(await texts()).join()}`);
      },
      afterTransactionRollback: () => void events.push('rolled back'),
    };
    dataSource.subscribers.push(subscriber);
    await typeormTransaction(dataSource)(groupOf(), (manager) => save(manager, 'a').then(() => undefined));
    const failing = typeormTransaction(dataSource)(groupOf(), () => Promise.reject(new Error('refused')));
    await expect(failing).rejects.toThrow();
    dataSource.subscribers.pop();
    expect(events).toEqual(['before', 'after: a,subscriber', 'rolled back']);
  });

  test('needs PostgreSQL', () => {
    const other = { options: { type: 'sqljs' } } as unknown as TypeormDataSource<TypeormManager>;
    expect(() => typeormTransaction(other)).toThrow('needs PostgreSQL, not sqljs');
  });
});
