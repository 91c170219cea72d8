import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runProgram } from './run-program.js';

const PAGE = readFileSync(new URL('../../docs/transactions.md', import.meta.url), 'utf8');
const PROGRAM = PAGE.split('```js sqlite\n')[1]?.split('\n```')[0] ?? '';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

/** The program needs Node 22.16, as the page says; `.ci/run` runs this file on such versions too. */
const define = major > 22 || (major === 22 && minor >= 16) ? describe : () => undefined;

test('The page on transactions says which Node the program for SQLite needs', () => {
  expect(PAGE).toContain('This program needs Node 22.16.');
});

define('The program for SQLite of the page on transactions', () => {
  let server: Server;
  let notes: () => string[];
  let origin: string;
  beforeAll(async () => {
    const program = PROGRAM.replace('app.listen(3000)', "export const server = app.listen(0, '127.0.0.1')");
    const reading =
      "\nexport const notes = () => sqlite.prepare('SELECT text FROM notes').all().map(({ text }) => text);\n";
    ({ server, notes } = (await runProgram(program + reading)) as never);
    if (!server.listening) await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.close();
    await once(server, 'close');
  });

  /** Sends notes: those of an inner array as a group. Returns their statuses. */
  async function send(...texts: (string | readonly string[])[]): Promise<number[]> {
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

  test('keeps what a whole group wrote, and nothing of one that failed', async () => {
    expect(await send(['a', 'b'])).toEqual([201, 201]);
    expect(await send(['c', 'a'])).toEqual([424, 500]);
    expect(notes()).toEqual(['a', 'b']);
  });

  test('what runs beside a group that fails waits for it, and is kept', async () => {
    const sent = await Promise.all(
      Array.from({ length: 20 }, (_, index) => send([`x${index}`, `y${index}`, 'a'], `beside${index}`)),
    );
    expect(sent).toEqual(Array(20).fill([424, 424, 500, 201]));
    expect(notes()).toHaveLength(22);
  });
});
