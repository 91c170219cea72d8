import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { readRecordedRequests } from '../../corpus/recorded-requests.js';
import { runCli } from './run-cli.js';
import { startServer, type TestServer } from './start-server.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'multipart-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const ANSWER = [
  '--batchresponse_1',
  'Content-Type: application/http',
  'Content-ID: 1',
  '',
  'HTTP/1.1 200 OK',
  'Content-Type: application/json',
  'X-Large: 1',
  '',
  '{"n":12345678901234567890}',
  '--batchresponse_1',
  'Content-Type: multipart/mixed; boundary=changesetresponse_2',
  '',
  '--changesetresponse_2',
  'Content-Type: application/http',
  'Content-ID: 2',
  '',
  'HTTP/1.1 404 Not Found',
  'Content-Type: application/json',
  '',
  '{"error":{"code":"x","message":"There is no order 9"}}',
  '--changesetresponse_2--',
  '--batchresponse_1--',
  '',
].join('\r\n');
const BATCH = Buffer.from(readRecordedRequests().get('ui5-v2-datajs')?.body ?? []);

function convert(input: string | Uint8Array, to: string) {
  return runCli(['convert', '--to', to, '-'], { stdin: input });
}

/** A text with boundaries that are the same each time. */
function withoutTokens(text: string): string {
  return text.replace(/_[0-9a-f]{8}-[0-9a-f-]{27}/g, '_1');
}

describe('convert', () => {
  test('an answer to JSON', async () => {
    const { code, stdout, stderr } = await convert(ANSWER, 'json');
    expect(code).toBe(0);
    expect(stdout).toContain('"body":{"n":12345678901234567890}');
    expect(stdout).toContain('{"id":"2","href":"urn:multistatus:item:2","status":404,');
    expect(stderr).toBe('lost: 1 changeset, whose responses stand one after another\n');
  });

  test('an answer to JSON, to XML and back to multipart', async () => {
    const json = await convert(ANSWER, 'json');
    const xml = await convert(json.stdout, 'xml');
    expect(xml.stderr).toBe('');
    const { stdout } = await convert(xml.stdout, 'multipart');
    expect(withoutTokens(stdout).split('\r\n').slice(0, 11)).toEqual([
      '--batchresponse_1',
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      'Content-ID: 1',
      '',
      'HTTP/1.1 200 OK',
      'Content-Type: application/json',
      'X-Large: 1',
      'Content-Length: 26',
      '',
      '{"n":12345678901234567890}',
    ]);
    expect((await convert(stdout, 'json')).stdout).toBe(json.stdout);
  });

  test('what multipart has no place for is told', async () => {
    const json = JSON.stringify({
      responses: [
        {
          href: '/a',
          status: 520,
          reasonPhrase: 'Odd',
          headers: { etag: '"1"' },
          body: '/w==',
          bodyEncoding: 'base64',
        },
      ],
    });
    const { code, stdout, stderr } = await convert(json, 'multipart');
    expect(stdout).toContain('HTTP/1.1 520 Odd\r\nETag: "1"\r\nContent-Length: 1\r\n\r\n\xff\r\n--');
    expect([code, stderr]).toEqual([0, 'lost: /responses/0/href, which has changed\n']);
  });

  test('a batch to JSON and back', async () => {
    const json = await convert(BATCH, 'json');
    expect(json.code).toBe(0);
    expect(json.stderr).toMatch(/^lost: for an endpoint of OData .*\n$/);
    const { execution, onError, requests } = JSON.parse(json.stdout) as Record<string, unknown>;
    expect([execution, onError]).toEqual(['sequential', 'stop']);
    expect(requests).toMatchObject([
      { id: '~1', method: 'GET', url: 'People' },
      { id: 'id-1', atomicityGroup: 'changeset-2', method: 'POST', url: 'People', body: { Name: 'D' } },
      { id: 'id-2', atomicityGroup: 'changeset-2', method: 'MERGE', url: 'People(1)', body: { Name: 'E' } },
      { id: '~3', method: 'GET', url: 'People(1)' },
    ]);
    const multipart = await convert(json.stdout, 'multipart');
    expect(multipart).toMatchObject({ code: 0, stderr: '' });
    expect((await convert(Buffer.from(multipart.stdout, 'latin1'), 'json')).stdout).toBe(json.stdout);
  });

  test('a JSON batch keeps large numbers, text and bytes; what multipart cannot say is told', async () => {
    const json = `{"requests":[
      {"id":"a","method":"POST","url":"/a","atomicityGroup":"g","body":{"n":12345678901234567890,"s":"1.0 \\"2\\"","f":1.0}},
      {"id":"b","method":"PUT","url":"/b","dependsOn":["a"],"headers":{"content-type":"text/plain"},"body":"é","bodyEncoding":"text"},
      {"id":12,"method":"PUT","url":"/c","atomicityGroup":"g","headers":{"X-A":1},"body":"/w==","bodyEncoding":"base64"}]}`;
    const { code, stdout, stderr } = await convert(json, 'multipart');
    expect(code).toBe(0);
    expect(stdout).toContain(
      'Content-Type: application/json\r\n\r\n{"n":12345678901234567890,"s":"1.0 \\"2\\"","f":1.0}\r\n--',
    );
    expect(stdout).toContain('PUT /b HTTP/1.1\r\ncontent-type: text/plain\r\n\r\n\xc3\xa9\r\n--');
    expect(stdout).toContain('Content-ID: 12\r\n\r\nPUT /c HTTP/1.1\r\nX-A: 1\r\n');
    expect(stdout).toContain('\r\n\r\n\xff\r\n--');
    expect(stderr.split('\n')).toEqual([
      'lost: that the batch goes on after a failure: send it with "Prefer: odata.continue-on-error"',
      'lost: /requests/1/dependsOn',
      'lost: that /requests/2 belongs to the group before',
      '',
    ]);
  });

  test.each([
    [
      'a faulty batch',
      BATCH.toString().replace('POST People HTTP/1.1', 'POST People HTTP/9'),
      'json',
      'The batch cannot be converted.',
    ],
    ['a batch to XML', BATCH, 'xml', 'A batch can be converted to JSON only'],
    ['a JSON batch to JSON', '{"requests":[]}', 'json', 'A batch in JSON can be converted to multipart only'],
    [
      'a line break in a URL',
      '{"requests":[{"method":"GET","url":"/\\n"}]}',
      'multipart',
      'cannot stand in the first line',
    ],
  ])('%s is refused', async (_, input, to, message) => {
    const { code, stdout, stderr } = await convert(input, to);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
});

/** Answers with the multipart answer, and keeps what it got. */
async function startODataServer(): Promise<{
  url: string;
  seen: { type: string | undefined; accept: string | undefined; body: Buffer }[];
}> {
  const seen: { type: string | undefined; accept: string | undefined; body: Buffer }[] = [];
  const server = await startServer((request, response) => {
    const { 'content-type': type, accept } = request.headers;
    void buffer(request).then((body) => {
      seen.push({ type, accept, body });
      response.setHeader('Content-Type', 'multipart/mixed; boundary=batchresponse_1');
      response.setHeader('OData-Version', '4.0');
      response.end(ANSWER);
    });
  });
  servers.push(server);
  return { url: `${server.origin}/odata/$batch`, seen };
}

describe('send', () => {
  test('sends a multipart batch as it is, and reads the answer', async () => {
    const { url, seen } = await startODataServer();
    const file = join(folder, 'batch.txt');
    writeFileSync(file, BATCH);
    const { code, stdout } = await runCli(['send', file, '--to', url]);
    expect(seen).toEqual([
      { type: 'multipart/mixed; boundary=batch_09c3-4812-fbfe', accept: 'multipart/mixed', body: BATCH },
    ]);
    expect(code).toBe(1);
    expect(stdout).toContain('2 resources: 1 failed, 1 succeeded');
    expect(stdout).toContain('✗ 404 Not Found  2         There is no order 9');
  });

  test('quotes a boundary that needs it', async () => {
    const { url, seen } = await startODataServer();
    const stdin = readRecordedRequests().get('google-python')?.body ?? Buffer.of();
    await runCli(['send', '-', '--to', url, '--accept', 'json'], { stdin });
    expect(seen[0]).toMatchObject({
      type: 'multipart/mixed; boundary="===============8791332409770266121=="',
      accept: 'application/json',
    });
  });

  test.each([['--retry'], ['--async'], ['--key', 'k'], ['--accept', 'xml']])(
    'refuses %s',
    async (...options) => {
      const { code, stderr } = await runCli(['send', '-', '--to', 'http://127.0.0.1:1/', ...options], {
        stdin: BATCH,
      });
      expect(code).toBe(64);
      expect(stderr).toContain('multipart batch');
    },
  );
});

describe('inspect', () => {
  test('a URL, with a multipart batch as its body', async () => {
    const { url, seen } = await startODataServer();
    const file = join(folder, 'data.txt');
    writeFileSync(file, BATCH);
    const { code, stdout } = await runCli(['inspect', '-d', `@${file}`, url]);
    expect(seen[0]?.type).toBe('multipart/mixed; boundary=batch_09c3-4812-fbfe');
    expect(code).toBe(1);
    expect(stdout).toContain('2 resources: 1 failed, 1 succeeded');
  });

  test('the multipart answers in a HAR', async () => {
    const message = (mimeType: string, text: string) => ({
      request: {
        method: 'POST',
        url: 'https://api.example.com/odata/$batch',
        headers: [],
        postData: { text: BATCH.toString() },
      },
      response: {
        status: 200,
        headers: [
          { name: 'Content-Type', value: mimeType },
          { name: 'OData-Version', value: '4.0' },
        ],
        content: { mimeType, text },
      },
    });
    const entries = [
      message('multipart/mixed; boundary=batchresponse_1', ANSWER),
      message('multipart/byteranges; boundary=x', '--x\r\nContent-Type: text/plain\r\n\r\nx\r\n--x--'),
      message('text/plain', '-- no multipart'),
    ];
    const har = JSON.stringify({ log: { entries } });
    const { code, stdout } = await runCli(['inspect', '-'], { stdin: har });
    expect(code).toBe(1);
    expect(stdout).toContain('standard input: 3 exchanges, 1 of them with a 207');
    expect(stdout).toContain('2 resources: 1 failed, 1 succeeded');
  });

  test('a batch as JSON', async () => {
    const { code, stdout } = await runCli(['inspect', '--json', '-'], { stdin: BATCH });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      documents: [
        {
          format: 'multipart',
          counts: null,
          requests: [
            { part: '1', method: 'GET', url: 'People' },
            { part: '2.1', id: 'id-1', method: 'POST', url: 'People' },
            { part: '2.2', id: 'id-2', method: 'MERGE', url: 'People(1)' },
            { part: '3', method: 'GET', url: 'People(1)' },
          ],
          findings: [],
        },
      ],
    });
  });
});
