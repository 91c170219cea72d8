import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { batch } from '@multistatus/express';
import express from 'express';
import { runCli } from './run-cli.js';
import { startServer, type TestServer } from './start-server.js';

let folder: string;
let server: TestServer;
const seen: (string | undefined)[][] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lines-'));
  const app = express();
  app.use((req, _res, next) => {
    seen.push([req.get('content-type'), req.get('accept')]);
    next();
  });
  app.use('/batch', batch());
  app.get('/photos/:id', (req, res) => void res.json({ id: req.params['id'] }));
  server = await startServer(app);
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

test.each([
  ['batch.jsonl', [], 'application/jsonl'],
  ['batch.ndjson', ['--accept', 'xml'], 'application/xml'],
])('send %s %j sends the lines as they are, and inspects the answer', async (name, options, accept) => {
  const file = join(folder, name);
  writeFileSync(file, '{"custom_id":"see","method":"GET","url":"/photos/7"}\n{"custom_id":"wrong"}\n');
  const { code, stdout } = await runCli(['send', file, '--to', `${server.origin}/batch`, ...options]);
  expect(seen).toContainEqual(['application/jsonl', accept]);
  expect(code).toBe(1);
  expect(stdout).toContain('2 resources: 1 failed, 1 succeeded');
});

test.each([['--retry'], ['--async'], ['--key', 'k'], ['--accept', 'multipart']])(
  'refuses %s',
  async (...options) => {
    const file = join(folder, 'refused.jsonl');
    writeFileSync(file, '{}\n');
    const { code, stderr } = await runCli(['send', file, '--to', 'http://127.0.0.1:1/', ...options]);
    expect(code).toBe(64);
    expect(stderr).toContain('a batch in JSON Lines');
  },
);
