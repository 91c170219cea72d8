import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTables, postgresStore, tablesSql } from '@multistatus/journal/postgres';
import { testStore, testStoreTransactions } from '@multistatus/journal/test-store';
import { pgliteTransaction } from '@multistatus/transactions/pglite';

const GROUP = { name: 'test', operations: [], signal: new AbortController().signal };
const OWNER = '8f14e45f-ceea-467f-a9d7-dc6c0b8d2b1a';
const request = { owner: OWNER, fingerprint: 'f', about: 'a', leaseMs: 0, keepMs: 0 };

describe('postgresStore in a PGlite', () => {
  let database: PGlite;
  beforeAll(async () => {
    database = await PGlite.create();
    await createTables(database);
  });
  afterAll(() => database.close());
  const countOf = async (table: string): Promise<number> =>
    (await database.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`)).rows[0]!.count;

  for (const { name, run } of testStore(() => postgresStore(database))) test(name, run);

  const cases = testStoreTransactions(() => {
    const transaction = pgliteTransaction(database);
    return {
      store: postgresStore(database),
      transact: (work) => transaction(GROUP, (tx) => work((...query) => transaction.query(tx, ...query))),
    };
  });
  for (const { name, run } of cases) test(name, run);

  test('has tables in a schema of its own, and another where the option schema says so', async () => {
    await createTables(database, { schema: 'other_2' });
    const [store, other] = [postgresStore(database), postgresStore(database, { schema: 'other_2' })];
    await store.begin({ ...request, ref: 'schema', keepMs: 60_000, leaseMs: 60_000 });
    await other.check();
    expect(await other.begin({ ...request, ref: 'schema' })).toEqual({ state: 'begun' });
    expect(await countOf('other_2.entries')).toBe(1);
  });

  test.each(['', 'Upper', 'a-b', 'a"b', '1a', 'a.b', `a${'b'.repeat(63)}`, 'ä'])(
    'refuses the schema %j',
    (schema) => {
      const message =
        'schema must have 1 to 63 lower-case letters, digits and _, and not begin with a digit, got ';
      for (const call of [() => postgresStore(database, { schema }), () => tablesSql({ schema })]) {
        expect(call).toThrow(new TypeError(message + JSON.stringify(schema)));
      }
    },
  );

  describe('check', () => {
    test('says that the tables are missing', async () => {
      const store = postgresStore(database, { schema: 'missing' });
      await expect(store.check()).rejects.toThrow(
        'The tables of the journal do not exist in the schema missing: call createTables, or run what tablesSql returns',
      );
    });

    test.each([
      [1, 'from an older version of @multistatus/journal; this one needs 2'],
      [3, 'from a newer version of @multistatus/journal; this one needs 2: update it in this process'],
    ])('refuses version %d of the tables', async (version, message) => {
      const schema = `version_${version}`;
      await createTables(database, { schema });
      await database.query(`UPDATE ${schema}.meta SET version = ${version}`);
      await expect(postgresStore(database, { schema }).check()).rejects.toThrow(
        `The tables in the schema ${schema} have version ${version}, ${message}`,
      );
      // It leaves them as they are.
      await createTables(database, { schema });
      await expect(postgresStore(database, { schema }).check()).rejects.toThrow(message);
    });
  });

  test('createTables keeps what is in the tables', async () => {
    await createTables(database, { schema: 'twice' });
    const store = postgresStore(database, { schema: 'twice' });
    await store.begin({ ...request, ref: 'r', leaseMs: 60_000 });
    const before = await database.query('SELECT * FROM twice.meta');
    await createTables(database, { schema: 'twice' });
    expect((await database.query('SELECT * FROM twice.meta')).rows).toEqual(before.rows);
    expect(await countOf('twice.entries')).toBe(1);
  });

  test('sweep deletes what has expired from all tables, in steps', async () => {
    await createTables(database, { schema: 'swept' });
    const store = postgresStore(database, { schema: 'swept' });
    const [texts, lengths]: [string[], number[]] = [[], []];
    const counting = postgresStore(
      {
        query: async (text: string, values?: unknown[]) => {
          const before = (await countOf('swept.outcomes')) + (await countOf('swept.entries'));
          const result = await database.query(text, values);
          if (text.includes('swept.entries')) {
            lengths.push(before - (await countOf('swept.outcomes')) - (await countOf('swept.entries')));
            texts.push(text);
          }
          return result;
        },
      },
      { schema: 'swept' },
    );
    await database.exec(`
      INSERT INTO swept.entries (ref, owner, fingerprint, about, lease_end, expiry, first_expiry)
      SELECT n, '${OWNER}', 'f', 'a', now(), now(), now() FROM generate_series(1, 149) n;
      INSERT INTO swept.owners SELECT id, owner FROM swept.entries`);
    for (const ref of ['long', 'stays']) await store.begin({ ...request, ref, leaseMs: 60_000 });
    await database.exec(`
      INSERT INTO swept.outcomes SELECT id, unit, 'o' FROM swept.entries, generate_series(0, 2499) unit WHERE ref = 'long';
      INSERT INTO swept.outcomes SELECT id, 0, 'o' FROM swept.entries WHERE ref = 'stays'`);
    expect(await store.sweep()).toBe(149);
    await database.query("UPDATE swept.entries SET first_expiry = now(), expiry = now() WHERE ref = 'long'");
    // Begun anew, it leaves its outcomes to sweep.
    await store.begin({ ...request, ref: 'long', leaseMs: 60_000, keepMs: 60_000 });
    expect(await countOf('swept.outcomes')).toBe(2501);
    expect(await counting.sweep()).toBe(1);
    expect(lengths).toEqual([1000, 1000, 501]);
    expect(new Set(texts).size).toBe(1);
    expect(await countOf('swept.entries')).toBe(2);
    expect(await countOf('swept.owners')).toBe(2);
    expect(await store.read('stays', 0, 9)).toEqual([{ unit: 0, outcome: 'o' }]);
    expect(await store.read('long', 0, 9999)).toEqual([]);
  });

  test('sweep keeps an entry that has run for longer than it was begun for', async () => {
    await createTables(database, { schema: 'long_run' });
    const store = postgresStore(database, { schema: 'long_run' });
    await store.begin({ ...request, ref: 'r', leaseMs: 60_000 });
    await store.write('r', {
      owner: OWNER,
      sequence: 1,
      leaseMs: 0,
      keepMs: 60_000,
      inFlight: '',
      outcomes: [],
    });
    await database.query('UPDATE long_run.entries SET first_expiry = now()');
    expect(await store.sweep()).toBe(0);
    expect(await store.begin({ ...request, ref: 'r', owner: OWNER })).toEqual({ state: 'begun' });
  });

  describe('isShared', () => {
    let elsewhere: PGlite;
    beforeAll(async () => {
      elsewhere = await PGlite.create();
    });
    afterAll(() => elsewhere.close());
    /** Asks in a transaction, which must go on afterwards. */
    const ask = async (prepare: string, schema?: string): Promise<unknown> => {
      const store = postgresStore(database, { schema });
      await store.check();
      return elsewhere.transaction(async (tx) => {
        await tx.exec(prepare);
        const isShared = await store.transactions?.isShared(
          async (text, values) => (await tx.query<object>(text, [...values])).rows,
        );
        await tx.query('SELECT 1');
        await tx.rollback();
        return isShared;
      });
    };

    test('is false in a database without the tables', async () => {
      expect(await ask('')).toBe(false);
    });

    test('is false in a database with such tables of its own', async () => {
      expect(await ask(tablesSql())).toBe(false);
    });

    test.each([
      'REVOKE ALL ON SCHEMA multistatus FROM app',
      'REVOKE SELECT ON multistatus.meta FROM app',
      'REVOKE SELECT ON multistatus.entries FROM app',
      'REVOKE UPDATE ON multistatus.owners FROM app',
      'REVOKE INSERT ON multistatus.outcomes FROM app',
      'REVOKE SELECT ON multistatus.job_outcomes FROM app',
      'REVOKE INSERT ON multistatus.uncounted FROM app',
      'DROP TABLE multistatus.outcomes',
      undefined,
    ])('is false for a role that may not use them: %s', async (revoke) => {
      const { rows } = await database.query<{ instance: string }>(
        'SELECT instance::text FROM multistatus.meta',
      );
      const isShared = await ask(`${tablesSql()};
        UPDATE multistatus.meta SET instance = '${rows[0]!.instance}';
        CREATE ROLE app;
        GRANT USAGE ON SCHEMA multistatus TO app;
        GRANT ALL ON ALL TABLES IN SCHEMA multistatus TO app;
        ${revoke ?? ''};
        SET ROLE app`);
      expect(isShared).toBe(revoke === undefined);
    });

    test('rejects before check has resolved', async () => {
      const { transactions } = postgresStore(database);
      await expect(transactions?.isShared(async () => [])).rejects.toThrow('before check has resolved');
    });
  });
});
