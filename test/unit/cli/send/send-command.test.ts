import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { batch, type ExpressBatchOptions } from '@multistatus/express';
import express, { type Express } from 'express';
import { type CliResult, runCli } from '../run-cli.js';
import { startRawServer, startServer, type TestServer } from '../start-server.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'send-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const ALBUM = { id: 'album', method: 'POST', url: '/albums', body: { title: 'Lisbon' } };
const GONE = { id: 'gone', method: 'GET', url: '/photos/9' };
const AFTER = { id: 'after', method: 'delete', url: '/photos/8', dependsOn: ['gone'] };

function createApp(options?: ExpressBatchOptions): Express {
  const app = express();
  app.disable('etag').disable('x-powered-by');
  app.use('/batch', batch(options));
  app.use(express.text({ type: 'application/json' }));
  app.post('/albums', (_req, res) => void res.status(201).location('/albums/4').json({ id: 4 }));
  app.get('/photos/:id', (_req, res) => {
    const problem = { type: 'about:blank', title: 'Gone', status: 410, detail: 'Ana took it away' };
    res.status(410).type('application/problem+json').json(problem);
  });
  app.post('/echo', (req, res) => void res.json(req.body));
  return app;
}

async function serve(listener: RequestListener): Promise<TestServer> {
  const server = await startServer(listener);
  servers.push(server);
  return server;
}

/** Sends a batch that is written to `batch.json`: a text as it is, else as JSON. */
async function sendFile(content: unknown, args: readonly string[]): Promise<CliResult> {
  const json = typeof content === 'string' ? content : JSON.stringify(content);
  writeFileSync(join(folder, 'batch.json'), json);
  return runCli(['send', 'batch.json', ...args], { cwd: folder });
}

const settle = (output: string): string =>
  output.replace(/ *\d+ ms/g, ' <n> ms').replace(/127\.0\.0\.1:\d+/g, 'HOST');

test('each outcome has a line as it comes; what failed is explained at the end', async () => {
  const { origin, requests } = await serve(createApp());
  const sequential = { execution: 'sequential', requests: [ALBUM, GONE, AFTER] };
  const { code, stdout, stderr } = await sendFile(sequential, ['--to', `${origin}/batch`]);
  expect(stderr).toBe('');
  expect(settle(stdout)).toBe(`POST http://HOST/batch
3 operations from batch.json

 <n> ms  ✓ 201 Created            POST /albums -> /albums/4
 <n> ms  ✗ 410 Gone               GET /photos/9
 <n> ms  ✗ 424 Failed Dependency  DELETE /photos/8

3 operations: 2 failed, 1 succeeded, in <n> ms

  STATUS                 RESOURCE          DESCRIPTION
✗ 410 Gone               gone  /photos/9   Ana took it away
✗ 424 Failed Dependency  after  /photos/8  The operation did not run: what it depends on did not succeed
    because of: gone
`);
  expect(code).toBe(1);
  expect(requests).toEqual(['GET /batch', 'POST /batch']);
});

test('a line is printed while other operations are still running', async () => {
  const app = createApp();
  let release: () => void = () => {};
  app.get('/slow', (_req, res) => {
    release = () => void res.json('slow');
  });
  const { origin } = await serve(app);
  const requests = [{ method: 'GET', url: '/slow' }, ALBUM];
  let printed = '';
  const { code, stdout, stderr } = await runCli(['send', '-', '--to', `${origin}/batch`], {
    stdin: JSON.stringify({ requests }),
    onWrite: (line) => {
      printed += line;
      if (printed.includes('201 Created') && !printed.includes('200 OK')) release();
    },
  });
  expect(stderr).toBe('');
  expect(stdout.indexOf('POST /albums')).toBeLessThan(stdout.indexOf('GET /slow'));
  expect(stdout).toContain('2 operations from standard input\n');
  expect(stdout).toContain('2 operations: 2 succeeded, in ');
  expect(code).toBe(0);
});

test('the file goes out byte for byte, and outcomes find operations without ids', async () => {
  const { origin } = await serve(createApp());
  const precise = `{"requests":[
    {"id":"1","method":"POST","url":"/albums"},
    {"method":"POST","url":"/echo","body":[1.000000000000000000001,12345678901234567890]}]}`;
  const { stdout, code } = await sendFile(precise, ['--to', `${origin}/batch`, '--json']);
  expect(code).toBe(0);
  const { responses } = JSON.parse(stdout) as { responses: { id: string; url: string }[] };
  expect(responses.map(({ id, url }) => [id, url])).toEqual([
    ['1', '/albums'],
    ['2', '/echo'],
  ]);
  const received: string[] = [];
  const { origin: other } = await serve((request, response) => {
    void text(request).then((body) => {
      received.push(body);
      response.writeHead(503).end();
    });
  });
  await sendFile(precise, ['--to', other]);
  expect(received).toEqual(['', precise]);
});

test('--json prints nothing but JSON, with what became of each operation', async () => {
  const { origin } = await serve(createApp());
  const { stdout, code } = await sendFile({ requests: [ALBUM, GONE] }, ['--to', `${origin}/batch`, '--json']);
  expect(JSON.parse(stdout)).toMatchObject({
    version: 1,
    url: `${origin}/batch`,
    exitCode: 1,
    refusal: null,
    counts: { total: 2, succeeded: 1, failed: 1, other: 0 },
    responses: [
      {
        id: 'gone',
        outcome: 'failed',
        status: 410,
        method: 'GET',
        url: '/photos/9',
        executed: true,
        tries: 1,
      },
      { id: 'album', outcome: 'succeeded', status: 201, method: 'POST', hrefs: ['/albums/4'] },
    ],
  });
  expect(code).toBe(1);
});

test.each([
  ['json', 'JSON'],
  ['xml', 'XML'],
])('--accept %s inspects the answer as a whole', async (format, name) => {
  const { origin } = await serve(createApp());
  const args = ['--to', `${origin}/batch`, '--accept', format];
  const { stdout, code } = await sendFile({ requests: [ALBUM, GONE] }, args);
  expect(stdout).toContain(`HTTP/1.1 207 Multi-Status, ${name}, `);
  expect(stdout).toContain('✗ 410 Gone');
  expect(stdout).toContain('Findings: none, the document follows the rules.');
  expect(code).toBe(1);
  const json = await sendFile({ requests: [ALBUM] }, [...args, '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({ exitCode: 0, documents: [{ format }] });
});

describe('a refused batch', () => {
  const BAD = `{ "requests": [
  { "method": "GET", "url": "/a",
    "headers": { "accept": "*/*",
      "host": "other.example" } },
  { "url": ["x", {"]": "}"}], "a/b~c": 1 } ] }
`;
  const explained = `The batch was refused with 400 Bad Request: nothing has run.
  The batch has 4 issues; nothing has run
  #/requests/0/headers/host: An operation may not set this header; it inherits that of the batch request
    line 4: "host": "other.example"
  #/requests/1/method: The member method is required
    line 5: { "url": ["x", {"]": "}"}], "a/b~c": 1 }
  #/requests/1/a~1b~0c: There is no such member; the members are id, method, url, headers, body, bodyEncoding, dependsOn, atomicityGroup, references
    line 5: "a/b~c": 1
  #/requests/1/url: Must be of type string
    line 5: "url": ["x", {"]": "}"}]
`;

  test.each([[[]], [['--accept', 'json']]])(
    'shows what of the file each fault is about: %j',
    async (args) => {
      const { origin } = await serve(createApp());
      const { stdout, code } = await sendFile(BAD, ['--to', `${origin}/batch`, ...args]);
      expect(stdout).toContain(explained);
      expect(code).toBe(2);
    },
  );

  test('by a limit names it', async () => {
    const { origin } = await serve(createApp({ limits: { maxOperations: 1 } }));
    const { stdout, code } = await sendFile({ requests: [ALBUM, GONE] }, ['--to', `${origin}/batch`]);
    expect(stdout).toContain(`The batch was refused with 413 Content Too Large: nothing has run.
  The request has 2 operations, the limit maxOperations is 1
  What to do: Send fewer or smaller operations at once, or raise the limit in the server.
`);
    expect(code).toBe(2);
  });

  test.each<[status: number, headers: Record<string, string>, said: string]>([
    [401, {}, '401 Unauthorized: nothing has run.\n  What to do: The server requires authentication'],
    [404, {}, 'There is no batch endpoint at this URL'],
    [301, { location: 'https://other.example/batch' }, 'The endpoint is now at https://other.example/batch'],
    [503, {}, '503 Service Unavailable, without outcomes: it is not known what has run.'],
    [500, {}, 'The batch was answered with 500 Internal Server Error, without outcomes:'],
    [200, { 'content-type': 'text/html' }, 'The batch was answered with 200 OK, without outcomes:'],
  ])('%d is said in plain words', async (status, headers, said) => {
    const { origin } = await serve((_request, response) => void response.writeHead(status, headers).end());
    const { stdout, code } = await sendFile({ requests: [ALBUM] }, ['--to', origin]);
    expect(stdout).toContain(said);
    expect(code).toBe(2);
  });

  test('is told of as JSON too', async () => {
    const { origin } = await serve(createApp());
    const { stdout, code } = await sendFile({ requests: 1 }, ['--to', `${origin}/batch`, '--json']);
    const refusal = {
      status: 400,
      executed: false,
      location: null,
      problem: { type: 'urn:multistatus:problem:invalid-batch' },
    };
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 2, refusal, counts: null, responses: [] });
    expect(code).toBe(2);
  });
});

test('--retry sends again what may be sent again', async () => {
  const app = createApp();
  let left = 1;
  app.get('/busy', (_req, res) => {
    left -= 1;
    if (left >= 0) res.status(503).set('retry-after', '0').end();
    else res.json('done');
  });
  const { origin, requests } = await serve(app);
  const file = { requests: [ALBUM, { method: 'GET', url: '/busy' }] };
  const { stdout, code } = await sendFile(file, ['--retry', '--to', `${origin}/batch`]);
  expect(settle(stdout)).toContain('✓ 200 OK                 GET /busy  (try 2)\n');
  expect(stdout.match(/POST \/albums/g)).toHaveLength(1);
  expect([code, requests]).toEqual([0, ['GET /batch', 'POST /batch', 'POST /batch']]);
  left = 1;
  const once = await sendFile(file, ['--retry', '1', '--to', `${origin}/batch`]);
  expect(once.stdout).toContain('✗ 503 Service Unavailable  GET /busy\n');
  expect(once.code).toBe(1);
});

test('a server without NDJSON answers with JSON', async () => {
  const app = createApp();
  const { origin } = await serve((request, response) => {
    request.headers.accept = 'application/json';
    app(request, response);
  });
  const { stdout, code } = await sendFile({ requests: [ALBUM] }, ['--to', `${origin}/batch`]);
  expect(stdout).toContain('✓ 201 Created');
  expect(code).toBe(0);
});

describe('an answer without its end', () => {
  test.each<[how: string, args: string[], said: string]>([
    ['cut', [], 'It is not known whether 1 operation ran; check the effect before you send it again.'],
    ['late', ['-m', '1'], 'It is not known whether 1 operation ran: the answer was not complete in time'],
  ])('%s: what came counts', async (how, args, said) => {
    const { origin } = await serve((request, response) => {
      request.resume();
      response.writeHead(207, { 'content-type': 'application/x-ndjson' });
      response.write('{"id":"album","index":0,"href":"/albums/4","status":201}\n', () => {
        if (how === 'cut') response.destroy();
      });
    });
    const { stdout, code } = await sendFile({ requests: [ALBUM, GONE] }, [...args, '--to', origin]);
    expect(stdout).toContain('✓ 201 Created');
    expect(stdout).toContain('✗ 502 no outcome         GET /photos/9');
    expect(stdout).toContain(said);
    expect(code).toBe(2);
  });

  test('nothing at all is 66', async () => {
    const silent = await startRawServer(undefined);
    servers.push(silent);
    const late = await sendFile({ requests: [ALBUM] }, ['-m', '0.3', '--to', silent.origin]);
    expect(late.stderr).toContain('the answer was not complete after 0.3 s; --timeout sets a longer time');
    expect(late.code).toBe(66);
    const gone = await startServer(() => {});
    await gone.close();
    const refused = await sendFile({ requests: [ALBUM] }, ['--to', gone.origin]);
    expect(refused.stderr).toContain('connection refused; is the server running');
    expect(refused.code).toBe(66);
  });
});

test('credentials of the URL and headers go with the batch, and are not shown', async () => {
  const seen: unknown[] = [];
  const app = createApp();
  const { origin } = await serve((request, response) => {
    seen.push([request.headers.authorization, request.headers['x-tenant'], request.headers['user-agent']]);
    app(request, response);
  });
  const url = `${origin.replace('://', '://ana:se%20cret@')}/batch`;
  const { stdout } = await sendFile({ requests: [ALBUM] }, ['--to', url, '-H', 'X-Tenant: a']);
  expect(stdout).not.toContain('cret');
  const sent = [`Basic ${btoa('ana:se cret')}`, 'a', 'multistatus/0.1.0'];
  expect(seen).toEqual([sent, sent]);
});

test.each<[content: string, args: string[], code: number, said: string]>([
  ['{', ['--to', 'http://127.0.0.1:1/'], 66, 'batch.json is not JSON: line 1, column 2'],
  ['{}', [], 64, 'send needs --to with the URL of a batch endpoint'],
  ['{}', ['other.json', '--to', 'http://a/'], 64, 'send takes one file'],
  ['{}', ['--to', 'batch'], 64, '"batch" is not an http or https URL'],
  ['{}', ['--to', 'http://a/', '--accept', 'csv'], 64, '--accept must be ndjson, json or xml, got "csv"'],
  ['{}', ['--to', 'http://a/', '-H', 'accept: x/y'], 64, 'send sets Accept with --accept'],
  ['{}', ['--to', 'http://a/', '--retry', '0'], 64, '--retry must be the maximum number'],
  [
    '{}',
    ['--to', 'http://a/', '--retry', '--accept', 'xml'],
    64,
    '--retry can only be used with --accept ndjson',
  ],
])('%s with %j is not sent', async (content, args, code, said) => {
  const result = await sendFile(content, args);
  expect(result.stderr).toContain(said);
  expect([result.code, result.stdout]).toEqual([code, '']);
});
