// `send` to an endpoint that keeps Idempotency-Keys: Express with a journal, behind a server that loses answers.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { batch } from '@multistatus/express';
import { createJournal, type StoreJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import express, { type Request } from 'express';
import { type CliOptions, type CliResult, runCli } from '../run-cli.js';
import { startServer, type TestServer } from '../start-server.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'send-key-'));
  writeFileSync(join(folder, 'orders.json'), BATCH);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Written in a way that no program writes JSON. */
const BATCH = `{ "requests": [
  { "id": "a", "method": "POST", "url": "/orders" },
  { "id": "b",   "method": "POST", "url": "/orders" } ] }
`;
const UUID = /[0-9a-f]{8}-[0-9a-f-]{27}/;

let server: TestServer;
let journal: StoreJournal<Request>;
let made: number;
/** The keys of all batches, in order. */
let keys: unknown[];
/** Called with each batch before the app has it. Answers it itself if it returns true. */
let onBatch: (req: IncomingMessage, res: ServerResponse) => unknown;
beforeEach(async () => {
  made = 0;
  keys = [];
  onBatch = () => {};
  journal = createJournal({ store: memoryStore(), identify: (req: Request) => req.get('authorization') });
  const app = express();
  app.use('/batch', batch({ journal }));
  app.post('/orders', (_req, res) => {
    made += 1;
    res.status(201).json({ number: made });
  });
  server = await startServer((req, res) => {
    if (req.method === 'POST') keys.push(req.headers['idempotency-key']);
    if (req.method === 'POST' && onBatch(req, res) === true) return;
    app(req, res);
  });
});
afterEach(async () => {
  journal.close();
  await server.close();
});

/** Loses whatever the app answers, after it has run. */
function loseAnswer(_req: IncomingMessage, res: ServerResponse): void {
  const lose = (): ServerResponse => res.destroy();
  Object.assign(res, { write: lose, end: lose });
}

function sendOrders(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return runCli(
    ['send', 'orders.json', '--to', `${server.origin}/batch`, '-H', 'Authorization: ana', ...args],
    {
      cwd: folder,
      ...options,
    },
  );
}

const refuse = (status: number, slug: string) => (_req: IncomingMessage, res: ServerResponse) => {
  res.writeHead(status, { 'content-type': 'application/problem+json' });
  const executed = status === 409 ? 'unknown' : false;
  res.end(JSON.stringify({ type: `urn:multistatus:problem:${slug}`, title: 'T', detail: 'D', executed }));
  return true;
};

/** The words after `multistatus send orders.json --to <url>` of the last line of an output, as a shell reads them. */
function goOnArgs(output: string): string[] {
  const last = output.trimEnd().split('\n').at(-1) ?? '';
  const start = `  multistatus send orders.json --to ${server.origin}/batch -H 'Authorization: ...' `;
  expect(last.startsWith(start)).toBe(true);
  return last.slice(start.length).split(' ');
}

test('an answer that is lost once is asked for again', async () => {
  onBatch = (req, res) => {
    onBatch = () => {};
    loseAnswer(req, res);
  };
  const { code, stdout, stderr } = await sendOrders([]);
  expect(stderr).toBe('');
  expect(stdout).toContain('✓ 201 Created            POST /orders  (try 2)\n');
  expect(stdout).toMatch(
    /2 operations: 2 succeeded, in \d+ ms; the server had run it before, and sent what it had kept\n/,
  );
  expect([code, made, keys.length, new Set(keys).size]).toEqual([0, 2, 2, 1]);
});

test('one that stays lost goes on with the command that is printed', async () => {
  onBatch = loseAnswer;
  const lost = await sendOrders(['--retry', '1']);
  expect(lost.code).toBe(75);
  expect(lost.stderr).toMatch(
    /^multistatus: http:\/\/127\.0\.0\.1:\d+\/batch: the connection was closed before the end of the answer\n/,
  );
  expect(lost.stderr).toContain(
    '\nTo learn what ran, and to run the rest, without running anything twice:\n',
  );
  expect(made).toBe(2);
  const args = goOnArgs(lost.stderr);
  expect(args).toEqual(['--retry', '1', '--key', expect.stringMatching(UUID)]);
  onBatch = () => {};
  const { code, stdout } = await sendOrders(args);
  expect(stdout).toContain('2 operations: 2 succeeded');
  expect([code, made, keys.length, new Set(keys).size]).toEqual([0, 2, 2, 1]);
});

test('one that is cut in the middle shows what came, and how to go on', async () => {
  onBatch = (_req, res) => {
    res.writeHead(207, { 'content-type': 'application/x-ndjson' });
    res.write('{"id":"a","index":0,"href":"/orders","status":201}\n', () => res.destroy());
    return true;
  };
  const { code, stdout } = await sendOrders(['--retry', '1', '--timeout', '30']);
  expect(stdout).toContain('✗ 502 no outcome         POST /orders\n');
  expect(stdout).toContain('It is not known whether 1 operation ran.\nTo learn what ran');
  expect(goOnArgs(stdout)).toEqual(['--timeout', '30', '--retry', '1', '--key', expect.stringMatching(UUID)]);
  expect(code).toBe(75);
});

test('a batch that is still running is 75 as well, once nobody waits any longer', async () => {
  onBatch = refuse(409, 'idempotency-in-progress');
  const { code, stdout } = await sendOrders(['--key', "Ana's order", '--retry', '1']);
  expect(stdout).toContain(
    'The batch was answered with 409 Conflict, without outcomes: it is not known what has run.',
  );
  expect(stdout).toContain(`--retry 1 --key 'Ana'\\''s order'\n`);
  expect([code, keys]).toEqual([75, [`"Ana's order"`]]);
});

test('--json has the key, and whether the answer is a replay', async () => {
  onBatch = loseAnswer;
  const lost = await sendOrders(['--json', '--retry', '1', '--key', 'k']);
  expect(JSON.parse(lost.stdout)).toMatchObject({
    ...{ version: 1, exitCode: 75, idempotencyKey: 'k', isReplayed: false, counts: null, responses: [] },
    refusal: { status: null, executed: 'unknown', location: null, problem: null },
  });
  expect([lost.code, lost.stderr]).toEqual([75, '']);
  onBatch = () => {};
  const replayed = await sendOrders(['--json', '--key', 'k']);
  expect(JSON.parse(replayed.stdout)).toMatchObject({
    ...{ exitCode: 0, idempotencyKey: 'k', isReplayed: true, refusal: null },
    counts: { total: 2, succeeded: 2 },
  });
  expect(made).toBe(2);
});

test('Ctrl-C says how to go on', async () => {
  const controller = new AbortController();
  onBatch = () => {
    controller.abort();
    return true;
  };
  const { code, stderr } = await sendOrders([], { interrupts: [controller.signal] });
  expect(stderr).toContain(
    'multistatus: interrupted; it is not known whether 2 operations ran\nTo learn what ran',
  );
  expect(goOnArgs(stderr)).toEqual(['--key', expect.stringMatching(UUID)]);
  expect(code).toBe(130);
});

describe('what the server says of a key comes with advice', () => {
  test.each([
    [
      403,
      'unidentified',
      "Add credentials, such as -H 'Authorization: ...', or send the batch without --key.",
    ],
    [400, 'invalid-idempotency-key', 'Use another --key, such as a UUID.'],
    [400, 'idempotency-key-missing', 'Add --key with a new random key, such as a UUID.'],
    [422, 'idempotency-key-reused', 'Use a new --key for a new batch.'],
    [503, 'journal-unavailable', 'Wait and try again with the same --key.'],
  ])('%d %s', async (status, slug, advice) => {
    onBatch = refuse(status, slug);
    const { code, stdout } = await sendOrders(['--key', 'k', '--retry', '1']);
    expect(stdout).toContain('nothing has run.\n  D\n  What to do: ');
    expect(stdout.replace(/\n {2}/g, ' ')).toContain(advice);
    expect(code).toBe(2);
  });
});

test('--key goes with --accept json too', async () => {
  const { code } = await sendOrders(['--accept', 'json', '--key', 'a"b']);
  expect([code, keys, made]).toEqual([0, ['"a\\"b"'], 2]);
});

test.each<[args: string[], said: string]>([
  [['--key', ''], '--key must have 1 to 250 printable characters of ASCII'],
  [['--key', 'é'], '--key must have 1 to 250 printable characters of ASCII'],
  [['--key', 'k', '-H', 'Idempotency-Key: k'], 'the Idempotency-Key is set twice, with --key and with -H'],
])('%j is not sent', async (args, said) => {
  const { code, stderr } = await sendOrders(args);
  expect(stderr).toBe(`multistatus: ${said}\n`);
  expect([code, server.requests]).toEqual([64, []]);
});
