import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { ROOT } from '../docs/read-page.js';
import { testPage } from '../docs/run-page.js';

const PAGE = 'docs/recipes/sqlite.md';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

/** The programs need Node 22.16, as the page says; `.ci/run` runs this file on such versions too. */
const hasSqlite = major > 22 || (major === 22 && minor >= 16);

/** Drizzle and Kysely are packages of the workspace that the tests do not depend on. */
const LIBRARIES = fileURLToPath(new URL('../../packages/transactions/node_modules/', import.meta.url));
const PATHS: Readonly<Record<string, string>> = {
  'drizzle-orm/sqlite-core': `${LIBRARIES}drizzle-orm/sqlite-core/index.js`,
  'drizzle-orm/sqlite-proxy': `${LIBRARIES}drizzle-orm/sqlite-proxy/index.js`,
  kysely: `${LIBRARIES}kysely/dist/esm/index.js`,
  'better-sqlite3': './better-sqlite3.js',
};

/** The interface of better-sqlite3, a native module, as far as Kysely needs it. */
const BETTER_SQLITE3 = `
import { DatabaseSync } from 'node:sqlite';
export default class extends DatabaseSync {
  prepare(sql) {
    const statement = super.prepare(sql);
    return {
      reader: statement.columns().length > 0,
      all: (values) => statement.all(...values),
      run: (values) => statement.run(...values),
    };
  }
}`;

/** Sends notes: those of an inner array as a group. Returns their statuses. */
async function send(origin: string, ...texts: (string | readonly string[])[]): Promise<number[]> {
  const requests = texts.flatMap((text, index) =>
    typeof text === 'string'
      ? [{ method: 'POST', url: `/notes/${text}` }]
      : text.map((each) => ({ method: 'POST', url: `/notes/${each}`, atomicityGroup: `g${index}` })),
  );
  const response = await fetch(`${origin}/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ requests }),
  });
  const { responses } = (await response.json()) as { responses: { status: number }[] };
  return responses.map(({ status }) => status);
}

async function notesOf(origin: string): Promise<string[]> {
  const rows = (await (await fetch(`${origin}/notes`)).json()) as { text: string }[];
  return rows.map(({ text }) => text);
}

/** A whole group is kept, and nothing of one that failed; what runs beside such a group waits for it, and is kept. */
async function expectAtomicGroups(origin: string): Promise<void> {
  expect(await send(origin, ['a', 'b'])).toEqual([201, 201]);
  expect(await send(origin, ['c', 'a'])).toEqual([424, 500]);
  expect(await notesOf(origin)).toEqual(['a', 'b']);
  const sent = await Promise.all(
    Array.from({ length: 20 }, (_, index) => send(origin, [`x${index}`, `y${index}`, 'a'], `beside${index}`)),
  );
  expect(sent).toEqual(Array(20).fill([424, 424, 500, 201]));
  expect(await notesOf(origin)).toHaveLength(22);
}

test('The page says which Node it needs', () => {
  expect(readFileSync(new URL(PAGE, ROOT), 'utf8')).toContain('It needs Node 22.16');
});

if (hasSqlite)
  testPage(PAGE, {
    prepare: (program) =>
      program.replace(/ from '([^'.]+)';/g, (whole, name: string) =>
        PATHS[name] === undefined ? whole : ` from '${PATHS[name]}';`,
      ),
    files: { 'better-sqlite3.ts': BETTER_SQLITE3 },
    close: 'sqlite.close();',
    afterStart: expectAtomicGroups,
  });
