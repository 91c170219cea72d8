import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { format } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { createApp } from 'photo-album';
import { openDatabase } from 'photo-album/database';
import { createTables, restoreSamples } from 'photo-album/schema';
import { parseXml } from '../support/multistatus-rules.js';
import { runProgram } from './run-program.js';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** Returns the code block of the README with this info string. */
function block(info: string): string {
  const code = README.split(`\`\`\`${info}\n`)[1]?.split('\n```')[0];
  if (code === undefined) throw new Error(`README has no block "${info}"`);
  return code;
}

/** Boots the app of the README on a free port. */
async function boot(name: string): Promise<Server> {
  const program = block(`js ${name}`).replace(
    'app.listen(3000)',
    "export const server = app.listen(0, '127.0.0.1')",
  );
  const { server } = (await runProgram(program)) as { server: Server };
  if (!server.listening) await once(server, 'listening');
  return server;
}

describe.each(['express', 'koa'])('README: the program for %s', (name) => {
  let server: Server;
  let origin: string;
  beforeAll(async () => {
    server = await boot(name);
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.close();
    await once(server, 'close');
  });

  async function send(accept: string): Promise<Response> {
    const headers = { 'content-type': 'application/json', accept };
    return fetch(`${origin}/batch`, { method: 'POST', headers, body: block('json request') });
  }

  test('answers the request of the README with the JSON of the README', async () => {
    const response = await send('application/json');
    expect(response.status).toBe(207);
    expect(await response.json()).toEqual(JSON.parse(block('json answer')));
  });

  test('answers it with the XML of the README', async () => {
    const xml = await (await send('application/xml')).text();
    expect(parseXml(xml)).toEqual(parseXml(`${block('xml answer')}\n`));
  });

  test('answers the lines of the README with the lines that stand below them', async () => {
    const headers = { 'content-type': 'application/jsonl' };
    const response = await fetch(`${origin}/batch`, { method: 'POST', headers, body: block('jsonl batch') });
    expect(response.headers.get('content-type')).toBe('application/jsonl; charset=utf-8');
    const linesOf = (text: string): unknown[] =>
      text
        .trimEnd()
        .split('\n')
        .toSorted()
        .map((line) => JSON.parse(line) as unknown);
    expect(linesOf(await response.text())).toEqual(linesOf(block('jsonl answer')));
  });

  test('the client of the README reports what failed', async () => {
    const lines: string[] = [];
    const program = block('js client').replace('http://localhost:3000', origin);
    await runProgram(program, (...values) => lines.push(values.join(' ')));
    expect(lines.join('\n')).toBe(block('text'));
  });

  test('the QUERY of the README is refused as it says', async () => {
    const lines: string[] = [];
    const program = block('js query').replace('http://localhost:3000', origin);
    await runProgram(program, (...values) => lines.push(format(...values)));
    expect(lines.join('\n')).toBe(block('text query'));
  });
});

test('README: the program with a root answers the request that stands below it', async () => {
  const server = await boot('root');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const response = await fetch(`http://${host}/v1.0/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: block('json root request').replace('localhost:3000', host),
  });
  const { responses } = (await response.json()) as { responses: { id: string; status: number }[] };
  expect(Object.fromEntries(responses.map(({ id, status }) => [id, status]))).toEqual(
    JSON.parse(block('json root statuses')),
  );
  server.close();
  await once(server, 'close');
});

test('README: the program of the report answers with the XML that stands below it', async () => {
  const server = await boot('report');
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/albums/4`, { method: 'DELETE' });
  expect(response.status).toBe(207);
  expect(await response.text()).toBe(block('xml report'));
  server.close();
  await once(server, 'close');
});

test('README: the bulk program answers its request with the JSON that stands below it', async () => {
  const server = await boot('bulk');
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/photos`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: block('json bulk request'),
  });
  expect(response.status).toBe(207);
  expect(await response.json()).toEqual(JSON.parse(block('json bulk answer')));
  server.close();
  await once(server, 'close');
});

test('README: the program that drains closes the server when SIGTERM arrives', async () => {
  const preamble = `
    import { batch } from '@multistatus/express';
    import express from 'express';
    export const app = express();
    export const server = app.listen(0, '127.0.0.1');
    export let stop;
    const process = { once: (signal, listener) => { if (signal === 'SIGTERM') stop = listener; } };
  `;
  const { server, stop } = (await runProgram(preamble + block('js drain'))) as {
    server: Server;
    stop: () => Promise<void>;
  };
  if (!server.listening) await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"requests":[]}',
  };
  expect((await fetch(`http://127.0.0.1:${port}/batch`, request)).status).toBe(400);
  await stop();
  await once(server, 'close');
  await expect(fetch(`http://127.0.0.1:${port}/batch`, request)).rejects.toThrow('fetch failed');
});

test('README: the photo album answers the operations that need each other as it says', async () => {
  const database = await openDatabase(undefined);
  await createTables(database);
  await restoreSamples(database);
  const server = createApp(database).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: block('json dependent request'),
  });
  const { responses } = (await response.json()) as { responses: { id: string; status: number }[] };
  expect(Object.fromEntries(responses.map(({ id, status }) => [id, status]))).toEqual(
    JSON.parse(block('json dependent statuses')),
  );
  server.close();
  await once(server, 'close');
  await database.close();
}, 30_000); // an embedded PostgreSQL takes its time to start on a busy machine

test('README: the description of the endpoints is valid OpenAPI', async () => {
  const server = await boot('openapi');
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/openapi.json`);
  const { valid, errors } = await new Validator().validate(
    (await response.json()) as Record<string, unknown>,
  );
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
  server.close();
  await once(server, 'close');
});
