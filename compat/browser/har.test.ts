// HARs out of Chromium of a page that calls a multistatus server, by the DevTools protocol and by Playwright: `inspect`
// shows every outcome, and finds nothing wrong.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { batch, createMultistatus, sendMultistatus } from '@multistatus/express';
import express, { type Express } from 'express';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { ARGUMENTS, EXECUTABLE } from './chromium.js';
import { createCompressingProxy } from './compressing-proxy.js';
import { recordHar } from './record-har.js';

// A browser is started, on machines that have other work.
jest.setTimeout(120_000);

const COMMAND = fileURLToPath(new URL('../../packages/cli/dist/main.js', import.meta.url));

const BATCH = {
  requests: [
    { id: 'see', method: 'GET', url: '/photos/caf%C3%A9' },
    { id: 'gone', method: 'DELETE', url: '/photos/9' },
  ],
};
/** What the page requests, one after the other. */
const CALLS = [
  ...['application/json', 'application/xml', 'application/x-ndjson'].flatMap((accept) =>
    ['', 'gzip', 'br'].map((coding) => ({ method: 'POST', url: '/batch', accept, coding, body: BATCH })),
  ),
  ...['', 'gzip', 'br'].map((coding) => ({
    method: 'PROPFIND',
    url: '/dav/b%C3%BCcher/',
    accept: '*/*',
    coding,
  })),
  ...['utf-8', 'iso-8859-1', 'utf-16', 'bom'].map((charset) => ({
    method: 'PROPFIND',
    url: `/raw/?charset=${charset}`,
    accept: '*/*',
    coding: '',
  })),
];
const OF_BATCH = ['failed gone /photos/9 423 gehört Ana', 'succeeded see /photos/caf%C3%A9 200'];
const OF_DAV = ['failed /dav/b%C3%BCcher/2 423 gehört Zoë 🌊', 'succeeded /dav/b%C3%BCcher/ 200'];
const RAW =
  '<D:multistatus xmlns:D="DAV:"><D:response><D:href>/raw/</D:href><D:status>HTTP/1.1 423 Locked</D:status><D:responsedescription>gehört Zoë</D:responsedescription></D:response></D:multistatus>';

/** Documents as other servers write them: only the XML declaration, or a byte order mark, names the encoding. */
const RAW_BYTES: Readonly<Record<string, Uint8Array>> = {
  'utf-8': Buffer.from(RAW),
  'iso-8859-1': Buffer.from(`<?xml version="1.0" encoding="iso-8859-1"?>${RAW}`, 'latin1'),
  'utf-16': Buffer.from(`\uFEFF${RAW}`, 'utf16le'),
  bom: Buffer.from(`\uFEFF${RAW}`),
};

function createApp(): Express {
  const app = express();
  app.use('/batch', batch());
  app.get('/', (_req, res) => void res.send('<!doctype html><link rel="icon" href="data:,">'));
  app.get('/photos/:id', ({ params: { id } }, res) => void res.json({ id }));
  app.delete('/photos/:id', (_req, res) => {
    res
      .status(423)
      .type('application/problem+json')
      .json({ title: 'Locked', detail: 'gehört Ana', status: 423 });
  });
  app.propfind('/dav/:name/', (req, res) => {
    const report = createMultistatus();
    report.response({
      href: '/dav/b%C3%BCcher/',
      propstats: [{ status: 200, properties: [{ name: '{DAV:}getetag' }] }],
    });
    report.response({ href: '/dav/b%C3%BCcher/2', status: 423, description: 'gehört Zoë 🌊' });
    return sendMultistatus(req, res, report);
  });
  app.propfind('/raw/', ({ query: { charset } }, res) => {
    res
      .status(207)
      .setHeader('content-type', 'application/xml')
      .end(RAW_BYTES[charset as string]);
  });
  return app;
}

let app: Server;
let front: Server;
let origin: string;
let browser: Browser;
let folder: string;
beforeAll(async () => {
  app = createServer(createApp()).listen(0, '127.0.0.1');
  await once(app, 'listening');
  front = createCompressingProxy(app).listen(0, '127.0.0.1');
  await once(front, 'listening');
  origin = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  browser = await chromium.launch({ executablePath: EXECUTABLE, args: ARGUMENTS });
  folder = await mkdtemp(join(tmpdir(), 'har-'));
});
afterAll(async () => {
  await browser.close();
  for (const server of [front, app]) {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }
  await rm(folder, { recursive: true });
});

/** Runs in the page, which reads each body to its end. */
async function callAll(
  calls: readonly { method: string; url: string; accept: string; coding: string; body?: object }[],
) {
  for (const { method, url, accept, coding, body } of calls) {
    const type = body && { 'content-type': 'application/json' };
    const headers = { accept, 'x-coding': coding, ...type };
    const response = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    await response.arrayBuffer();
  }
}

async function visit(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${origin}/`);
  return page;
}

interface Document {
  readonly request: { readonly method: string; readonly url: string };
  readonly responses: readonly {
    readonly outcome: string;
    readonly id?: string;
    readonly hrefs: readonly string[];
    readonly status: number;
    readonly description?: string;
  }[];
  readonly findings: readonly { readonly level: string; readonly rule: string }[];
}

/** Inspects a HAR, and returns what is shown for each 207. */
async function inspect(file: string): Promise<object> {
  const { code, stdout } = await new Promise<{ code: unknown; stdout: string }>((resolve) => {
    execFile(process.execPath, [COMMAND, 'inspect', '--json', file], (error, output) => {
      resolve({ code: error?.code ?? 0, stdout: output });
    });
  });
  const { documents } = JSON.parse(stdout) as { readonly documents: readonly Document[] };
  return {
    code,
    documents: documents.map(({ request: { method, url }, responses, findings }) => ({
      call: `${method} ${url.slice(origin.length)}`,
      outcomes: responses.map(({ outcome, id, hrefs, status, description }) =>
        [outcome, id, ...hrefs, status, description].filter((part) => part !== undefined).join(' '),
      ),
      findings: findings.filter(({ level }) => level !== 'note').map(({ level, rule }) => `${level} ${rule}`),
    })),
  };
}

const EXPECTED = {
  code: 1,
  documents: CALLS.map(({ method, url }) => ({
    call: `${method} ${url}`,
    outcomes: url === '/batch' ? OF_BATCH : url.startsWith('/dav') ? OF_DAV : ['failed /raw/ 423 gehört Zoë'],
    // Chromium has decoded it, but it is not UTF-8.
    findings: url.endsWith('=iso-8859-1') ? ['warning X4'] : [],
  })),
};

test('by the DevTools protocol, as the network panel saves it', async () => {
  const context = await browser.newContext();
  const page = await visit(context);
  const finish = await recordHar(await context.newCDPSession(page));
  await page.evaluate(callAll, CALLS);
  const file = join(folder, 'devtools.har');
  await writeFile(file, JSON.stringify(await finish()));
  await context.close();
  expect(await inspect(file)).toEqual(EXPECTED);
});

test('by Playwright, with embedded bodies', async () => {
  const file = join(folder, 'playwright.har');
  const context = await browser.newContext({ recordHar: { path: file, content: 'embed' } });
  const page = await visit(context);
  await page.evaluate(callAll, CALLS);
  await context.close();
  expect(await inspect(file)).toEqual(EXPECTED);
});
