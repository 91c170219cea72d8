import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { batch as expressBatch } from '@multistatus/express';
import { batch as koaBatch } from '@multistatus/koa';
import { odata } from '@multistatus/odata';
import { pgliteTransaction } from '@multistatus/transactions/pglite';
import express4 from 'express4';
import Koa from 'koa';
import { exchangeOverSocket } from '../conformance/exchange-over-socket.js';
import { serve } from '../support/serve.js';
import { runProgram } from './run-program.js';

const README = readFileSync(new URL('../../packages/odata/README.md', import.meta.url), 'utf8');
const LISTENING = ['app.listen(3000)', "export const server = app.listen(0, '127.0.0.1')"] as const;

/** Returns the code block with this info string. */
function block(info: string): string {
  const code = README.split(`\`\`\`${info}\n`)[1]?.split('\n```')[0];
  if (code === undefined) throw new Error(`README has no block "${info}"`);
  return code;
}

/** Runs a program of the README on a free port, after replacements. */
async function boot<Exports extends object>(
  info: string,
  changes: readonly (readonly [from: string, to: string])[],
): Promise<Exports & { readonly server: Server }> {
  let program = block(info);
  for (const [from, to] of changes) {
    expect(program).toContain(from);
    program = program.replace(from, to);
  }
  const exports = (await runProgram(program)) as Exports & { readonly server: Server };
  if (!exports.server.listening) await once(exports.server, 'listening');
  return exports;
}

async function close(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}

/** Sends a request as the README shows it, with other text in place of `from`. */
function sendShown(server: Server, info: string, from = '', to = '') {
  const [head = '', body = ''] = block(info)
    .replaceAll('\n', '\r\n')
    .replace(from, to)
    .split(/\r\n\r\n(.*)/s);
  const [requestLine = '', ...fields] = head.split('\r\n');
  const headers = Object.fromEntries(fields.map((field) => field.split(': ') as [string, string]));
  const { port } = server.address() as AddressInfo;
  return exchangeOverSocket(port, requestLine.split(' ')[1] ?? '', { method: 'POST', headers, body });
}

/** Returns a text with boundaries that are the same in each answer. */
function withoutBoundaries(text: string): string {
  return text.replace(/(batchresponse|changesetresponse)_[0-9a-f-]+?(?=--\r|\r|$)/gm, '$1');
}

let app: { readonly server: Server; readonly pool: PGlite };
beforeAll(async () => {
  app = await boot('js express', [
    LISTENING,
    ["import { Pool } from 'pg'", "import { PGlite as Pool } from '@electric-sql/pglite'"],
    ['const pool', 'export const pool'],
    [
      "import { pgTransaction } from '@multistatus/transactions/pg'",
      "import { pgliteTransaction as pgTransaction } from '@multistatus/transactions/pglite'",
    ],
  ]);
  await app.pool.query('CREATE TABLE people (id serial PRIMARY KEY, name text NOT NULL)');
}, 60_000); // an embedded PostgreSQL takes its time to start on a busy machine
afterAll(async () => {
  await close(app.server);
  await app.pool.close();
});

test('the program answers the multipart batch as shown, and then the batch in JSON', async () => {
  const answer = await sendShown(app.server, 'http request');
  const [head = '', body = ''] = `${block('http answer')}\n`.replaceAll('\n', '\r\n').split(/\r\n\r\n(.*)/s);
  const [statusLine, ...fields] = head.split('\r\n');
  expect(statusLine).toBe(`HTTP/1.1 ${answer.status} ${answer.statusMessage}`);
  for (const [name = '', value = ''] of fields.map((field) => field.split(': '))) {
    const sent = String(answer.headers[name.toLowerCase()]);
    expect([name, withoutBoundaries(sent)]).toEqual([name, withoutBoundaries(value)]);
  }
  expect(withoutBoundaries(Buffer.from(answer.bytes).toString())).toBe(withoutBoundaries(body));

  const json = await sendShown(app.server, 'http json request');
  expect(json.status).toBe(200);
  expect(JSON.parse(Buffer.from(json.bytes).toString())).toEqual(JSON.parse(block('json json answer')));
});

test('a changeset that fails has no effect, and is answered by one part', async () => {
  const before = await app.pool.query('SELECT * FROM people');
  const answer = await sendShown(app.server, 'http request', 'PATCH $1', 'PATCH People(99)');
  const text = Buffer.from(answer.bytes).toString();
  expect([...text.matchAll(/^(?:HTTP|Content-ID).*/gm)].map(String)).toEqual([
    'HTTP/1.1 200 OK',
    'Content-ID: 2',
    'HTTP/1.1 404 Not Found',
  ]);
  expect((await app.pool.query('SELECT * FROM people')).rows).toEqual(before.rows);
});

test('a batch that cannot be read is refused as shown', async () => {
  const body = ['GET People', 'GET http://other.example/People']
    .map((line) => `--b\r\nContent-Type: application/http\r\n\r\n${line} HTTP/1.1\r\n\r\n\r\n`)
    .join('');
  const { port } = app.server.address() as AddressInfo;
  const answer = await exchangeOverSocket(port, '/odata/$batch', {
    method: 'POST',
    headers: { 'content-type': 'multipart/mixed; boundary=b' },
    body: `${body}--b--`,
  });
  expect(answer.status).toBe(400);
  expect(JSON.parse(Buffer.from(answer.bytes).toString())).toEqual(JSON.parse(block('json error')));
});

test('the program for Microsoft Graph answers a batch, and refuses one, as shown', async () => {
  const { server } = await boot('js graph', [LISTENING]);
  const answer = await sendShown(server, 'http graph request');
  const refused = await sendShown(server, 'http graph request', '"url":"/me"', '"url":"/me","body":{}');
  await close(server);
  expect([answer.status, refused.status]).toEqual([200, 400]);
  expect(JSON.parse(Buffer.from(answer.bytes).toString())).toEqual(JSON.parse(block('json graph answer')));
  expect(JSON.parse(Buffer.from(refused.bytes).toString())).toEqual(JSON.parse(block('json graph error')));
});

test('a batch that curl has sent with -d is refused as the README says', async () => {
  const [, body = ''] = block('http request').split(/\n\n(.*)/s);
  const { port } = app.server.address() as AddressInfo;
  const answer = await exchangeOverSocket(port, '/odata/$batch', {
    method: 'POST',
    headers: { 'content-type': 'multipart/mixed; boundary=b' },
    body: body.replaceAll('\n', ''),
  });
  const { error } = JSON.parse(Buffer.from(answer.bytes).toString()) as { error: { message: string } };
  expect(README).toContain(`\`${error.message}\``);
  expect([answer.status, error.message]).toEqual([400, expect.stringContaining('No line is')]);
});

test.each<
  [info: string, values: { readonly app: unknown; readonly batch: unknown }, listener: () => RequestListener]
>([
  (() => {
    const created = express4();
    return ['js express 4', { app: created, batch: expressBatch }, () => created as RequestListener];
  })(),
  (() => {
    const created = new Koa();
    return ['js koa', { app: created, batch: koaBatch }, () => created.callback() as RequestListener];
  })(),
])('%s mounts the endpoint', async (info, values, listener) => {
  const pool = new PGlite();
  Object.assign(globalThis, { given: { ...values, odata, pool, pgTransaction: pgliteTransaction } });
  await runProgram(`const { app, batch, odata, pool, pgTransaction } = globalThis.given;\n${block(info)}`);
  const served = await serve(listener());
  const answer = await exchangeOverSocket(served.port, '/odata/$batch', {
    method: 'POST',
    headers: { 'content-type': 'multipart/mixed; boundary=b' },
    body: [
      '--b\nContent-Type: multipart/mixed; boundary=c\n',
      '--c\nContent-Type: application/http\n\nPOST People HTTP/1.1\n\n',
      '--c--\n--b--',
    ].join('\n'),
  });
  await served.close();
  await pool.close();
  // There is no route for it: the changeset ran in its transaction, and has failed.
  expect(Buffer.from(answer.bytes).toString()).toMatch(
    /^--batchresponse_[\w-]+\r\n.*HTTP\/1.1 404 Not Found/s,
  );
});
