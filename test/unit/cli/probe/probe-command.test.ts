import { afterEach, expect, test } from '@jest/globals';
import { batch } from '@multistatus/express';
import { createJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import compression from 'compression';
import express, { type Express } from 'express';
import httpProxy from 'http-proxy';
import { startShare } from '../../../interop/webdav/share-server.js';
import { runCli, settle } from '../run-cli.js';
import { startServer, type TestServer } from '../start-server.js';

const servers: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

function createApp(): Express {
  const app = express();
  app.disable('etag').disable('x-powered-by');
  app.use('/batch', batch());
  app.use((_req, res) => {
    res.status(404).send('Not here');
  });
  return app;
}

async function serve(listener: Parameters<typeof startServer>[0]): Promise<TestServer> {
  const server = await startServer(listener);
  servers.push(server);
  return server;
}

test('a batch endpoint', async () => {
  const server = await serve(createApp());
  const { formats } = (await (await fetch(`${server.origin}/batch`)).json()) as { formats: string[] };
  const posts = formats.map(
    (type) => `  POST /batch for ${type} -> 207 Multi-Status, ${type}; charset=utf-8, valid\n`,
  );
  const { code, stdout, stderr } = await runCli(['probe', `${server.origin}/batch`]);
  expect(stderr).toBe('');
  expect(
    settle(stdout)
      .replace(/^Limits .*$/m, 'Limits')
      .replaceAll(', chunked,', ','),
  ).toBe(`http://HOST/batch
A batch endpoint.

HTTP       1.1
Methods    GET, HEAD, OPTIONS, POST, QUERY
Batches    application/json, application/x-ndjson, application/ndjson, application/jsonl, application/x-jsonlines
Formats    ${formats.join(', ')}
Limits

Requests and answers:
  OPTIONS /batch -> 200 OK, application/json; charset=utf-8
  GET /batch -> 200 OK, application/json; charset=utf-8
${posts.join('')}
Findings: none.

A 207 arrives intact, in all ${formats.length} formats.
`);
  expect(stdout).toContain('maxOperations 100');
  expect(code).toBe(0);
  const batches = server.requests.filter((request) => request === 'POST /batch');
  expect(batches).toHaveLength(formats.length);
  // One of them is that of this test.
  expect(server.requests).toHaveLength(formats.length + 3);
});

test('an endpoint that keeps Idempotency-Keys says so', async () => {
  const journal = createJournal({ store: memoryStore(), identify: 'anyone-with-the-url' });
  const app = express();
  app.use('/batch', batch({ journal }));
  const { origin } = await serve(app);
  const { stdout } = await runCli(['probe', `${origin}/batch`]);
  expect(stdout).toContain('\nKeys       a batch with an Idempotency-Key runs only once\n');
  const json = await runCli(['probe', '--json', `${origin}/batch`]);
  expect(JSON.parse(json.stdout)).toMatchObject({ endpoint: { idempotency: true } });
  const other = await runCli(['probe', '--json', `${(await serve(createApp())).origin}/batch`]);
  expect(JSON.parse(other.stdout)).toMatchObject({ endpoint: { idempotency: false } });
  journal.close();
});

test('a WebDAV server gets a PROPFIND, and no POST', async () => {
  const share = await startShare();
  servers.push(share);
  const { code, stdout } = await runCli(['probe', '--json', share.url]);
  const report = JSON.parse(stdout) as { steps: { method: string; status: number }[] };
  expect(report).toMatchObject({
    version: 1,
    kind: 'webdav',
    exitCode: 0,
    dav: ['1'],
    findings: [],
    endpoint: null,
  });
  expect(report.steps.map(({ method, status }) => `${method} ${status}`)).toEqual([
    'OPTIONS 200',
    'GET 200',
    'PROPFIND 207',
  ]);
  expect(code).toBe(0);
});

test('through a proxy that names itself and compresses', async () => {
  const app = express();
  app.use(compression({ threshold: 0 }), createApp());
  const upstream = await serve(app);
  const proxy = httpProxy.createProxyServer({ target: upstream.origin });
  proxy.on('proxyRes', (proxied) => {
    proxied.headers['via'] = '1.1 squid';
  });
  const front = await serve((request, response) => proxy.web(request, response));
  const { code, stdout } = await runCli(['probe', `${front.origin}/batch`]);
  expect(stdout).toContain('Via        1.1 squid');
  expect(stdout).toContain('the answers came through 1.1 squid');
  expect(stdout).toContain('application/xml; charset=utf-8, gzip, chunked, valid');
  expect(stdout).toContain('A 207 arrives intact');
  expect(code).toBe(0);
  proxy.close();
});

test.each<
  [
    what: string,
    change: (proxied: { statusCode?: number | undefined; headers: Record<string, unknown> }) => void,
    said: string,
  ]
>([
  [
    'turns 207 into 200',
    (proxied) => {
      proxied.statusCode = 200;
    },
    'POST for application/json: the status is 200 Multi-Status, but the body is a multistatus',
  ],
  [
    'drops the Content-Type',
    (proxied) => {
      delete proxied.headers['content-type'];
    },
    'there is no Content-Type',
  ],
  [
    'drops Vary and allows caches to keep the answer',
    (proxied) => {
      delete proxied.headers['vary'];
      Object.assign(proxied.headers, { 'cache-control': 'max-age=60', 'content-location': '/batch' });
    },
    'there is no Vary, but',
  ],
])('a proxy that %s is found out', async (_what, change, said) => {
  const upstream = await serve(createApp());
  const proxy = httpProxy.createProxyServer({ target: upstream.origin });
  proxy.on('proxyRes', (proxied) => change(proxied));
  const front = await serve((request, response) => proxy.web(request, response));
  const { stdout } = await runCli(['probe', `${front.origin}/batch`]);
  expect(stdout).toContain(said);
  proxy.close();
});

test('a proxy that answers 502 for a batch', async () => {
  const app = createApp();
  const server = await serve((request, response) => {
    if (request.method === 'POST')
      response.writeHead(502, { 'Content-Type': 'text/html' }).end('<h1>Bad Gateway</h1>');
    else app(request, response);
  });
  const { code, stdout } = await runCli(['probe', `${server.origin}/batch`]);
  expect(stdout).toContain('POST for application/xml: the answer is 502 Bad Gateway, not 207');
  expect(stdout).not.toContain('207 arrives');
  expect(code).toBe(2);
});

test('something between that drops Accept', async () => {
  const app = createApp();
  const server = await serve((request, response) => {
    delete request.headers.accept;
    app(request, response);
  });
  const { stdout } = await runCli(['probe', `${server.origin}/batch`]);
  expect(stdout).toContain(
    'POST for text/xml: text/xml was requested, but the server sent application/json; charset=utf-8',
  );
});

test('who needs credentials says so, and -H gives them to every request', async () => {
  const app = createApp();
  const server = await serve((request, response) => {
    if (request.headers.authorization === 'Bearer t') app(request, response);
    else response.writeHead(401).end();
  });
  const refused = await runCli(['probe', `${server.origin}/batch`]);
  expect(refused.stdout).toContain('GET: the answer is 401 Unauthorized');
  expect(refused.code).toBe(2);
  const { code } = await runCli(['probe', '-H', 'Authorization: Bearer t', `${server.origin}/batch`]);
  expect(code).toBe(0);
});

test('what is neither is 2', async () => {
  const server = await serve(createApp());
  const { code, stdout } = await runCli(['probe', `${server.origin}/photos`]);
  expect(stdout).toContain('Neither a batch endpoint nor a WebDAV server was found here.');
  expect(server.requests).toEqual(['OPTIONS /photos', 'GET /photos']);
  expect(code).toBe(2);
});
