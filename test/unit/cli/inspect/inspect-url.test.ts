import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { batch } from '@multistatus/express';
import express from 'express';
import { startShare } from '../../../interop/webdav/share-server.js';
import { fixture, runCli, settle } from '../run-cli.js';
import { startRawServer, startServer, type TestServer } from '../start-server.js';

const JSON_207 = JSON.stringify({ responses: [{ href: '/a', status: 204 }] });
const XML_207 =
  '<D:multistatus xmlns:D="DAV:"><D:response><D:href>/a</D:href><D:status>HTTP/1.1 204 No Content</D:status></D:response></D:multistatus>';

const servers: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(
  status: number,
  headers: Record<string, string>,
  body: string | Uint8Array,
): Promise<string> {
  const server = await startServer((_request, response) => {
    response.writeHead(status, headers).end(body);
  });
  servers.push(server);
  return server.origin;
}

async function serveRaw(answer: string | undefined): Promise<string> {
  const server = await startRawServer(answer);
  servers.push(server);
  return server.origin;
}

async function serveApp(): Promise<TestServer> {
  const app = express();
  app.disable('etag');
  app.use('/batch', batch());
  app.get('/photos/:id', (req, res) => {
    res.json({ id: req.params.id });
  });
  app.delete('/photos/:id', (_req, res) => {
    res
      .status(423)
      .type('application/problem+json')
      .json({ title: 'Locked', detail: 'held by Ana', status: 423 });
  });
  const server = await startServer(app);
  servers.push(server);
  return server;
}

test('a batch of an Express app, sent with --data', async () => {
  const { origin } = await serveApp();
  const data = JSON.stringify({
    requests: [
      { id: 'see', method: 'GET', url: '/photos/7' },
      { id: 'gone', method: 'DELETE', url: '/photos/9' },
    ],
  });
  const { code, stdout, stderr } = await runCli(['inspect', '-d', data, `${origin}/batch`]);
  expect(stderr).toBe('');
  expect(settle(stdout)).toBe(`POST http://HOST/batch
HTTP/1.1 207 Multi-Status, JSON, 373 bytes, <n> ms, <time>
2 resources: 1 failed, 1 succeeded

  STATUS      RESOURCE         DESCRIPTION
✗ 423 Locked  gone  /photos/9  held by Ana
✓ 200 OK      see  /photos/7

Findings: none, the document follows the rules.
`);
  expect(code).toBe(1);
});

test('why a batch was refused is shown', async () => {
  const { origin } = await serveApp();
  const data = JSON.stringify({ requests: Array.from({ length: 7 }, () => ({ url: '/photos/7' })) });
  const { code, stdout } = await runCli(['inspect', `${origin}/batch`, '-d', data]);
  expect(stdout).toContain(
    'the status is 400 Bad Request: The batch has 7 issues; nothing has run; #/requests/0/method: The member method is required; ',
  );
  expect(stdout).toContain('#/requests/4/method: The member method is required; ... and 2 more\n');
  expect(stdout).toContain('What to do: Correct what the problem in the body is about');
  expect(code).toBe(2);
});

test('a plain GET finds the description of a batch endpoint, and says how to send a batch', async () => {
  const { origin } = await serveApp();
  const { code, stdout, stderr } = await runCli(['inspect', `${origin}/batch`]);
  expect(stderr).toBe('');
  expect(settle(stdout).replace(/\d+ bytes/, '<n> bytes')).toBe(`GET http://HOST/batch
HTTP/1.1 200 OK, JSON, <n> bytes, <n> ms, <time>
This is the description of a batch endpoint, not a 207.

Findings: 1 error
  error description
    this is the description of a batch endpoint, which answers a GET; no batch was sent
    What to do: Send a batch: multistatus send batch.json --to URL, or multistatus inspect -d @batch.json URL. To check the endpoint: multistatus probe URL.
`);
  expect(code).toBe(2);
});

test.each([
  ['a limit', { limits: {}, accept: ['application/json'], formats: ['application/json'] }],
  ['a format', { limits: { maxOperations: 100 }, accept: ['application/json'], formats: [] }],
])('JSON of an endpoint without %s is not taken for a description', async (_what, body) => {
  const url = await serve(200, { 'Content-Type': 'application/json' }, JSON.stringify(body));
  const { stdout } = await runCli(['inspect', url]);
  expect(stdout).toContain('This is not a readable 207 document.');
  expect(stdout).not.toContain('description');
});

test('the body of the request may come from a file, and from the standard input', async () => {
  const { origin } = await serveApp();
  const stdin = '{"requests":[{"method":"GET","url":"/photos/7"}]}';
  const fromStdin = await runCli(
    ['inspect', '-H', 'Accept: application/xml', '-d', '@-', `${origin}/batch`],
    { stdin },
  );
  expect(fromStdin.stdout).toContain('XML');
  expect(fromStdin.code).toBe(0);
  const fromFile = await runCli(['inspect', '-d', `@${fixture('batch.json')}`, `${origin}/batch`]);
  expect(fromFile.stdout).toContain('the status is 400 Bad Request');
  expect(fromFile.code).toBe(2);
});

test('a PROPFIND and a DELETE of a WebDAV share', async () => {
  const share = await startShare({ isLocked: (path) => path === '/lisbon/7.jpg' });
  servers.push(share);
  await share.send({ method: 'MKCOL', path: '/lisbon/' });
  for (const name of ['6.jpg', '7.jpg']) writeFileSync(join(share.folder, 'lisbon', name), 'x');
  const found = await runCli(['inspect', '-X', 'PROPFIND', '-H', 'Depth: 1', `${share.url}lisbon/`]);
  expect(found.stdout).toContain('✓ 200 OK  /lisbon/6.jpg');
  expect(found.code).toBe(0);
  const deleted = await runCli(['inspect', '-X', 'DELETE', `${share.url}lisbon/`]);
  expect(deleted.stdout).toContain('✗ 423 Locked  /lisbon/7.jpg');
  expect(deleted.stdout).toContain('    condition: lock-token-submitted /lisbon/7.jpg\n');
  expect(deleted.code).toBe(1);
});

describe('what is wrong with the message is said', () => {
  const JSON_TYPE = { 'Content-Type': 'application/json', Vary: 'Accept' };
  test.each<[what: string, start: () => Promise<string>, exitCode: number, said: string]>([
    ['no 207, and no document', () => serve(404, {}, 'Not here'), 2, 'the status is 404 Not Found'],
    [
      '200 for a document with a failure',
      () => serve(200, JSON_TYPE, '{"responses":[{"href":"/a","status":404}]}'),
      2,
      'the status is 200 OK, but the body is a multistatus',
    ],
    ['200 for a document without one', () => serve(200, JSON_TYPE, JSON_207), 0, 'reports no failure'],
    ['an empty body', () => serve(207, JSON_TYPE, ''), 2, 'the body is empty'],
    [
      'another Content-Type',
      () => serve(207, { 'Content-Type': 'text/html', Vary: '*' }, JSON_207),
      2,
      'the Content-Type is text/html, but the body is JSON',
    ],
    ['no Content-Type', () => serve(207, { Vary: 'accept' }, JSON_207), 0, 'there is no Content-Type'],
    [
      'another charset',
      () => serve(207, { 'Content-Type': 'application/xml; charset=iso-8859-1', Vary: 'accept' }, XML_207),
      0,
      'the charset is iso-8859-1, not utf-8',
    ],
    [
      'no charset for text/xml',
      () => serve(207, { 'Content-Type': 'text/xml', Vary: 'accept' }, XML_207.replace('/a<', '/a<!--é--><')),
      0,
      'neither the Content-Type text/xml nor the XML declaration names the encoding',
    ],
    [
      'no Vary',
      () => serve(207, { 'Content-Type': 'application/json' }, JSON_207),
      0,
      'there is no Vary, but',
    ],
    [
      'a Vary without Accept',
      () => serve(207, { ...JSON_TYPE, Vary: 'Origin' }, JSON_207),
      0,
      'Vary is origin, but',
    ],
    [
      'a compressed body without its Vary',
      () => serve(207, { ...JSON_TYPE, 'Content-Encoding': 'gzip' }, gzipSync(JSON_207)),
      0,
      'but Vary lacks Accept-Encoding',
    ],
    [
      'a Content-Encoding that is not true',
      () => serve(207, { ...JSON_TYPE, 'Content-Encoding': 'gzip' }, JSON_207),
      2,
      'the body cannot be decoded as gzip',
    ],
    [
      'an unknown Content-Encoding',
      () => serve(207, { ...JSON_TYPE, 'Content-Encoding': 'zip' }, JSON_207),
      2,
      'this coding is not supported',
    ],
    ['an answer out of a cache', () => serve(207, { ...JSON_TYPE, Age: '30' }, JSON_207), 0, 'Age is 30 s'],
    [
      'a redirect to another origin',
      () => serve(307, { Location: 'http://127.0.0.1:1/x' }, ''),
      2,
      'http://127.0.0.1:1/x is on another origin',
    ],
    [
      'an odd reason phrase',
      () =>
        serveRaw(
          `HTTP/1.1 207 Multistatus\r\nVary: Accept\r\nContent-Type: application/json\r\n\r\n${JSON_207}`,
        ),
      0,
      'the reason phrase is "Multistatus"',
    ],
    [
      'a body that ends before its length',
      () =>
        serveRaw(
          `HTTP/1.1 207 Multi-Status\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n${JSON_207.slice(0, 20)}`,
        ),
      2,
      'the body is incomplete, it breaks off after 20 bytes: the connection was closed',
    ],
    [
      'a chunked body without its end',
      () =>
        serveRaw(
          `HTTP/1.1 207 Multi-Status\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n25\r\n{"index":0,"href":"/a","status":200}\n\r\n`,
        ),
      2,
      'the last line, {"summary": ...}, is missing',
    ],
  ])('%s', async (_what, start, exitCode, said) => {
    const { code, stdout, stderr } = await runCli(['inspect', await start()]);
    expect(stderr).toBe('');
    expect(stdout).toContain(said);
    expect(code).toBe(exitCode);
  });
});

test('a batch with fewer outcomes than operations is not valid', async () => {
  const origin = await serve(207, { 'Content-Type': 'application/json', Vary: 'Accept' }, JSON_207);
  const { code, stdout } = await runCli(['inspect', '-d', '{"requests":[{"id":"a"},{"id":"b"}]}', origin]);
  expect(stdout).toContain('the batch has 2 operations, but the answer has 1 outcome');
  expect(code).toBe(2);
});

describe('redirects', () => {
  async function serveRedirect(status: number, location: string): Promise<TestServer> {
    const server = await startServer((request, response) => {
      if (request.url === '/end')
        response.writeHead(207, { 'Content-Type': 'application/json', Vary: 'Accept' }).end(JSON_207);
      else response.writeHead(status, { Location: location }).end();
    });
    servers.push(server);
    return server;
  }

  test.each<[status: number, method: string, isFollowed: boolean]>([
    [301, 'PROPFIND', true],
    [301, 'POST', false],
    [302, 'QUERY', true],
    [301, 'SEARCH', true],
    [303, 'GET', false],
    [307, 'POST', true],
    [308, 'DELETE', true],
  ])('a %i to %s within the origin: followed %j', async (status, method, isFollowed) => {
    const server = await serveRedirect(status, '/end');
    const { code } = await runCli(['inspect', '-X', method, `${server.origin}/start`]);
    expect(server.requests).toEqual([`${method} /start`, ...(isFollowed ? [`${method} /end`] : [])]);
    expect(code).toBe(isFollowed ? 0 : 2);
  });

  test('in a circle come to an end', async () => {
    const server = await serveRedirect(307, '/start');
    const { code, stdout } = await runCli(['inspect', `${server.origin}/start`]);
    expect(server.requests).toHaveLength(6);
    expect(stdout).toContain('there were 5 redirects before it');
    expect(code).toBe(2);
  });
});

describe('a server that gives no answer is 66', () => {
  test.each<[what: string, start: () => Promise<string>, said: string]>([
    [
      'nobody listens',
      () => Promise.resolve('http://127.0.0.1:1'),
      'connection refused; is the server running',
    ],
    ['no HTTP', () => serveRaw('220 smtp.example.com ESMTP\r\n'), 'the answer is not HTTP/1.1'],
    ['closed at once', () => serveRaw(''), 'the connection was closed before the end of the answer'],
    ['silence', () => serveRaw(undefined), 'the answer was not complete after 0.3 s'],
  ])('%s', async (_what, start, said) => {
    const { code, stdout, stderr } = await runCli(['inspect', '-m', '0.3', await start()]);
    expect(stdout).toBe('');
    expect(stderr).toContain(said);
    expect(code).toBe(66);
  });
});

test('what came before the time was up is inspected', async () => {
  const server = await startServer((_request, response) => {
    response.writeHead(207, { 'Content-Type': 'application/x-ndjson', Vary: 'Accept' });
    response.write('{"index":0,"href":"/a","status":200}\n');
  });
  servers.push(server);
  const { code, stdout } = await runCli(['inspect', '-m', '1', server.origin]);
  expect(stdout).toContain('✓ 200 OK  /a');
  expect(stdout).toContain('the answer was not complete after 1 s');
  expect(code).toBe(2);
});

test('credentials of the URL are sent, and never shown', async () => {
  const seen: (string | undefined)[] = [];
  const server = await startServer((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(207, { 'Content-Type': 'application/json', Vary: 'Accept' }).end(JSON_207);
  });
  servers.push(server);
  const url = server.origin.replace('http://', 'http://ana:s3cret@');
  const { stdout, code } = await runCli(['inspect', '--json', url]);
  expect(seen).toEqual([`Basic ${btoa('ana:s3cret')}`]);
  expect(stdout).not.toContain('s3cret');
  expect(code).toBe(0);
});
