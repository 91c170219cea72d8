import { afterAll, beforeAll, expect } from '@jest/globals';
import { Pool } from 'pg';
import { testPage } from '../../test/docs/run-page.js';
import { describeWithPostgres } from '../postgres/describe-with-postgres.js';

/** Closes what a program has opened. */
const CLOSE = `
  if (typeof prisma !== 'undefined') await prisma.$disconnect();
  if (typeof sequelize !== 'undefined') await sequelize.close();
  if (typeof dataSource !== 'undefined') await dataSource.destroy();
  if (typeof knex !== 'undefined') await knex.destroy();
  if (typeof database !== 'undefined') await (database.close ?? (() => undefined)).call(database);
  if (typeof pool !== 'undefined') await pool.end();`;

/** The client that Prisma generates; the page says where an app has it. */
const FILES = { 'generated/prisma/client.ts': "export * from '../../../../prisma/generated/client.js';" };

/** Sends notes in one batch, all in a group or each alone. Returns their statuses. */
async function send(origin: string, texts: readonly string[], group?: string): Promise<number[]> {
  const requests = texts.map((text) => ({
    method: 'POST',
    url: `/notes/${text}`,
    ...(group !== undefined && { atomicityGroup: group }),
  }));
  const response = await fetch(`${origin}/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ requests }),
  });
  const { responses } = (await response.json()) as { responses: { status: number }[] };
  return responses.map(({ status }) => status);
}

describeWithPostgres('The pages on transactions', (server) => {
  let pool: Pool;
  beforeAll(async () => {
    const { host, user, database } = server().connection;
    process.env['DATABASE_URL'] = `postgres://${user}@${encodeURIComponent(host)}/${database}`;
    Object.assign(process.env, { PGHOST: host, PGUSER: user, PGDATABASE: database });
    pool = new Pool(server().connection);
    // The generated client of the tests has a column more.
    await pool.query('CREATE TABLE notes (id serial, text text NOT NULL UNIQUE, parent_id integer)');
  });
  afterAll(() => pool.end());

  /** Sequelize finds no socket in a URL. */
  const prepare = (program: string): string => {
    const { host, user, database } = server().connection;
    return program.replace(
      "new Sequelize(process.env['DATABASE_URL'] ?? '', {",
      `new Sequelize('${database}', '${user}', '', { host: '${host}', dialect: 'postgres',`,
    );
  };

  async function expectAtomicGroups(origin: string, isInProcess: boolean): Promise<void> {
    await pool.query('TRUNCATE notes');
    expect(await send(origin, ['a', 'b'], 'g')).toEqual([201, 201]);
    expect(await send(origin, ['c', 'a'], 'g')).toEqual([424, 500]);
    expect(await send(origin, ['c', 'd', 'a'])).toEqual([201, 201, 500]);
    if (isInProcess) return;
    const { rows } = await pool.query<{ text: string }>('SELECT text FROM notes ORDER BY text');
    expect(rows.map(({ text }) => text)).toEqual(['a', 'b', 'c', 'd']);
  }

  for (const path of ['docs/recipes/transactions-by-library.md', 'packages/transactions/README.md'])
    testPage(path, {
      folder: new URL('./', import.meta.url),
      files: FILES,
      prepare,
      close: CLOSE,
      afterStart: (origin, { code }) => expectAtomicGroups(origin, code.includes('PGlite.create()')),
    });
});
