import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { DatabaseTransaction } from '@multistatus/transactions';
import { drizzleTransaction } from '@multistatus/transactions/drizzle';
import { knexTransaction } from '@multistatus/transactions/knex';
import { kyselyTransaction } from '@multistatus/transactions/kysely';
import { pgTransaction } from '@multistatus/transactions/pg';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { pgTable, text } from 'drizzle-orm/pg-core';
import createKnex, { type Knex } from 'knex';
import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import { Pool, type PoolClient } from 'pg';
import { describeWithPostgres } from '../postgres/describe-with-postgres.js';

const notes = pgTable('notes', { text: text().notNull() });
const group = { name: 'g', operations: [], signal: new AbortController().signal };

describeWithPostgres('What a library has built before the end of a group, and awaits after it', (server) => {
  let pool: Pool;
  let knex: Knex;
  beforeEach(async () => {
    pool = new Pool({ ...server().connection, max: 1 });
    knex = createKnex({ client: 'pg', connection: server().connection, pool: { min: 0, max: 1 } });
    await pool.query('DROP TABLE IF EXISTS notes');
    await pool.query('CREATE TABLE notes (text text)');
  });
  afterEach(async () => {
    await knex.destroy();
    await pool.end();
  });
  const read = async (): Promise<string[]> =>
    (await pool.query<{ text: string }>('SELECT text FROM notes ORDER BY text')).rows.map((row) => row.text);

  /** Commits a group, and calls after that what it has left behind. */
  async function afterCommit<Tx>(
    transaction: DatabaseTransaction<Tx>,
    work: (tx: Tx) => Promise<readonly (() => PromiseLike<unknown>)[]>,
  ): Promise<void> {
    let left: readonly (() => PromiseLike<unknown>)[] = [];
    await transaction(group, async (tx) => {
      left = await work(tx);
    });
    for (const late of left) await expect(Promise.resolve().then(late)).rejects.toThrow();
  }

  test('Drizzle: builders, prepared statements and nested transactions', async () => {
    const create = (client: Pool | PoolClient) => drizzle({ client });
    await afterCommit(drizzleTransaction(pool, create), async (tx) => {
      await tx.transaction((nested) => nested.insert(notes).values({ text: 'nested' }));
      await tx
        .transaction(async (nested) => {
          await nested.insert(notes).values({ text: 'rolled back' });
          throw new Error('only the savepoint');
        })
        .catch(() => undefined);
      const builder = tx.insert(notes).values({ text: 'late' });
      const prepared = tx.insert(notes).values({ text: 'late' }).prepare('late');
      return [
        () => builder,
        () => prepared.execute(),
        () => tx.execute(sql`INSERT INTO notes VALUES ('late')`),
        () => tx.transaction((nested) => nested.insert(notes).values({ text: 'late' })),
      ];
    });
    expect(await read()).toEqual(['nested']);
  });

  test('Kysely: builders, compiled queries and what a plugin or schema was added to', async () => {
    const create = (source: PostgresPool) =>
      new Kysely<{ notes: { text: string } }>({ dialect: new PostgresDialect({ pool: source }) });
    await afterCommit(kyselyTransaction(pool, create), async (tx) => {
      await tx.insertInto('notes').values({ text: 'in time' }).execute();
      const builder = tx.insertInto('notes').values({ text: 'late' });
      const compiled = builder.compile();
      const inSchema = tx.withSchema('public').insertInto('notes').values({ text: 'late' });
      return [() => builder.execute(), () => tx.executeQuery(compiled), () => inSchema.execute()];
    });
    expect(await read()).toEqual(['in time']);
  });

  test('Knex: builders, raw statements and nested transactions', async () => {
    await afterCommit(knexTransaction(knex), async (tx) => {
      await tx.transaction((nested) => nested('notes').insert({ text: 'nested' }));
      await tx
        .transaction(async (nested) => {
          await nested('notes').insert({ text: 'rolled back' });
          throw new Error('only the savepoint');
        })
        .catch(() => undefined);
      const builder = tx('notes').insert({ text: 'late' });
      return [
        () => builder,
        () => tx.raw("INSERT INTO notes VALUES ('late')"),
        () => tx.transaction((nested) => nested('notes').insert({ text: 'late' })),
      ];
    });
    await afterCommit(knexTransaction(knex), async (tx) => {
      const open = await tx.transaction();
      return [() => open('notes').insert({ text: 'late' })];
    });
    expect(await read()).toEqual(['nested']);
  });

  test('pg: statements that would begin or end the transaction are refused, savepoints are not', async () => {
    const controls = ['BEGIN', 'start transaction', ' COMMIT;', 'end', 'ROLLBACK', 'abort', 'rollback work'];
    await pgTransaction(pool)(group, async (tx) => {
      for (const control of controls) {
        await expect(tx.query(control)).rejects.toThrow('The batch begins and ends the transaction');
      }
      await tx.query('SAVEPOINT a');
      await tx.query("INSERT INTO notes VALUES ('rolled back')");
      await tx.query('ROLLBACK TO SAVEPOINT a');
      await tx.query({ text: 'INSERT INTO notes VALUES ($1)', values: ['kept'] });
    });
    expect(await read()).toEqual(['kept']);
  });

  test('an isolation level is checked when the option is created, and set', async () => {
    expect(() => pgTransaction(pool, { isolationLevel: 'snapshot' as never })).toThrow(
      'isolationLevel must be one of read committed, repeatable read, serializable',
    );
    const create = (client: Pool | PoolClient) => drizzle({ client });
    const createKysely = (source: PostgresPool) =>
      new Kysely<object>({ dialect: new PostgresDialect({ pool: source }) });
    const isolation = { isolationLevel: 'repeatable read' } as const;
    const transactions = [
      pgTransaction(pool, isolation),
      knexTransaction(knex, isolation),
      drizzleTransaction(pool, create, isolation),
      kyselyTransaction(pool, createKysely, isolation),
    ] as unknown as DatabaseTransaction<unknown>[];
    for (const transaction of transactions) {
      await transaction(group, async (tx) => {
        const rows = await transaction.query(tx, 'SHOW transaction_isolation');
        expect(rows).toEqual([{ transaction_isolation: 'repeatable read' }]);
      });
    }
  });
});
