import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import type { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { batch, getOperation } from '@multistatus/express';
import { createJournal, type StoreJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import { postgresStore, tablesSql } from '@multistatus/journal/postgres';
import { type StoreCase, testStore } from '@multistatus/journal/test-store';
import { pgliteTransaction } from '@multistatus/transactions/pglite';
import express, { type Response as ExpressResponse, type NextFunction, type Request } from 'express';
import type { Redis } from 'ioredis';
import { resolveIdempotency } from '#core/options/idempotency-options.js';
import { resolveJournalOptions } from '#journal/journal-options.js';
import { startRedis } from '../support/redis-server.js';
import { serve } from '../support/serve.js';
import { testWith } from '../support/test-with.js';
import { runProgram } from './run-program.js';

const README = readFileSync(new URL('../../packages/journal/README.md', import.meta.url), 'utf8');

const ROOT_README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** Returns the code block with this info string; `nth` counts from 0 if there are several. */
function block(info: string, nth = 0): string {
  const code = README.split(`\`\`\`${info}\n`)[nth + 1]?.split('\n```')[0];
  if (code === undefined) throw new Error(`README has no block "${info}"`);
  return code;
}

/** Returns the headers of a request or response that is shown. */
function headersIn(http: string): Record<string, string> {
  const [, ...lines] = http.split('\n');
  return Object.fromEntries(lines.map((line) => line.split(': ') as [string, string]));
}

/** Sends the request of the README. */
function sendOrder(origin: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  const request = { method: 'POST', headers: { ...headersIn(block('http')), ...headers } };
  return fetch(`${origin}/batch`, { ...request, body: block('json request') });
}

/** Runs a program of the README on a free port, after replacements. */
async function boot<Exports extends object>(
  info: string,
  changes: Readonly<Record<string, string>>,
): Promise<Exports & { readonly server: Server }> {
  let program = block(info);
  for (const [from, to] of Object.entries(changes)) {
    expect(program).toContain(from);
    program = program.replace(from, to);
  }
  const exports = (await runProgram(program)) as Exports & { readonly server: Server };
  if (!exports.server.listening) await once(exports.server, 'listening');
  return exports;
}

const LISTENING = {
  'app.listen(3000)': "export const server = app.listen(0, '127.0.0.1')",
  'const journal': 'export const journal',
};

/** Runs a part of a program, which uses these values. */
async function runWith(values: Readonly<Record<string, unknown>>, program: string): Promise<object> {
  const globals = globalThis as unknown as { given?: object };
  globals.given = values;
  try {
    return await runProgram(`const { ${Object.keys(values).join(', ')} } = globalThis.given;\n${program}`);
  } finally {
    delete globals.given;
  }
}

async function expectExchange(server: Server): Promise<void> {
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const first = await sendOrder(origin);
  expect(first.status).toBe(207);
  expect(first.headers.has('idempotency-replayed')).toBe(false);
  expect(await first.json()).toEqual(JSON.parse(block('json answer')));
  const again = await sendOrder(origin);
  for (const [name, value] of Object.entries(headersIn(block('http', 1)))) {
    expect([name, again.headers.get(name)]).toEqual([name, value]);
  }
  expect(await again.json()).toEqual(JSON.parse(block('json answer')));
  expect((await sendOrder(origin, { 'Idempotency-Key': '"a' })).status).toBe(400);
  expect((await sendOrder(origin, { Authorization: 'Bearer eve' })).status).toBe(401);
}

function authenticate(req: Request, _res: ExpressResponse, next: NextFunction): void {
  Object.assign(req, { user: { id: 'ana' } });
  next();
}

describe('README of journal', () => {
  let app: { readonly server: Server; readonly journal: StoreJournal<Request>; readonly pool: PGlite };
  beforeAll(async () => {
    app = await boot('js express', {
      ...LISTENING,
      "import { Pool } from 'pg'": "import { PGlite as Pool } from '@electric-sql/pglite'",
      'const pool': 'export const pool',
    });
  }, 60_000); // an embedded PostgreSQL takes its time to start on a busy machine
  afterAll(async () => {
    app.journal.close();
    app.server.close();
    await once(app.server, 'close');
    await app.pool.close();
  });

  test('the program for Express answers as shown', () => expectExchange(app.server));

  testWith('redis-server')('the program for Koa answers as shown', async () => {
    const started = await startRedis();
    const { server, journal, redis } = await boot<{ journal: { close(): void }; redis: Redis }>('js koa', {
      ...LISTENING,
      'const redis = new Redis({': `export const redis = new Redis({ path: '${started.path}',`,
    });
    await expectExchange(server);
    journal.close();
    server.close();
    await once(server, 'close');
    await redis.quit();
    await started.stop();
  });

  test('with everyOperation, an outcome is committed by the transaction of its operation', async () => {
    const { pool, journal } = app;
    await pool.exec(`CREATE TABLE notes (text text);
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NOT EXISTS (SELECT FROM notes WHERE xmin = pg_current_xact_id()::xid) THEN RAISE 'outside'; END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER outside BEFORE INSERT ON multistatus.outcomes FOR EACH ROW EXECUTE FUNCTION refuse()`);
    const notes = express();
    const given = {
      app: notes,
      pool,
      journal,
      batch,
      getOperation,
      authenticate,
      pgTransaction: pgliteTransaction,
      Pool: function Pool() {
        return pool; // a database in this process has one connection
      },
    };
    await runWith(given, block('js exact').replace(/^import .*$/gm, ''));
    const { port, close } = await serve(notes);
    const send = (): Promise<Response> =>
      fetch(`http://127.0.0.1:${port}/batch`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': '"notes"' },
        body: JSON.stringify({ requests: [{ method: 'POST', url: '/notes/tarts' }] }),
      });
    expect(await (await send()).json()).toMatchObject({ summary: { succeeded: 1 } });
    expect((await send()).headers.get('idempotency-replayed')).toBe('true');
    expect((await pool.query('SELECT text FROM notes')).rows).toEqual([{ text: 'tarts' }]);
    await close();
  });

  test('the root README mounts it as here', async () => {
    const program = ROOT_README.split('```js journal\n')[1]?.split('\n```')[0] ?? '';
    const notes = express();
    const given = { app: notes, batch, authenticate, createJournal, postgresStore, pool: app.pool };
    const { journal } = (await runWith(given, `${program}\nexport { journal };`)) as typeof app;
    const { port, close } = await serve(notes);
    const response = await sendOrder(`http://127.0.0.1:${port}`);
    expect(response.headers.get('idempotency-replayed')).toBe('true'); // the database of the programs above
    journal.close();
    await close();
  });

  test('the option isRepeatable is shown as batch takes it', async () => {
    const journal = createJournal({ store: memoryStore(), identify: () => 'ana' });
    await expect(runWith({ batch, journal }, block('js repeatable'))).resolves.toBeDefined();
    journal.close();
  });

  test('a store of your own is tested by the requirements', async () => {
    const cases: StoreCase[] = [];
    const given = {
      test: (name: string, run: StoreCase['run']) => cases.push({ name, run }),
      testStore,
      myStore: memoryStore,
    };
    await runWith(given, block('js store').replace(/^import .*$/gm, ''));
    expect(cases.map(({ name }) => name)).toEqual(testStore(() => memoryStore()).map(({ name }) => name));
  });

  test('the SQL is that of createTables', () => {
    expect(block('sql')).toBe(tablesSql());
  });

  /** Returns the name and the default of each row of the table whose first column has this heading. */
  function defaultsIn(heading: string, column: number): Record<string, string> {
    const [, table = ''] =
      new RegExp(`^\\| ${heading} .*\\n\\| -.*\\n((?:\\|.*\\n)+)`, 'm').exec(README) ?? [];
    const rows = table
      .trim()
      .split('\n')
      .map((row) => row.split('|').map((cell) => cell.trim().replaceAll('`', '')));
    return Object.fromEntries(rows.map((cells) => [cells[1], cells[column]?.replaceAll(' ', '')]));
  }

  test('the tables have every option, with its default', () => {
    const options = { store: memoryStore(), identify: () => 'ana' };
    const {
      onError: _onError,
      store: _store,
      identify: _identify,
      knowsClients: _knowsClients,
      ...numbers
    } = resolveJournalOptions(options);
    const defaults = {
      store: 'required',
      identify: 'required',
      storeBodies: 'true',
      onError: 'console.error',
    };
    expect(defaultsIn('option', 4)).toEqual({
      ...defaults,
      ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, String(value)])),
    });
    const { isRepeatable: _isRepeatable, ...flags } = resolveIdempotency('batch', {});
    expect(defaultsIn('member', 2)).toEqual({
      ...Object.fromEntries(Object.entries(flags).map(([name, value]) => [name, String(value)])),
      isRepeatable: '',
    });
  });
});
