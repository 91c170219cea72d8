import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Pool } from 'pg';
import { type Database, openDatabase } from 'photo-album/database';
import { serverDatabase } from 'photo-album/server-database';
import { describeWithPostgres } from './describe-with-postgres.js';
import { type AuditReport, runAudit } from './run-audit.js';

const SEED = 20_260_412;

/** Many times what a test takes on a machine that does nothing else, in milliseconds. */
const MACHINE_IS_BUSY_MS = 180_000;

// Injected failures are answered 500, and the album logs each.
beforeEach(() => {
  jest.spyOn(console, 'error').mockReturnValue();
});
afterEach(() => {
  jest.restoreAllMocks();
});

function show(title: string, { differences, ...figures }: AuditReport): void {
  const text = JSON.stringify(figures, null, 1).replace(/\n\s*/g, ' ');
  process.stdout.write(`${title}, seed ${SEED}: ${differences.length} differences, ${text}\n`);
}

/** The ways of failing came up, and still most batches could be compared. */
function expectVariety({ audited, unanswered, outcomes }: AuditReport, batches: number): void {
  expect(audited).toBeGreaterThan(batches / 2);
  expect(unanswered).toBeGreaterThan(0);
  const names = ['201', '423', '500', '424 rolled-back', '424 failed-dependency', '500 commit-failed'];
  expect(Object.keys(outcomes)).toEqual(expect.arrayContaining(names));
}

describeWithPostgres('Batches that a PostgreSQL server is written by', (server) => {
  let pool: Pool;
  let outside: Pool;
  beforeEach(() => {
    pool = new Pool({
      ...server().connection,
      max: 3,
      connectionTimeoutMillis: 200,
      statement_timeout: 2000,
    });
    outside = new Pool({ ...server().connection, max: 1 });
  });
  afterEach(async () => {
    await pool.end();
    await outside.end();
  });

  test(
    'leave exactly what their answers say, and no transaction open',
    async () => {
      const report = await runAudit({
        seed: SEED,
        batches: 1000,
        faults: [
          ...(['raise', 'raise', 'raise', 'raise', 'nap', 'nap', 'nap'] as const),
          ...(['sleep', 'defer', 'kill', 'kill later'] as const),
        ],
        limits: { operationTimeoutMs: 600, batchTimeoutMs: 900 },
        database: serverDatabase(pool),
        outside: serverDatabase(outside),
        settled: () => until(() => pool.idleCount === pool.totalCount && pool.waitingCount === 0),
      });
      show('PostgreSQL', report);
      expect(report.differences).toEqual([]);
      expectVariety(report, 1000);
      expect(Object.keys(report.outcomes)).toEqual(
        expect.arrayContaining(['424 stopped', '504 operation-timeout']),
      );

      const connections = await outside.query(
        `SELECT DISTINCT state FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
      expect(connections.rows).toEqual([{ state: 'idle' }]);
    },
    MACHINE_IS_BUSY_MS,
  );

  async function until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await outside.query('SELECT');
  }
});

describe('Batches that an embedded PostgreSQL is written by', () => {
  let database: Database;
  beforeEach(async () => {
    database = await openDatabase();
  }, 60_000);
  afterEach(() => database.close());

  test(
    'leave exactly what their answers say',
    async () => {
      const report = await runAudit({
        seed: SEED,
        batches: 100,
        faults: ['raise', 'raise', 'raise', 'defer', 'nap'],
        limits: { operationTimeoutMs: 10_000, batchTimeoutMs: 30_000 },
        database,
        outside: database,
        // It does one thing after another, in the order of asking.
        settled: async () => void (await database.query('SELECT')),
      });
      show('PGlite', report);
      expect(report.differences).toEqual([]);
      expectVariety(report, 100);
    },
    MACHINE_IS_BUSY_MS,
  );
});
