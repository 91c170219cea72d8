import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startRedis } from '../support/redis-server.js';
import { testWith } from '../support/test-with.js';
import { PageFolder } from './page-folder.js';
import { readPage } from './read-page.js';
import { testPage } from './run-page.js';
import { serverProgram } from './server-program.js';

const PAGE = 'packages/async/README.md';
const CLOSE = 'await worker.stop(); journal.close();';
const { blocks } = readPage(PAGE);

interface Monitor {
  readonly monitor: string;
  readonly createdAt: string;
  readonly durable?: boolean;
}

/** Returns the code of the block with this info string, after replacements. */
function blockOf(info: string, changes: Readonly<Record<string, string>> = {}): string {
  const code = blocks.find((block) => block.info === info)?.code ?? '';
  return Object.entries(changes).reduce((program, [from, to]) => {
    expect(program).toContain(from);
    return program.replace(from, to);
  }, code);
}

/** Sends the request of the page. */
function send(server: Server, change: Readonly<Record<string, string>>): Promise<Response> {
  const [head = '', body = ''] = blockOf('http request').split('\n\n');
  const lines = head.split('\n').slice(1);
  const headers = new Headers(lines.map((line) => line.split(': ') as [string, string]));
  for (const [name, value] of Object.entries({ accept: 'application/json', ...change }))
    headers.set(name, value);
  return fetch(`${originOf(server)}/batch`, { method: 'POST', headers, body });
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Reads a monitor until what it watches has ended. */
async function untilEnded(url: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  for (;;) {
    const response = await fetch(url, { headers: { accept: 'application/json', ...headers } });
    if (response.status !== 202) return response;
    await response.text();
  }
}

testPage(PAGE, { close: CLOSE });

describe('README of async', () => {
  const folder = new PageFolder(new URL('./', import.meta.url));
  let app: { readonly server: Server; readonly close: () => Promise<void> };
  beforeAll(async () => {
    app = (await folder.run(serverProgram(blockOf('ts server'), [], CLOSE), () => undefined)) as typeof app;
    if (!app.server.listening) await once(app.server, 'listening');
  });
  afterAll(async () => {
    app.server.close();
    await app.close();
    folder.remove();
  });

  test('the body of the 202 has the members that are shown, and its monitor the answer', async () => {
    const taken = await send(app.server, {});
    const body = (await taken.json()) as Monitor;
    const { monitor, createdAt } = body;
    const shown = JSON.parse(blockOf('json accepted')) as Monitor;
    for (const url of [monitor, shown.monitor]) expect(url).toMatch(/^\/batch\/monitors\/[\w-]{24}$/);
    expect(taken.headers.get('location')).toBe(monitor);
    // A worker may have begun already.
    expect(Object.keys({ queued: true, ...body }).toSorted()).toEqual(Object.keys(shown).toSorted());
    expect(body).toMatchObject({ status: 'running', retryAfterSeconds: 1, durable: false });
    expect(Number.isNaN(Date.parse(createdAt))).toBe(false);
    const ana = { authorization: 'Bearer ana-7d1c' };
    const url = originOf(app.server) + monitor;
    const ended = await untilEnded(url, ana);
    expect([ended.status, ended.headers.get('asyncresult')]).toEqual([207, '207']);
    expect(await ended.json()).toMatchObject({
      responses: [{ body: { item: 'tart', by: 'ana' } }, { body: { item: 'pie', by: 'ana' } }],
    });
    const xml = await fetch(url, { headers: { accept: 'application/xml', ...ana } });
    expect(await xml.text()).toContain('<D:multistatus');
    expect((await fetch(url, { method: 'DELETE', headers: ana })).status).toBe(204);
    expect((await fetch(url, { headers: ana })).status).toBe(404);
  });

  testWith('redis-server')('a web process and a worker share Redis as shown', async () => {
    const redis = await startRedis();
    const shared = blockOf('ts app.ts', {
      'const redis = new Redis({': `export const redis = new Redis({ path: '${redis.path}',`,
      "connection: { host: 'localhost', port: 6379 }": `connection: { path: '${redis.path}' }`,
    });
    folder.write('app.ts', shared);
    const web = serverProgram(blockOf('ts web.ts'), []);
    const work = blockOf('ts worker.ts', {
      'queue }': 'queue, redis }',
      "await once(process, 'SIGTERM');": 'export const interrupt = async () => {',
      'process.exit();': 'journal.close();\nawait queue.close();\nawait redis.quit();\n};',
    });
    const { server } = (await folder.run(web, () => undefined)) as { server: Server };
    if (!server.listening) await once(server, 'listening');
    const { interrupt } = (await folder.run(work, () => undefined)) as { interrupt: () => Promise<void> };
    const { monitor, durable } = (await (await send(server, { 'x-user': 'ana' })).json()) as Monitor;
    expect(durable).toBeUndefined();
    const ended = await untilEnded(originOf(server) + monitor, { 'x-user': 'ana' });
    expect(await ended.json()).toMatchObject({ responses: [{ body: { by: 'ana' } }, {}] });
    const foreign = await fetch(originOf(server) + monitor, { headers: { 'x-user': 'eve' } });
    expect(foreign.status).toBe(404);
    await interrupt();
    server.close();
    await redis.stop();
  });
});
