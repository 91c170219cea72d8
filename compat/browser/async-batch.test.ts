// A page in Chromium that sends a batch which is answered later, is reloaded while it runs, and cancels another one.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { createWorker, respondAsync, type Worker } from '@multistatus/async';
import { memoryQueue } from '@multistatus/async/memory';
import { batch } from '@multistatus/express';
import { createJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import { build } from 'esbuild';
import express, { type Request } from 'express';
import { type Browser, chromium } from 'playwright-core';
import { ARGUMENTS, EXECUTABLE } from './chromium.js';

// A browser is started, on machines that have other work.
jest.setTimeout(120_000);

const ENTRY = fileURLToPath(new URL('../../packages/client/src/index.ts', import.meta.url));

/** What the page does at first, and after it was reloaded. */
const PAGE = `
import { createBatch, followMonitor, send } from ${JSON.stringify(ENTRY)};

function createPosts() {
  const list = createBatch();
  for (let index = 0; index < 100; index += 1) list.request(String(index)).post('/photos/' + index, {});
  return list;
}

async function begin() {
  return new Promise((resolve, reject) => {
    send(createPosts(), {
      url: '/batch',
      respondAsync: true,
      onMonitor: (monitor) => sessionStorage.setItem('monitor', monitor),
      onProgress: ({ done }) => done >= 20 && resolve(done),
    }).then(() => reject(new Error('ended')), reject);
  });
}

async function goOn() {
  const indexes = [];
  const seen = [];
  const { reading } = await followMonitor(sessionStorage.getItem('monitor'), {
    onProgress: ({ done }) => seen.push(done),
    onOutcome: ({ index }) => {
      globalThis.outcomes = indexes.push(index);
    },
  });
  return {
    succeeded: [...reading.succeeded()].length,
    outcomes: indexes.length,
    different: new Set(indexes).size,
    last: seen.at(-1),
  };
}

async function cancel() {
  await fetch('/close-gate', { method: 'POST' });
  const controller = new AbortController();
  const error = await send(createPosts(), {
    url: '/batch',
    respondAsync: true,
    idempotencyKey: true,
    signal: controller.signal,
    onProgress: ({ done }) => {
      if (done < 20) return;
      controller.abort();
      fetch('/open-gate', { method: 'POST' });
    },
  }).catch((reason) => reason);
  const statuses = [...error.result.outcomes.values()].map(({ status, executed }) => status + ' ' + executed);
  return { name: error.name, isCancelled: error.isCancelled, count: statuses.length, kinds: [...new Set(statuses)].sort() };
}

Object.assign(globalThis, { begin, goOn, cancel });
`;

let server: Server;
let browser: Browser;
let worker: Worker;
const journal = createJournal({
  store: memoryStore(),
  identify: (req: Request) => /user=(\w+)/.exec(req.headers.cookie ?? '')?.[1],
});
const sockets = new Set<Socket>();
/** The ids that the connections for events went on after. */
const resumed: unknown[] = [];
let open: () => void = () => {};
let opened: Promise<void>;
function closeGate(): void {
  opened = new Promise((resolve) => {
    open = resolve;
  });
}

beforeAll(async () => {
  closeGate();
  const { outputFiles } = await build({
    stdin: { contents: PAGE, resolveDir: '.', sourcefile: 'page.js' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    conditions: ['@multistatus/source'],
    logLevel: 'silent',
  });
  const queue = memoryQueue();
  const endpoint = batch<Request>({
    journal,
    async: respondAsync<Request, never>({ queue, name: 'batch', limits: { jobSize: 5 } }),
  });
  const app = express();
  app.use('/batch', endpoint);
  app.get('/', (_req, res) => {
    res.cookie('user', 'ana', { httpOnly: true });
    res.send('<!doctype html><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>');
  });
  app.get('/page.js', (_req, res) => void res.type('text/javascript').send(outputFiles[0]?.text ?? ''));
  app.post('/open-gate', (_req, res) => {
    open();
    res.end();
  });
  app.post('/close-gate', (_req, res) => {
    closeGate();
    res.end();
  });
  app.post('/photos/:index', async (req, res) => {
    if (Number(req.params.index) >= 20) await opened;
    res.status(201).json({});
  });
  worker = createWorker({ target: app, endpoints: [endpoint], journal, queue });
  await worker.ready;
  server = createServer((req, res) => {
    if (req.headers.accept?.startsWith('text/event-stream') === true) {
      resumed.push(req.headers['last-event-id']);
    }
    app(req, res);
  }).listen(0, '127.0.0.1');
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await once(server, 'listening');
  browser = await chromium.launch({ executablePath: EXECUTABLE, args: ARGUMENTS });
});
afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  await worker.stop();
  journal.close();
});

test('a page follows its batch over a reload and a lost connection, and cancels another', async () => {
  const page = await browser.newPage();
  const faults: unknown[] = [];
  page.on('pageerror', (error) => faults.push(error));
  const call = (name: string): Promise<unknown> => page.evaluate(`globalThis.${name}()`);
  const load = (): Promise<unknown> => page.waitForFunction('globalThis.cancel !== undefined');
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await load();
  expect(await call('begin')).toBeGreaterThanOrEqual(20);

  await page.reload();
  await load();
  const followed = call('goOn');
  await page.waitForFunction('globalThis.outcomes >= 20');
  const connections = resumed.length;
  for (const socket of sockets) socket.destroy();
  while (resumed.length === connections) await once(server, 'request');
  expect(resumed.at(-1)).toBe('20');
  open();
  expect(await followed).toEqual({ succeeded: 100, outcomes: 100, different: 100, last: 100 });

  expect(await call('cancel')).toEqual({
    name: 'AbortError',
    isCancelled: true,
    count: 100,
    kinds: ['201 true', '503 false'],
  });
  expect(faults).toEqual([]);
});
