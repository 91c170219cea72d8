import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http, { type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createWorker, respondAsync, type Worker } from '@multistatus/async';
import { memoryQueue } from '@multistatus/async/memory';
import { batch } from '@multistatus/express';
import { createJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import { odata } from '@multistatus/odata';
import express, { type Express, type RequestHandler } from 'express';
import httpProxy from 'http-proxy';
import { EXCHANGE_RULES } from '#inspect/exchange-rules.js';
import { filesOf, prepareFolder, runShell, shellBlocksOf } from './run-shell-blocks.js';

// A process is started for each run of the command, on machines that have other work.
jest.setTimeout(60_000);

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const RULES = read('packages/inspect/README.md');

const journal = createJournal({ store: memoryStore(), identify: 'anyone-with-the-url' });
let worker: Worker | undefined;
const servers: Server[] = [];
const origins = new Map<string, string>();
let folder: string;

beforeAll(async () => {
  const app = createApp();
  const origin = await serve(app);
  origins.set('http://localhost:3000', origin);
  origins.set('http://localhost:3001', await serve(turnTo200(origin)));
  origins.set('http://localhost:3002', await serve(dropAccept(app)));
  origins.set('http://localhost:3003', await serve(createForgetfulApp()));
  origins.set('http://localhost:3004', await serve(createAsyncApp()));
  origins.set('http://localhost:3005', await serve(createODataService()));
});
afterAll(async () => {
  await worker?.stop();
  journal.close();
  for (const server of servers) server.closeAllConnections();
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
});

describe.each(['packages/cli/README.md', 'docs/troubleshooting-a-207.md'])('%s', (path) => {
  const markdown = read(path);
  const blocks = shellBlocksOf(markdown);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cli-'));
    prepareFolder(folder, filesOf(markdown));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('every output stands below its command', () => {
    expect(blocks.length).toBeGreaterThan(5);
    expect(blocks).toHaveLength([...markdown.matchAll(/ exit \d+$/gm)].length);
  });

  test.each(blocks.map(({ command, ...rest }) => [command, rest] as const))(
    '%s',
    async (command, { output, exitCode }) => {
      const result = await runShell(replaceOrigins(command, 'forth'), folder);
      expect(settle(replaceOrigins(result.output, 'back'))).toBe(settle(output));
      expect(result.exitCode).toBe(exitCode);
    },
  );
});

test('the README of inspect names every rule of an exchange with its level', () => {
  const rows = [...RULES.matchAll(/^\| `([a-z0-9-]+)` +\| (error|warning|note) +\|/gm)];
  const table = Object.fromEntries(rows.map(([, rule, level]) => [rule, level]));
  const rules = Object.entries(EXCHANGE_RULES).map(([rule, { level }]) => [rule, level]);
  expect(table).toEqual(Object.fromEntries(rules));
});

/** What the clock says differs from run to run; the limits are shown as an example. */
function settle(output: string): string {
  return (
    output
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
      .replace(/ *\d+ ms/g, ' <n> ms')
      .replace(/monitors\/[\w-]{24}/g, 'monitors/<id>')
      // How often the progress is printed, and how fast the batch was.
      .replace(/^(?:\d+ of \d+ \(.*\n)+(?=\d+ of)/gm, '')
      .replace(/, [\d.]+\/s(?:, .* left)?$/gm, '')
      .replace(/^Limits .*$/m, 'Limits')
  );
}

function replaceOrigins(text: string, way: 'forth' | 'back'): string {
  let replaced = text;
  for (const [shown, real] of origins) {
    replaced = way === 'forth' ? replaced.replaceAll(shown, real) : replaced.replaceAll(real, shown);
  }
  return replaced;
}

/** The app of docs/guide/1-getting-started.md, with a further route. */
function createApp(endpoint: RequestHandler = batch()): Express {
  const app = express();
  app.use('/batch', endpoint);
  app.post('/orders', (_req, res) => void res.status(201).json({ id: 1 }));
  app.get('/photos/:id', (req, res) => {
    res.json({ id: Number(req.params.id), title: 'Tram 28' });
  });
  app.delete('/photos/:id', (_req, res) => {
    res.status(423).json({ error: 'The photo is locked' });
  });
  return app;
}

/** A service of OData. */
function createODataService(): Express {
  const app = express();
  app.disable('etag').disable('x-powered-by');
  app.use('/odata/$batch', batch({ formats: [odata()] }));
  app.get('/odata/People', (_req, res) => void res.json({ value: [{ ID: 1, Name: 'Ana' }] }));
  app.get('/odata/Orders\\(:id\\)', (_req, res) => {
    res.status(404).json({ error: { code: 'NotFound', message: 'There is no order 9' } });
  });
  return app;
}

/** An app that answers batches later if the client asks for it. */
function createAsyncApp(): RequestListener {
  const queue = memoryQueue();
  const endpoint = batch({ journal, async: respondAsync({ queue, name: 'batch' }) });
  const app = createApp(endpoint);
  worker = createWorker({ target: app, endpoints: [endpoint], journal, queue });
  return app;
}

/** An app that keeps keys, and whose first answer is lost. */
function createForgetfulApp(): RequestListener {
  const app = express();
  app.use('/batch', batch({ journal }));
  app.post('/orders', (_req, res) => void res.status(201).json({ id: 1 }));
  app.get('/photos/:id', (_req, res) => void res.json({}));
  let hasAnswered = false;
  return (request, response) => {
    if (request.method === 'POST' && !hasAnswered) {
      hasAnswered = true;
      const lose = (): typeof response => response.destroy();
      Object.assign(response, { write: lose, end: lose });
    }
    app(request, response);
  };
}

/** A proxy that does not know 207. */
function turnTo200(upstream: string): RequestListener {
  const proxy = httpProxy.createProxyServer({ target: upstream });
  proxy.on('proxyRes', (proxied) => {
    proxied.statusCode = 200;
    proxied.statusMessage = 'OK';
    proxied.headers['via'] = '1.1 gateway';
  });
  return (request, response) => proxy.web(request, response);
}

function dropAccept(app: RequestListener): RequestListener {
  return (request, response) => {
    delete request.headers.accept;
    app(request, response);
  };
}

async function serve(listener: RequestListener): Promise<string> {
  const server = http.createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
