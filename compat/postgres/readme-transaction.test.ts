import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { batch, getOperation } from '@multistatus/express';
import { pgTransaction } from '@multistatus/transactions/pg';
import express from 'express';
import { Pool } from 'pg';
import { describeWithPostgres } from './describe-with-postgres.js';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const PROGRAM =
  README.split('```js transaction\n')[1]
    ?.split('\n```')[0]
    ?.replace(/^import .*$/gm, '') ?? '';

describeWithPostgres('The transaction of the README on a PostgreSQL server', (server) => {
  test('keeps what a whole group wrote, and nothing of one that failed', async () => {
    const pool = new Pool({ ...server().connection, max: 1 });
    await pool.query('CREATE TABLE notes (text text UNIQUE)');
    const app = express();
    const given = { pool, app, batch, getOperation, pgTransaction };
    // Not `compileFunction` of node:vm: the Promises of its handlers would be foreign to Express.
    // oxlint-disable-next-line no-implied-eval -- it is the program of the README
    new Function(...Object.keys(given), PROGRAM)(...Object.values(given));
    const listening = app.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const { port } = listening.address() as AddressInfo;
    const send = async (...texts: string[]): Promise<number[]> => {
      const requests = texts.map((text) => ({ method: 'POST', url: `/notes/${text}`, atomicityGroup: 'g' }));
      const response = await fetch(`http://127.0.0.1:${port}/batch`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ requests }),
      });
      const { responses } = (await response.json()) as { responses: { status: number }[] };
      return responses.map(({ status }) => status);
    };
    expect(await send('a', 'b')).toEqual([201, 201]);
    expect(await send('c', 'a')).toEqual([424, 500]);
    expect(await send('d')).toEqual([201]);
    const { rows } = await pool.query<{ text: string }>('SELECT text FROM notes ORDER BY text');
    expect(rows.map(({ text }) => text)).toEqual(['a', 'b', 'd']);
    listening.close();
    await once(listening, 'close');
    await pool.end();
  });
});
