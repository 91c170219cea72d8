// What only a process of its own shows: everything else is tested by `runCli`, in the process of the tests.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, jest, test } from '@jest/globals';
import { batch } from '@multistatus/express';
import express from 'express';
import { type CliResult, fixture, runCli } from './run-cli.js';
import { startServer } from './start-server.js';

// Processes are started, on machines that have other work.
jest.setTimeout(60_000);

const packageFolder = new URL('../../../packages/cli/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('package.json', packageFolder), 'utf8')) as {
  bin: { multistatus: string };
};
const MAIN = fileURLToPath(new URL(manifest.bin.multistatus, packageFolder));

const servers: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

type Child = ChildProcessWithoutNullStreams;

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Child {
  const { NO_COLOR: _no, FORCE_COLOR: _force, COLUMNS: _columns, ...inherited } = process.env;
  return spawn(process.execPath, [MAIN, ...args], { env: { ...inherited, ...env } });
}

async function resultOf(child: Child): Promise<CliResult> {
  const ended = once(child, 'close') as Promise<[number | null]>;
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}

test('reads a pipe, prints on both outputs and leaves its exit code', async () => {
  const child = start(['convert', '--to', 'json', '-']);
  child.stdin.end(readFileSync(fixture('streamed.ndjson'), 'utf8').split('\n').slice(0, 1).join('\n'));
  const { code, stdout, stderr } = await resultOf(child);
  expect(JSON.parse(stdout)).toMatchObject({ responses: [{ id: 'b' }] });
  expect(stderr).toContain('lost: the source is truncated');
  expect(code).toBe(2);
});

test('colours what goes into a pipe only where the environment asks for it', async () => {
  const run = (env: Record<string, string>): Promise<CliResult> =>
    resultOf(start(['inspect', fixture('batch.json')], env));
  const [plain, coloured] = await Promise.all([run({}), run({ FORCE_COLOR: '1' })]);
  expect(plain.stdout).toContain('422 Unprocessable Content');
  expect(plain.stdout).not.toContain('\u001b');
  expect(coloured.stdout).toContain('\u001b[31m');
});

test('who stops reading, as head does, gets no error', async () => {
  const responses = Array.from({ length: 40_000 }, (_, index) => ({ href: `/photos/${index}`, status: 404 }));
  const child = start(['inspect', '-']);
  child.stdin.end(JSON.stringify({ responses }));
  const closed = once(child, 'close') as Promise<[number]>;
  const errors = text(child.stderr);
  await once(child.stdout, 'data');
  child.stdout.destroy();
  const [code] = await closed;
  expect(await errors).toBe('');
  expect(code).toBe(1);
});

test('Ctrl-C ends the batch, in the server too, after the lines that were printed', async () => {
  const app = express();
  // Nothing else ends it.
  app.use('/batch', batch({ limits: { operationTimeoutMs: 600_000, batchTimeoutMs: 600_000 } }));
  app.get('/now', (_req, res) => void res.json('now'));
  const left = new Promise<void>((resolve) => {
    app.get('/hang', (req) => void req.on('close', resolve));
  });
  const server = await startServer(app);
  servers.push(server);
  const child = start(['send', '-', '--to', `${server.origin}/batch`, '--retry']);
  const requests = ['/now', '/hang'].map((url) => ({ method: 'GET', url }));
  child.stdin.end(JSON.stringify({ requests }));
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    printed += piece;
    if (printed.includes('GET /now')) child.kill('SIGINT');
  });
  const ended = once(child, 'close');
  expect(await text(child.stderr)).toBe(
    'multistatus: interrupted; it is not known whether 1 operation ran\n',
  );
  expect(await ended).toEqual([130, null]);
  await left;
});

test('trusts the certificates that Node was told of, and says which HTTP is offered', async () => {
  const file = (name: string): URL => new URL(`../../support/tls/${name}.pem`, import.meta.url);
  const options = {
    cert: readFileSync(file('cert')),
    key: readFileSync(file('key')),
    ALPNProtocols: ['h2', 'http/1.1'],
  };
  const app = express();
  app.use('/batch', batch());
  const server = https.createServer(options, app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push({
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  });
  const url = `https://localhost:${(server.address() as AddressInfo).port}/batch`;
  const env = { NODE_EXTRA_CA_CERTS: fileURLToPath(file('cert')) };
  const trusted = await resultOf(start(['probe', url], env));
  expect(trusted.stderr).toBe('');
  expect(trusted.stdout).toContain('HTTP       1.1, and HTTP/2 for clients that ask for it\n');
  expect(trusted.code).toBe(0);
  const untrusted = await runCli(['probe', url]);
  expect(untrusted.stderr).toContain('the certificate is self-signed; add it with NODE_EXTRA_CA_CERTS');
  expect(untrusted.code).toBe(66);
});
