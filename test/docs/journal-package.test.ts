import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { memoryStore } from '@multistatus/journal/memory';
import { tablesSql } from '@multistatus/journal/postgres';
import { resolveIdempotency } from '#core/options/idempotency-options.js';
import { resolveJournalOptions } from '#journal/journal-options.js';
import { type RedisServer, startRedis } from '../support/redis-server.js';
import { exchangeHttp } from './exchange-http.js';
import { PageFolder } from './page-folder.js';
import { ROOT, readPage } from './read-page.js';
import { testPage } from './run-page.js';
import { serverProgram } from './server-program.js';

const PAGE = 'packages/journal/README.md';
const TEXT = readFileSync(new URL(PAGE, ROOT), 'utf8');

/** Returns the name and the default of each row of the table whose first column has this heading. */
function defaultsIn(heading: string): Record<string, string> {
  const [, table = ''] = new RegExp(`^\\| ${heading} .*\\n\\| -.*\\n((?:\\|.*\\n)+)`, 'm').exec(TEXT) ?? [];
  const rows = table
    .trim()
    .split('\n')
    .map((row) => row.split('|').map((cell) => cell.trim().replaceAll('`', '')));
  return Object.fromEntries(rows.map((cells) => [cells[1], cells[2]?.replaceAll(' ', '')]));
}

/** Returns the values as a page writes them. */
function shown(values: object): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

describe('README of journal', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  const prepare = (program: string): string =>
    program
      .replace("import { Pool } from 'pg'", "import { PGlite as Pool } from '@electric-sql/pglite'")
      .replace('new Redis({', () => `new Redis({ path: '${redis.path}',`);
  const close = "journal.close(); await (typeof pool === 'undefined' ? redis.quit() : pool.close());";

  testPage(PAGE, { prepare, close });

  test('the program for Koa answers as that for Express', async () => {
    const { blocks } = readPage(PAGE);
    const program = blocks.find(({ code }) => code.includes('new Koa()'))?.code ?? '';
    const request = blocks.find(({ info }) => info === 'http request')?.code ?? '';
    const folder = new PageFolder(new URL('./', import.meta.url));
    const koa = (await folder.run(serverProgram(prepare(program), [], close), () => undefined)) as {
      server: Server;
      close: () => Promise<void>;
    };
    if (!koa.server.listening) await once(koa.server, 'listening');
    const { port } = koa.server.address() as AddressInfo;
    const [first, second] = [await exchangeHttp(port, request), await exchangeHttp(port, request)];
    const stranger = await exchangeHttp(port, request.replace('ana-7d1c', 'eve'));
    koa.server.close();
    await koa.close();
    folder.remove();
    expect(JSON.parse(second.body)).toEqual(JSON.parse(first.body));
    expect(first.body).toContain('"href":"/orders/1"');
    const isReplayed = [first, second].map(
      ({ headers }) => Object.fromEntries(headers)['idempotency-replayed'],
    );
    expect(isReplayed).toEqual([undefined, 'true']);
    expect(stranger.start).toContain('401');
  });

  test('the command prints the SQL of createTables', () => {
    const [, command = ''] = /^ {2}```sh\n(.*?)```/ms.exec(TEXT) ?? [];
    const cwd = fileURLToPath(new URL('.', import.meta.url));
    expect(execFileSync('sh', ['-c', command], { cwd, encoding: 'utf8' })).toBe(`${tablesSql()}\n`);
  });

  test('the tables have every option, with its default', () => {
    const {
      onError: _onError,
      store: _store,
      identify: _identify,
      knowsClients: _knowsClients,
      ...numbers
    } = resolveJournalOptions({ store: memoryStore(), identify: () => 'ana' });
    expect(defaultsIn('option')).toEqual({
      store: 'required',
      identify: 'required',
      storeBodies: 'true',
      onError: 'console.error',
      ...shown(numbers),
    });
    const { isRepeatable: _isRepeatable, ...flags } = resolveIdempotency('batch', {});
    expect(defaultsIn('member')).toEqual({ ...shown(flags), isRepeatable: '' });
  });
});
