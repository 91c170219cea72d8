import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BatchStore, BegunEntry } from '@multistatus/journal';
import { createTables, type PostgresClient, postgresStore } from '@multistatus/journal/postgres';
import { testStore, testStoreTransactions } from '@multistatus/journal/test-store';
import type { IsolationLevel } from '@multistatus/transactions';
import { pgTransaction } from '@multistatus/transactions/pg';
import { Pool } from 'pg';
import { describeWithPostgres } from '../postgres/describe-with-postgres.js';
import { LIBRARIES } from '../transactions/adapters/index.js';
import type { AuditedDatabase } from '../transactions/audited-database.js';

const GROUP = { name: 'test', operations: [], signal: new AbortController().signal };
const request = { fingerprint: 'f', about: 'a', leaseMs: 60_000, keepMs: 60_000 };
const write = {
  sequence: 1,
  leaseMs: 60_000,
  keepMs: 60_000,
  inFlight: '',
  outcomes: [{ unit: 0, outcome: 'o' }],
};

describeWithPostgres('postgresStore', (server) => {
  let pool: Pool;
  beforeAll(async () => {
    pool = new Pool(server().connection);
    // As many processes that start together.
    await Promise.all(Array.from({ length: 20 }, () => createTables(pool)));
  });
  afterAll(() => pool.end());

  describe('with a Pool of pg', () => {
    for (const { name, run } of testStore(() => postgresStore(pool))) test(name, run);
  });

  describe.each(['repeatable read', 'serializable'])('where %s is the default', (level) => {
    let strict: Pool;
    beforeAll(() => {
      const options = `-c default_transaction_isolation=${level.replaceAll(' ', '\\ ')}`;
      strict = new Pool({ ...server().connection, options });
    });
    afterAll(() => strict.end());
    for (const { name, run } of testStore(() => postgresStore(strict))) test(name, run);
  });

  describe('behind a proxy that shares connections', () => {
    // A statement that another connection has prepared, as behind a PgBouncer before 1.21.
    let one: Pool;
    beforeAll(() => {
      one = new Pool({ ...server().connection, max: 1 });
    });
    afterAll(() => one.end());

    test.each(['DEALLOCATE ALL', 'DISCARD ALL'])('goes on without names: %s', async (forget) => {
      const store = postgresStore(one);
      const [ref, owner] = [randomUUID(), randomUUID()];
      expect(await store.begin({ ...request, ref, owner })).toEqual({ state: 'begun' });
      await one.query(forget);
      expect(await store.begin({ ...request, ref, owner })).toEqual({ state: 'begun' });
      expect(await store.write(ref, { ...write, owner })).toBe(true);
      const { rows } = await one.query('SELECT name FROM pg_prepared_statements');
      expect(rows).toEqual([]);
    });

    test('goes on without names: already prepared', async () => {
      const store = postgresStore(one);
      const [ref, owner] = [randomUUID(), randomUUID()];
      await store.begin({ ...request, ref, owner });
      const client = await one.connect();
      // pg believes that it has not prepared anything on this connection.
      Object.assign((client as unknown as { connection: object }).connection, { parsedStatements: {} });
      client.release();
      expect(await store.begin({ ...request, ref, owner })).toEqual({ state: 'begun' });
    });
  });

  describe.each(LIBRARIES.filter(({ isEmbedded }) => isEmbedded !== true))(
    'with transactions of $name',
    (library) => {
      let database: AuditedDatabase;
      beforeAll(async () => {
        database = await library.open(server().connection);
      });
      afterAll(() => database.close());

      describe.each<IsolationLevel>(['read committed', 'repeatable read', 'serializable'])(
        '%s',
        (isolationLevel) => {
          const cases = testStoreTransactions(() => {
            const transaction = database.transaction({ isolationLevel });
            return {
              store: postgresStore(pool),
              transact: (work) =>
                transaction(GROUP, (tx) =>
                  work(async (text, values) => (await transaction.query?.(tx, text, values)) ?? []),
                ),
            };
          });
          for (const { name, run } of cases) test(name, run);
        },
      );
    },
  );

  test.each<IsolationLevel>(['read committed', 'serializable'])(
    'lets the owner go on while a transaction (%s) has written: each waits for nobody',
    async (isolationLevel) => {
      const store = postgresStore(pool);
      const [ref, owner] = [randomUUID(), randomUUID()];
      await store.begin({ ...request, ref, owner });
      const transaction = pgTransaction(pool, { isolationLevel });
      await transaction(GROUP, async (tx) => {
        const writeInTransaction = (unit: number): Promise<boolean> | undefined =>
          store.transactions?.write((text, values) => transaction.query(tx, text, values), ref, {
            owner,
            outcomes: [{ unit, outcome: 'o' }],
          });
        await transaction.query(tx, 'SELECT 1');
        expect(await store.write(ref, { ...write, owner, leaseMs: 60_000 })).toBe(true);
        expect(await writeInTransaction(1)).toBe(true);
        expect(await store.write(ref, { ...write, owner, sequence: 2, leaseMs: 0 })).toBe(true);
        const rival = await store.begin({ ...request, ref, owner: randomUUID() });
        expect(rival).toEqual({ state: 'running', leaseLeftMs: 1 });
        expect(await writeInTransaction(2)).toBe(true);
      });
      expect((await store.read(ref, 0, 9)).map(({ unit }) => unit)).toEqual([0, 1, 2]);
    },
  );

  test('refuses a transaction whose entry was taken over since its snapshot', async () => {
    const store = postgresStore(pool);
    const [ref, owner] = [randomUUID(), randomUUID()];
    await store.begin({ ...request, ref, owner, leaseMs: 0 });
    const transaction = pgTransaction(pool, { isolationLevel: 'repeatable read' });
    const late = transaction(GROUP, async (tx) => {
      await transaction.query(tx, 'SELECT 1 FROM multistatus.entries');
      expect(await store.begin({ ...request, ref, owner: randomUUID() })).toMatchObject({ state: 'resumed' });
      await store.transactions?.write((text, values) => transaction.query(tx, text, values), ref, {
        owner,
        outcomes: [{ unit: 0, outcome: 'o' }],
      });
    });
    await expect(late).rejects.toThrow();
    expect(await store.read(ref, 0, 9)).toEqual([]);
  });

  test('has one winner among 100 racers on each of 50 keys, whose statements meet', async () => {
    let unseen = 0;
    const counting: PostgresClient = {
      query: async (text, values) => {
        const result = await pool.query(text, values);
        if (text.includes('begun AS') && result.rows.length === 0) unseen += 1;
        return result;
      },
    };
    const store = postgresStore(counting);
    const race = async (): Promise<readonly BegunEntry['state'][]> => {
      const ref = randomUUID();
      const begun = Array.from({ length: 100 }, () => store.begin({ ...request, ref, owner: randomUUID() }));
      return (await Promise.all(begun)).map(({ state }) => state);
    };
    for (let key = 0; key < 50; key += 1) {
      const states = await race();
      expect(states.filter((state) => state === 'begun')).toHaveLength(1);
      expect(states.filter((state) => state === 'running')).toHaveLength(99);
    }
    // Else the race was none.
    expect(unseen).toBeGreaterThan(0);
    process.stderr.write(`${unseen} statements of 5,000 returned no row, and were sent again.\n`);
  });

  test('has one winner among processes', async () => {
    const program = fileURLToPath(new URL('./begin-entries.mjs', import.meta.url));
    const refs = Array.from({ length: 50 }, () => randomUUID());
    const processes = Array.from({ length: 3 }, () =>
      spawn(process.execPath, [program, JSON.stringify(server().connection), JSON.stringify(refs)], {
        stdio: ['pipe', 'pipe', 'inherit'],
      }),
    );
    const lines = processes.map(({ stdout }) => createInterface({ input: stdout })[Symbol.asyncIterator]());
    for (const line of lines) expect((await line.next()).value).toBe('ready');
    const exits = processes.map((each) => once(each, 'exit'));
    for (const { stdin } of processes) stdin.write('go\n');
    const begun: string[] = [];
    for (const line of lines) begun.push(...(JSON.parse((await line.next()).value) as string[]));
    await Promise.all(exits);
    expect(begun.sort()).toEqual([...refs].sort());
  });

  test('goes on after the server was restarted, with what it had kept', async () => {
    const store = postgresStore(pool);
    const [ref, owner] = [randomUUID(), randomUUID()];
    await store.begin({ ...request, ref, owner });
    await store.write(ref, { ...write, owner });
    await server().restart();
    expect(await untilConnected(store, ref)).toEqual([{ unit: 0, outcome: 'o' }]);
    expect(await store.write(ref, { ...write, owner, sequence: 2, total: 1 })).toBe(true);
    const finished = { state: 'finished', about: 'a', total: 1 };
    expect(await store.begin({ ...request, ref, owner: randomUUID() })).toEqual(finished);
  });
});

/** Reads until the pool has dropped the connections that ended. */
async function untilConnected(store: BatchStore, ref: string): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await store.read(ref, 0, 9);
    } catch (error) {
      if (attempt === 20) throw error;
    }
  }
}
