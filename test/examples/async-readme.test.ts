import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type BatchQueue, createWorker, respondAsync, type Worker } from '@multistatus/async';
import { bullmqQueue } from '@multistatus/async/bullmq';
import { batchMonitors } from '@multistatus/async/express';
import { memoryQueue } from '@multistatus/async/memory';
import { batch, bulk, getOperation } from '@multistatus/express';
import { createJournal, type StoreJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import { redisStore } from '@multistatus/journal/redis';
import express from 'express';
import { Redis } from 'ioredis';
import { startRedis } from '../support/redis-server.js';
import { serve } from '../support/serve.js';
import { testWith } from '../support/test-with.js';
import { runProgram } from './run-program.js';

const README = readFileSync(new URL('../../packages/async/README.md', import.meta.url), 'utf8');
const ROOT_README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

interface Monitor {
  readonly status: string;
  readonly monitor: string;
}

/** Returns the code block with this info string. */
function block(info: string): string {
  const code = README.split(`\`\`\`${info}\n`)[1]?.split('\n```')[0];
  if (code === undefined) throw new Error(`README has no block "${info}"`);
  return code;
}

/** Returns the program in a block after replacements. */
function programIn(info: string, changes: Readonly<Record<string, string>>): string {
  return Object.entries(changes).reduce((program, [from, to]) => {
    expect(program).toContain(from);
    return program.replace(from, to);
  }, block(info));
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Sends the request of the README, with these headers in place of its own. */
function send(origin: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  const shown = block('http')
    .split('\n')
    .slice(1)
    .map((line) => line.split(': ') as [string, string]);
  const all = new Headers({ ...Object.fromEntries(shown), Accept: 'application/json', ...headers });
  return fetch(`${origin}/batch`, { method: 'POST', headers: all, body: block('json request') });
}

/** Reads a monitor until what it watches has ended. */
async function untilEnded(url: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  for (;;) {
    const response = await fetch(url, { headers: { accept: 'application/json', ...headers } });
    if (response.status !== 202) return response;
    await response.text();
  }
}

describe('README of async', () => {
  let app: { readonly server: Server; readonly journal: StoreJournal<unknown>; readonly worker: Worker };
  let origin: string;
  const ana = { Authorization: 'Bearer ana-7d1c' };
  beforeAll(async () => {
    const program = programIn('js express', {
      'app.listen(3000)': "export const server = app.listen(0, '127.0.0.1')",
      'const journal': 'export const journal',
      'const worker': 'export const worker',
    });
    app = (await runProgram(program)) as typeof app;
    if (!app.server.listening) await once(app.server, 'listening');
    origin = originOf(app.server);
  });
  afterAll(async () => {
    await app.worker.stop();
    app.journal.close();
    app.server.close();
  });

  test('the program for Express answers as shown', async () => {
    const taken = await send(origin);
    expect(taken.status).toBe(202);
    expect(taken.headers.get('preference-applied')).toBe('respond-async');
    expect(taken.headers.get('retry-after')).toBe('1');
    const body = (await taken.json()) as Monitor;
    expect(taken.headers.get('location')).toBe(body.monitor);
    const shown = JSON.parse(block('json accepted')) as Monitor & { readonly createdAt: string };
    const { monitor, createdAt } = body as typeof shown;
    expect(monitor).toMatch(/^\/batch\/monitors\/[\w-]{24}$/);
    expect(shown.monitor).toMatch(/^\/batch\/monitors\/[\w-]{24}$/);
    expect(Object.keys(body)).toEqual(Object.keys(shown).filter((name) => name in body));
    expect(body).toMatchObject({ status: 'running', retryAfterSeconds: 1, durable: false });
    expect(Number.isNaN(Date.parse(createdAt))).toBe(false);
    const ended = await untilEnded(origin + monitor, ana);
    expect([ended.status, ended.headers.get('asyncresult')]).toEqual([207, '207']);
    expect(await ended.json()).toMatchObject({
      summary: { total: 2, succeeded: 2 },
      responses: [
        { id: 'tarts', body: { item: 'tart', by: 'ana' } },
        { id: 'pies', body: { item: 'pie', by: 'ana' } },
      ],
    });
    const xml = await fetch(origin + monitor, { headers: { accept: 'application/xml', ...ana } });
    expect(await xml.text()).toContain('<D:multistatus');
    const removed = await fetch(origin + monitor, { method: 'DELETE', headers: ana });
    expect(removed.status).toBe(204);
    expect((await fetch(origin + monitor, { headers: ana })).status).toBe(404);
  });

  test('with wait, the answer comes at once', async () => {
    const answered = await send(origin, { Prefer: 'respond-async, wait=3' });
    expect(answered.status).toBe(207);
    expect(await answered.json()).toMatchObject({ summary: { succeeded: 2 } });
  });

  test('a page follows the events as shown', async () => {
    const heard: string[] = [];
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    /** Reads the events of one answer, as a browser does. */
    class EventSource {
      readonly #listeners = new Map<string, (event: { readonly data: string }) => void>();
      constructor(url: string) {
        void this.#read(url);
      }
      async #read(url: string): Promise<void> {
        const response = await fetch(origin + url, { headers: { accept: 'text/event-stream', ...ana } });
        for (const event of (await response.text()).split('\n\n')) {
          const [, name = ''] = /^event: (.*)$/m.exec(event) ?? [];
          const [, data = ''] = /^data: (.*)$/m.exec(event) ?? [];
          heard.push(name);
          this.#listeners.get(name)?.({ data });
        }
      }
      addEventListener(name: string, listener: (event: { readonly data: string }) => void): void {
        this.#listeners.set(name, listener);
      }
      close(): void {
        end();
      }
    }
    const bar = { value: 0 };
    const { requests } = JSON.parse(block('json request')) as { readonly requests: unknown };
    const fetchHere = (url: string, init: RequestInit): Promise<Response> => {
      expect(url).toBe('/batch');
      const headers = { ...(init.headers as object), ...ana, accept: 'application/json' };
      return fetch(origin + url, { ...init, headers });
    };
    const page = `const { fetch, EventSource, bar, requests } = globalThis.page;\n${block('js page')}`;
    Object.assign(globalThis, { page: { fetch: fetchHere, EventSource, bar, requests } });
    await runProgram(page);
    await ended;
    Object.assign(globalThis, { page: undefined });
    expect(bar.value).toBe(100);
    expect(heard.filter((name) => name === 'outcome')).toHaveLength(2);
  });

  test('lists are answered later as shown', async () => {
    const queue = memoryQueue();
    const journal = createJournal({ store: memoryStore(), identify: () => 'ana' });
    const saved: unknown[] = [];
    const list = express();
    const given = {
      app: list,
      journal,
      queue,
      bulk,
      respondAsync,
      batchMonitors,
      authenticate: (_req: unknown, _res: unknown, next: () => void) => next(),
      save: (photo: unknown) => saved.push(photo) && undefined,
    };
    Object.assign(globalThis, { given });
    const { photoChanges } = (await runProgram(
      `const { ${Object.keys(given).join(', ')} } = globalThis.given;\n${block('js bulk')}\nexport { photoChanges };`,
    )) as { readonly photoChanges: object };
    const worker = createWorker({ endpoints: [photoChanges], journal, queue });
    const { port, close } = await serve(list);
    const taken = await fetch(`http://127.0.0.1:${port}/photos`, {
      method: 'PATCH',
      headers: {
        'content-type': 'application/x-ndjson',
        accept: 'application/json',
        prefer: 'respond-async',
      },
      body: '{"id":1}\n{"id":2}\n',
    });
    const { monitor } = (await taken.json()) as Monitor;
    expect(monitor).toMatch(/^\/monitors\//);
    const ended = await untilEnded(`http://127.0.0.1:${port}${monitor}`, {});
    expect(await ended.json()).toMatchObject({ summary: { total: 2, succeeded: 2 } });
    expect(saved).toEqual([{ id: 1 }, { id: 2 }]);
    await worker.stop();
    journal.close();
    await close();
  });

  testWith('redis-server')('a web process and a worker share Redis as shown', async () => {
    const redis = await startRedis();
    const shared = programIn('js shared', {
      'const redis = new Redis({': `const redis = new Redis({ path: '${redis.path}',`,
      "connection: { host: 'localhost', port: 6379 }": `connection: { path: '${redis.path}' }`,
    }).replaceAll(/^export const/gm, 'const');
    const web = block('js web')
      .replace(/^import .*$/m, '')
      .replace('app.listen(3000)', "export const server = app.listen(0, '127.0.0.1')");
    const work = block('js worker')
      .replaceAll(/^import .*$/gm, '')
      .replace("await once(process, 'SIGTERM');", 'export const interrupt = async () => {')
      .replace('process.exit();', 'journal.close();\nawait queue.close();\nawait redis.quit();\n};');
    const program = `import { createWorker } from '@multistatus/async';\n${shared}\n${web}\n${work}`;
    const { server, interrupt } = (await runProgram(program)) as {
      readonly server: Server;
      readonly interrupt: () => Promise<void>;
    };
    if (!server.listening) await once(server, 'listening');
    const taken = await send(originOf(server), { 'x-user': 'ana' });
    const { monitor, durable } = (await taken.json()) as Monitor & { readonly durable?: boolean };
    expect(durable).toBeUndefined();
    const ended = await untilEnded(originOf(server) + monitor, { 'x-user': 'ana' });
    expect(await ended.json()).toMatchObject({ responses: [{ body: { by: 'ana' } }, {}] });
    expect((await fetch(originOf(server) + monitor, { headers: { 'x-user': 'eve' } })).status).toBe(404);
    await interrupt();
    server.close();

    await redis.stop();
  });

  testWith('redis-server')('the root README mounts it as here', async () => {
    const started = await startRedis();
    const redis = new Redis(started.path, { enableOfflineQueue: false, lazyConnect: true });
    await redis.connect();
    const orders = express();
    const given = {
      app: orders,
      redis,
      batch,
      createJournal,
      redisStore,
      bullmqQueue,
      respondAsync,
      createWorker,
      authenticate: (req: object, _res: unknown, next: () => void) => {
        Object.assign(req, { user: { id: 'ana' } });
        next();
      },
    };
    Object.assign(globalThis, { given });
    const program = ROOT_README.split('```js async\n')[1]?.split('\n```')[0] ?? '';
    const { journal, queue, worker } = (await runProgram(
      `const { ${Object.keys(given).join(', ')} } = globalThis.given;\n${program}\nexport { journal, queue, worker };`,
    )) as { readonly journal: StoreJournal<unknown>; readonly queue: BatchQueue; readonly worker: Worker };
    orders.post('/orders', (req, res) => {
      res.status(201).json(getOperation(req)?.principal);
    });
    const { port, close } = await serve(orders);
    const taken = (await (await send(`http://127.0.0.1:${port}`)).json()) as Monitor;
    const ended = await untilEnded(`http://127.0.0.1:${port}${taken.monitor}`, {});
    expect(await ended.json()).toMatchObject({ responses: [{ body: { id: 'ana' } }, {}] });
    await worker.stop();
    await queue.close();
    journal.close();
    await redis.quit();
    await started.stop();
    await close();
  });
});
