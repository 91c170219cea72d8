// A page in Chromium that batches its fetches, against a real Express app with sessions.
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { batch } from '@multistatus/express';
import { build } from 'esbuild';
import express, { type Express } from 'express';
import session from 'express-session';
import { type Browser, chromium } from 'playwright-core';
import { ARGUMENTS, EXECUTABLE } from './chromium.js';

// A browser is started, on machines that have other work.
jest.setTimeout(120_000);

const ENTRY = fileURLToPath(new URL('../../packages/client/src/index.ts', import.meta.url));

/** What the page does; each window of calls is one batch. */
const PAGE = `
import { batchFetch } from ${JSON.stringify(ENTRY)};

const api = batchFetch({ url: '/batch' });
const read = async (response) => [response.status, response.headers.get('content-type'), await response.json()];

async function run() {
  const controller = new AbortController();
  const slow = api('/slow', { signal: controller.signal }).catch((error) => error.name);
  const answers = Promise.all([
    api('/photos/7').then(read),
    api(new URL('/photos/9', location.href)).then(read),
    api('/photos', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ title: 'Tejo \\u{1F30A} & sky' }),
    }).then(read),
    api(new Request('/login', { method: 'POST', headers: { 'x-user': 'ana' } })).then(read),
  ]);
  await fetch('/slow/begun');
  controller.abort();
  const aborted = await slow;
  await fetch('/slow/end');
  const first = await answers;
  const second = await Promise.all([api('/me').then(read), api('/me/agent').then(read)]);
  return { aborted, first, second, cookie: document.cookie };
}

globalThis.report = run();
`;

/** Photos, a login that is kept in a session, and a handler that answers when it is told to. */
function createApp(script: string): Express {
  let begin: () => void = () => {};
  let end: () => void = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const app = express();
  app.use('/batch', batch());
  app.get('/', (_req, res) => {
    res.send('<!doctype html><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>');
  });
  app.get('/page.js', (_req, res) => void res.type('text/javascript').send(script));
  app.use(session({ secret: 'only for this test', resave: false, saveUninitialized: false }));
  app.use(express.json());
  app.get('/photos/:id', ({ params: { id } }, res) => {
    if (id === '7') res.json({ id });
    else res.status(404).json({ error: 'no such photo' });
  });
  app.post('/photos', (req, res) => void res.status(201).json(req.body));
  app.post('/login', (req, res) => {
    Object.assign(req.session, { user: req.headers['x-user'] });
    res.json('welcome');
  });
  app.get('/me', (req, res) => void res.json((req.session as { user?: string }).user ?? null));
  app.get('/me/agent', (req, res) => void res.json(req.headers['sec-fetch-site'] ?? null));
  app.get('/slow', (_req, res) => {
    end = () => void res.json('late');
    begin();
  });
  app.get('/slow/begun', (_req, res) => void begun.then(() => res.end()));
  app.get('/slow/end', (_req, res) => {
    end();
    res.end();
  });
  return app;
}

/** Requests in the order in which they arrived over a socket. */
const seen: { readonly line: string; readonly headers: IncomingHttpHeaders }[] = [];
let server: Server;
let browser: Browser;
beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: { contents: PAGE, resolveDir: '.', sourcefile: 'page.js' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    conditions: ['@multistatus/source'],
    logLevel: 'silent',
  });
  const app = createApp(outputFiles[0]?.text ?? '');
  server = createServer((req, res) => {
    seen.push({ line: `${req.method} ${req.url}`, headers: req.headers });
    app(req, res);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  browser = await chromium.launch({ executablePath: EXECUTABLE, args: ARGUMENTS });
});
afterAll(async () => {
  await browser.close();
  server.close();
  await once(server, 'close');
});

test('a page batches its fetches', async () => {
  const page = await browser.newPage();
  const faults: unknown[] = [];
  page.on('pageerror', (error) => faults.push(error));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const json = 'application/json; charset=utf-8';
  expect(await page.evaluate('globalThis.report')).toEqual({
    aborted: 'AbortError',
    first: [
      [200, json, { id: '7' }],
      [404, json, { error: 'no such photo' }],
      [201, json, { title: 'Tejo 🌊 & sky' }],
      [200, json, 'welcome'],
    ],
    // The login was an operation: its cookie came with the batch, and went with the next one.
    second: [
      [200, json, 'ana'],
      [200, json, 'same-origin'],
    ],
    // HttpOnly, and not shown to the page by the batch either.
    cookie: '',
  });
  expect(faults).toEqual([]);
  // Those to /slow/ go by themselves, on connections of their own.
  const lines = seen.map(({ line }) => line).filter((line) => !line.includes('/slow/'));
  expect(lines).toEqual(['GET /', 'GET /page.js', 'GET /batch', 'POST /batch', 'POST /batch']);
  const [first, second] = seen.filter(({ line }) => line === 'POST /batch');
  expect(first?.headers).toMatchObject({ accept: 'application/json', 'content-type': 'application/json' });
  expect(first?.headers.cookie).toBeUndefined();
  expect(second?.headers.cookie).toMatch(/^connect\.sid=/);
});
