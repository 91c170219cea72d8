import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Pool } from 'pg';
import { describeWithPostgres } from '../postgres/describe-with-postgres.js';
import { LIBRARIES } from './adapters/index.js';
import { APPLICATION, type AuditedDatabase } from './audited-database.js';
import { type ChaosReport, runChaos } from './run-chaos.js';

const SEED = Number(process.env['TRANSACTIONS_SEED'] ?? 20_261_128);
/** Batches for each library and each test; see compat/README.md. */
const BATCHES = Number(process.env['TRANSACTIONS_BATCHES'] ?? 40);
/** Many times what a batch takes on a machine that does nothing else, in milliseconds. */
const TIMEOUT_MS = 60_000 + BATCHES * 1000;

const LIMITS = { operationTimeoutMs: 800, batchTimeoutMs: 5000 };

// What would end the process of an app.
let fatal: unknown[] = [];
const note = (reason: unknown): void => void fatal.push(reason);
beforeEach(() => {
  fatal = [];
  process.on('unhandledRejection', note).on('uncaughtException', note);
});
afterEach(() => {
  process.off('unhandledRejection', note).off('uncaughtException', note);
  expect(fatal).toEqual([]);
});

function show(title: string, { differences, outcomes, unanswered, unknown, resent }: ChaosReport): void {
  const figures = JSON.stringify({ unanswered, unknown, resent, ...outcomes }, null, 1).replace(
    /\n\s*/g,
    ' ',
  );
  process.stdout.write(`${title}, seed ${SEED}: ${differences.length} differences, ${figures}\n`);
}

const onServer = LIBRARIES.filter(({ isEmbedded }) => !isEmbedded);
const embedded = LIBRARIES.filter(({ isEmbedded }) => isEmbedded);

describeWithPostgres('Answers and rows agree on a PostgreSQL server', (server) => {
  let outside: Pool;
  let database: AuditedDatabase;
  beforeEach(() => {
    outside = new Pool({ ...server().connection, max: 2 });
    outside.on('error', () => {});
  });
  afterEach(async () => {
    await database.close();
    await outside.end();
  });
  const run = (_tx: unknown, statement: string): Promise<unknown> => outside.query(statement);
  const readMarks = async (): Promise<string[]> =>
    (await outside.query<{ mark: string }>('SELECT mark FROM effects')).rows.map(({ mark }) => mark);

  /** Resolves when nothing of the app runs, and no transaction of it is open. */
  async function expectNothingOpen(): Promise<void> {
    const open = `SELECT state, query FROM pg_stat_activity WHERE application_name = '${APPLICATION}' AND state <> 'idle'`;
    const deadline = Date.now() + 10_000;
    for (;;) {
      const { rows } = await outside.query(open);
      if (rows.length === 0 || Date.now() > deadline) return expect(rows).toEqual([]);
    }
  }

  test.each(onServer)(
    '$name: statements that fail, hang, deadlock and conflict; clients that leave',
    async ({ name, open }) => {
      database = await open(server().connection);
      const disturb = async (): Promise<void> => undefined;
      const chaos = { seed: SEED, batches: BATCHES, limits: LIMITS, isEmbedded: false };
      const report = await runChaos({ ...chaos, database, outside: { run }, readMarks, disturb });
      show(name, report);
      expect(report.differences).toEqual([]);
      // Only what loses its connection during COMMIT is unknown.
      if (report.unknown > 0) expect(report.unknownSteps).toContain('be killed at commit');
      expect(report.outcomes).not.toHaveProperty('500 transaction-contract-broken unknown');
      await expectNothingOpen();
    },
    TIMEOUT_MS,
  );

  test.each(onServer)(
    '$name: connections that are ended, and a server that is restarted',
    async ({ name, open }) => {
      database = await open(server().connection);
      const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = '${APPLICATION}' AND state <> 'idle' ORDER BY query_start LIMIT 1`;
      const restarts = new Set([1, 2].map((part) => Math.floor((BATCHES * part) / 3)));
      const report = await runChaos({
        seed: SEED + 1,
        batches: BATCHES,
        limits: LIMITS,
        isEmbedded: false,
        database,
        outside: { run },
        readMarks,
        disturb: async (batch, random) => {
          if (restarts.has(batch)) await server().restart();
          else if (random.hasLuck(20)) await outside.query(end).catch(() => {});
        },
      });
      show(name, report);
      expect(report.differences).toEqual([]);
      await expectNothingOpen();
    },
    TIMEOUT_MS,
  );
});

describe('Answers and rows agree in an embedded database', () => {
  test.each(embedded)(
    '$name: statements that fail; clients that leave',
    async ({ name, open }) => {
      const database = await open(undefined);
      const report = await runChaos({
        seed: SEED,
        batches: BATCHES,
        limits: LIMITS,
        isEmbedded: true,
        database,
        outside: database,
        readMarks: async () => {
          const found = await database.run(undefined, 'SELECT mark FROM effects');
          return (found as { rows: { mark: string }[] }).rows.map(({ mark }) => mark);
        },
        disturb: async () => undefined,
      });
      show(name, report);
      expect(report.differences).toEqual([]);
      expect(report.unknown).toBe(0);
      await database.close();
    },
    TIMEOUT_MS,
  );
});
