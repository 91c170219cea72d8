import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { batch } from '@multistatus/express';
import express from 'express';
import { type CliResult, runCli } from '../run-cli.js';
import { startServer, type TestServer } from '../start-server.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'send-query-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(listener: RequestListener): Promise<TestServer> {
  const server = await startServer(listener);
  servers.push(server);
  return server;
}

/** Sends the text of a batch by QUERY. */
async function sendQuery(content: string, args: readonly string[]): Promise<CliResult> {
  writeFileSync(join(folder, 'reads.json'), content);
  return runCli(['send', 'reads.json', '--query', ...args], { cwd: folder });
}

/** The number shows whether the text is sent as it is. */
const READS = '{"requests":[{"id":"a","method":"query","url":"/photos","body":{"n":12345678901234567890}}]}';
const ANSWER = JSON.stringify({ responses: [{ id: 'a', href: '/photos', status: 204 }] });

describe('send --query', () => {
  test('sends a batch of reads by QUERY, and no other request', async () => {
    const app = express();
    app.use('/batch', batch());
    app.use((req, res) => void text(req).then((body) => res.type('json').send(body)));
    const { origin, requests } = await serve(app);
    const { code, stdout } = await sendQuery(READS, ['--to', `${origin}/batch`]);
    expect(stdout).toContain(`QUERY ${origin}/batch\n1 operation from reads.json`);
    expect(stdout).toContain('✓ 200 OK                 QUERY /photos');
    expect(code).toBe(0);
    expect(requests).toEqual(['QUERY /batch']);
  });

  test('refuses a batch that may change something, before it is sent', async () => {
    const { origin, requests } = await serve((_req, res) => res.end());
    const unsafe = '{"requests":[{"method":"GET","url":"/a"},{"method":"patch","url":"/b"}]}';
    const { code, stderr } = await sendQuery(unsafe, ['--to', origin]);
    expect(stderr).toContain('reads.json cannot be sent with --query: PATCH /b may change something');
    expect(code).toBe(64);
    expect(requests).toEqual([]);
  });

  test.each<[args: string[], status: number, method: string]>([
    [[], 302, 'QUERY'],
    [[], 303, 'GET'],
    [['--accept', 'json'], 301, 'QUERY'],
    [['--accept', 'json'], 303, 'GET'],
  ])('%j follows a %i within the origin by %s', async (args, status, method) => {
    const bodies: Promise<string>[] = [];
    const { origin, requests } = await serve((req: IncomingMessage, res) => {
      bodies.push(text(req));
      if (req.url === '/batch') res.writeHead(status, { location: '/moved' }).end();
      else res.writeHead(207, { 'content-type': 'application/json' }).end(ANSWER);
    });
    const { code } = await sendQuery(READS, ['--to', `${origin}/batch`, ...args]);
    expect(code).toBe(0);
    expect(requests).toEqual(['QUERY /batch', `${method} /moved`]);
    expect(await Promise.all(bodies)).toEqual([READS, method === 'GET' ? '' : READS]);
  });

  test('-m holds for the GET that follows a 303', async () => {
    const { origin, requests } = await serve((req, res) => {
      if (req.url === '/batch') res.writeHead(303, { location: '/moved' }).end();
    });
    const { code, stderr } = await sendQuery(READS, ['--to', `${origin}/batch`, '-m', '0.3', '--retry', '1']);
    expect(stderr).toContain('the answer was not complete after 0.3 s');
    expect(code).toBe(66);
    expect(requests).toEqual(['QUERY /batch', 'GET /moved']);
  });
});
