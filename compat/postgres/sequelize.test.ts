import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { sequelizeTransaction } from '@multistatus/transactions/sequelize';
import { DataTypes, type Model, type ModelStatic, Sequelize, Transaction } from 'sequelize';
import { describeWithPostgres } from './describe-with-postgres.js';
import { groupOf } from './group-of.js';

interface Pool {
  readonly size: number;
  readonly available: number;
  readonly waiting: number;
}

describeWithPostgres('A transaction of Sequelize', (server) => {
  let sequelize: Sequelize;
  let pool: Pool;
  let Note: ModelStatic<Model<{ id?: number; text: string }>>;
  beforeAll(async () => {
    const { host, user, database } = server().connection;
    sequelize = new Sequelize(database, user, '', {
      ...{ host, dialect: 'postgres', logging: false, pool: { max: 2, acquire: 5000 } },
    });
    Note = sequelize.define(
      'Note',
      { text: { type: DataTypes.TEXT, allowNull: false } },
      { tableName: 'notes', timestamps: false },
    );
    await Note.sync();
    ({ pool } = sequelize.connectionManager as unknown as { pool: Pool });
  });
  beforeEach(() => Note.truncate());
  afterEach(() => expect([pool.available, pool.waiting]).toEqual([pool.size, 0]));
  afterAll(() => sequelize.close());

  const texts = async (): Promise<string[]> =>
    (await Note.findAll({ order: ['id'] })).map((note) => note.get('text') as string);
  const pidOf = async (transaction: Transaction): Promise<unknown> =>
    (
      await sequelizeTransaction(sequelize).query<{ pid: number }>(
        transaction,
        'SELECT pg_backend_pid() AS pid',
      )
    )[0]?.pid;

  test('commits what models, raw statements and nested transactions write', async () => {
    const inTransaction = sequelizeTransaction(sequelize, { isolationLevel: 'serializable' });
    const events: string[] = [];
    await inTransaction(groupOf(), async (transaction) => {
      expect(transaction).toBeInstanceOf(Transaction);
      transaction.afterCommit(async () => void events.push(`after: ${(await texts()).length}`));
      await Note.create({ text: 'model' }, { transaction });
      await sequelize.query("INSERT INTO notes (text) VALUES ('raw')", { transaction });
      await sequelize.transaction({ transaction }, (nested) =>
        Note.create({ text: 'nested' }, { transaction: nested }),
      );
      const undone = sequelize.transaction({ transaction }, async (nested) => {
        await Note.create({ text: 'undone' }, { transaction: nested });
        throw new Error('undo');
      });
      await expect(undone).rejects.toThrow('undo');
      await Note.findOrCreate({ where: { text: 'found or created' }, transaction });
      await Promise.all(['1', '2'].map((text) => Note.create({ text }, { transaction })));
      const insert = 'INSERT INTO notes (text) VALUES ($1) RETURNING text';
      expect(await inTransaction.query(transaction, insert, ['query'])).toEqual([{ text: 'query' }]);
      const level = await inTransaction.query(transaction, 'SHOW transaction_isolation');
      expect(level).toEqual([{ transaction_isolation: 'serializable' }]);
    });
    expect(await texts()).toEqual(['model', 'raw', 'nested', 'found or created', '1', '2', 'query']);
    expect(events).toEqual(['after: 7']);
  });

  test('is rolled back after a statement error that a handler ignored', async () => {
    const running = sequelizeTransaction(sequelize)(groupOf(), async (transaction) => {
      await Note.create({ text: 'lost' }, { transaction });
      await sequelize.query('SELECT 1 / 0', { transaction }).catch(() => undefined);
    });
    await expect(running).rejects.toMatchObject({ code: 'ERR_GROUP_ROLLED_BACK', isTransient: false });
    expect(await texts()).toEqual([]);
  });

  test('refuses what is sent after it has ended, also through a nested transaction', async () => {
    const warned = jest.spyOn(console, 'warn').mockReturnValue();
    for (const failure of [undefined, new Error('refused')]) {
      let late: (() => Promise<unknown>)[] = [];
      const running = sequelizeTransaction(sequelize)(groupOf(), async (transaction) => {
        const nested = await sequelize.transaction({ transaction });
        late = [
          () => Note.create({ text: 'late' }, { transaction }),
          () => Note.create({ text: 'late' }, { transaction: nested }),
          () => sequelize.transaction({ transaction }, () => Promise.resolve()),
          () => nested.rollback(),
          () => transaction.commit(),
        ];
        if (failure !== undefined) throw failure;
      });
      await Promise.allSettled([running]);
      // Another group gets the connection, and must not notice anything.
      await sequelizeTransaction(sequelize)(groupOf(), async (transaction) => {
        const outcomes = await Promise.allSettled(late.map((send) => send()));
        expect(outcomes.map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
        await Note.create({ text: 'other' }, { transaction });
      });
    }
    warned.mockRestore();
    expect(await texts()).toEqual(['other', 'other']);
  });

  test('does not let a handler commit', async () => {
    const warned = jest.spyOn(console, 'warn').mockReturnValue();
    const running = sequelizeTransaction(sequelize)(groupOf(), async (transaction) => {
      await Note.create({ text: 'lost' }, { transaction });
      await transaction.commit();
    });
    await expect(running).rejects.toMatchObject({ code: 'ERR_GROUP_ROLLED_BACK' });
    warned.mockRestore();
    expect(await texts()).toEqual([]);
  });

  test('survives a lost connection, which the pool replaces', async () => {
    const running = sequelizeTransaction(sequelize)(groupOf(), async (transaction) => {
      const bind = [await pidOf(transaction)];
      await sequelize.query('SELECT pg_terminate_backend($1)', { bind });
      await expect(Note.create({ text: 'lost' }, { transaction })).rejects.toThrow();
    });
    await expect(running).rejects.toMatchObject({ code: 'ERR_GROUP_ROLLED_BACK', isTransient: true });
    await sequelizeTransaction(sequelize)(groupOf(), async (transaction) => {
      await Note.create({ text: 'kept' }, { transaction });
    });
    expect(await texts()).toEqual(['kept']);
  });

  test('says that a serialization failure may succeed when tried again', async () => {
    await Note.create({ id: -1, text: 'a' });
    const inTransaction = sequelizeTransaction(sequelize, { isolationLevel: 'repeatable read' });
    const running = inTransaction(groupOf(), async (transaction) => {
      await Note.count({ transaction });
      await Note.update({ text: 'b' }, { where: {} });
      await Note.update({ text: 'c' }, { where: {}, transaction });
    });
    await expect(running).rejects.toMatchObject({ code: 'ERR_GROUP_ROLLED_BACK', isTransient: true });
    expect(await texts()).toEqual(['b']);
  });

  test('stops waiting for a connection when the batch ends', async () => {
    const others = await Promise.all([sequelize.transaction(), sequelize.transaction()]);
    const controller = new AbortController();
    const run = (): Promise<void> => Promise.reject(new Error('Nothing may run'));
    const waiting = sequelizeTransaction(sequelize)(groupOf(controller.signal), run);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    for (const other of others) await other.rollback();
  });

  test('needs PostgreSQL', () => {
    const other = { getDialect: () => 'sqlite' } as Sequelize;
    expect(() => sequelizeTransaction(other)).toThrow('needs PostgreSQL, not sqlite');
  });
});
