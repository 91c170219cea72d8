import assert from 'node:assert/strict';
import { assertRefused } from '../assert-problem.js';
import type { ConformanceCase, JsonResponse, RunningHost } from '../case.js';
import { echoOf } from '../echo-of.js';

const BYTES = Buffer.from([0, 1, 0x80, 0xff, 0xfe]);
const TEXT = 'h\u00e9llo \u20ac \u{1f4f7}';

interface BodyRow {
  readonly id: string;
  readonly title: string;
  readonly operation: { body?: unknown; bodyEncoding?: string; headers?: Record<string, string> };
  readonly arrives: Uint8Array | string;
  readonly type?: string;
}

const ROWS: readonly BodyRow[] = [
  {
    id: 'C570',
    title: 'an object, as JSON',
    operation: { body: { a: [1, TEXT] } },
    arrives: `{"a":[1,"${TEXT}"]}`,
    type: 'application/json',
  },
  {
    id: 'C571',
    title: 'an object under its own JSON type',
    operation: { body: { a: 1 }, headers: { 'Content-Type': 'application/merge-patch+json' } },
    arrives: '{"a":1}',
    type: 'application/merge-patch+json',
  },
  {
    id: 'C572',
    title: 'a string, as a JSON string',
    operation: { body: TEXT },
    arrives: JSON.stringify(TEXT),
    type: 'application/json',
  },
  {
    id: 'C573',
    title: 'null, as JSON sent as text',
    operation: { body: 'null', bodyEncoding: 'text', headers: { 'content-type': 'application/json' } },
    arrives: 'null',
    type: 'application/json',
  },
  {
    id: 'C574',
    title: 'false, as JSON',
    operation: { body: false },
    arrives: 'false',
    type: 'application/json',
  },
  {
    id: 'C575',
    title: 'a string under text/plain, as it is',
    operation: { body: TEXT, headers: { 'content-type': 'text/plain; charset=utf-8' } },
    arrives: TEXT,
    type: 'text/plain; charset=utf-8',
  },
  {
    id: 'C576',
    title: 'base64 under another type, as bytes',
    operation: { body: BYTES.toString('base64'), headers: { 'content-type': 'image/png' } },
    arrives: BYTES,
    type: 'image/png',
  },
  {
    id: 'C577',
    title: 'base64url under another type, as bytes',
    operation: { body: BYTES.toString('base64url'), headers: { 'content-type': 'image/png' } },
    arrives: BYTES,
    type: 'image/png',
  },
  {
    id: 'C578',
    title: 'bodyEncoding base64 under any type',
    operation: {
      body: Buffer.from('{"a":1}').toString('base64'),
      bodyEncoding: 'base64',
      headers: { 'content-type': 'application/json' },
    },
    arrives: '{"a":1}',
    type: 'application/json',
  },
  {
    id: 'C579',
    title: 'bodyEncoding text under any type',
    operation: { body: '<a/>', bodyEncoding: 'text', headers: { 'content-type': 'application/xml' } },
    arrives: '<a/>',
    type: 'application/xml',
  },
  {
    id: 'C580',
    title: 'an empty text',
    operation: { body: '', bodyEncoding: 'text', headers: { 'content-type': 'text/plain' } },
    arrives: '',
    type: 'text/plain',
  },
  {
    id: 'C581',
    title: 'JSON with __proto__ as an own key',
    operation: JSON.parse('{"body":{"__proto__":{"a":1}}}') as BodyRow['operation'],
    arrives: '{"__proto__":{"a":1}}',
    type: 'application/json',
  },
  {
    id: 'C582',
    title: 'form fields as text',
    operation: {
      body: 'a=1&b=2',
      bodyEncoding: 'text',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    },
    arrives: 'a=1&b=2',
    type: 'application/x-www-form-urlencoded',
  },
];

/** The body of an operation as its handler reads it. */
export const requestBodyCases: readonly ConformanceCase[] = [
  ...ROWS.map(
    (row): ConformanceCase => ({
      id: row.id,
      level: 'MUST',
      section: 'docs/reference/wire-format#the-body-of-an-operation',
      title: `a body arrives: ${row.title}`,
      everySetup: row.id === 'C570',
      async check(host) {
        const { responses } = await host.batch([{ method: 'POST', url: '/echo', ...row.operation }]);
        const echo = echoOf(responses[0]);
        assert.equal(
          Buffer.from(echo.base64, 'base64').toString('latin1'),
          Buffer.from(row.arrives).toString('latin1'),
        );
        assert.equal(echo.headers['content-type'], row.type);
        assert.equal(echo.headers['content-length'], String(Buffer.byteLength(row.arrives)));
        assert.equal(echo.headers['transfer-encoding'], undefined);
      },
    }),
  ),
  {
    id: 'C590',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#headers-that-every-operation-inherits',
    title: 'an operation without a body has no content headers of the envelope',
    async check(host) {
      const { responses } = await host.batch([
        { method: 'GET', url: '/echo' },
        { method: 'POST', url: '/echo' },
        { method: 'DELETE', url: '/echo' },
      ]);
      for (const response of responses) {
        const echo = echoOf(response);
        assert.equal(echo.text, '');
        assert.equal(echo.headers['content-type'], undefined);
        assert.equal(echo.headers['transfer-encoding'], undefined);
        assert.equal(Number(echo.headers['content-length'] ?? 0), 0);
      }
    },
  },
  {
    id: 'C1025',
    level: 'MUST',
    section: 'docs/reference/wire-format#the-body-of-an-operation',
    title: 'a body of null is no body',
    async check(host) {
      const { responses } = await host.batch([
        { method: 'GET', url: '/echo', body: null },
        { method: 'POST', url: '/echo', body: null },
        { method: 'DELETE', url: '/echo', body: null },
        { method: 'POST', url: '/echo', headers: { 'content-type': 'text/csv' }, body: null },
        { method: 'HEAD', url: '/echo', body: null },
      ]);
      const [head] = responses.slice(4);
      assert.equal(head?.status, 200);
      const echoes = responses.slice(0, 4).map(echoOf);
      for (const { text, headers } of echoes) {
        assert.equal(text, '');
        assert.equal(Number(headers['content-length'] ?? 0), 0);
      }
      const types = echoes.map(({ headers }) => headers['content-type']);
      assert.deepEqual(types, [undefined, undefined, undefined, 'text/csv']);
    },
  },
  {
    id: 'C1026',
    level: 'MUST',
    section: 'docs/reference/wire-format#the-body-of-an-operation',
    title: 'bodyEncoding without a body is refused, and null is no body',
    async check(host) {
      for (const operation of [{ bodyEncoding: 'text' }, { body: null, bodyEncoding: 'base64' }]) {
        const answer = await host.exchange({
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ requests: [{ method: 'POST', url: '/echo', ...operation }] }),
        });
        const problem = assertRefused(host, answer, [400, 'invalid-batch']);
        assert.match(JSON.stringify(problem), /#\/requests\/0\/bodyEncoding/);
      }
    },
  },
  {
    id: 'C591',
    level: 'MUST',
    section: 'RFC 3629 §3',
    everySetup: true,
    title: 'a batch sent in chunks of one byte keeps its characters',
    async check(host) {
      const text = await echoOfChunks(host, 1);
      assert.equal(text, JSON.stringify(TEXT));
    },
  },
  {
    id: 'C592',
    level: 'MUST',
    section: 'RFC 9112 §7.1',
    everySetup: true,
    title: 'a chunked batch is accepted',
    async check(host) {
      const text = await echoOfChunks(host, 50);
      assert.equal(text, JSON.stringify(TEXT));
    },
  },
  {
    id: 'C593',
    level: 'MUST',
    section: 'RFC 8259 §8.1',
    title: 'a JSON body reaches its handler as it stood, escapes and number forms included',
    async check(host) {
      const text = '{"b":"\\u20ac", "a":1.0,"a":[1e400 ,9007199254740993]}';
      const answer = await host.exchange({
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: `{"requests":[{"method":"POST","url":"/ech\\u006f","body": ${text} }]}`,
      });
      const { responses } = JSON.parse(Buffer.from(answer.bytes).toString('utf8')) as {
        responses: JsonResponse[];
      };
      assert.equal(echoOf(responses[0]).text, text);
    },
  },
];

async function echoOfChunks(host: RunningHost, size: number): Promise<string> {
  const bytes = Buffer.from(JSON.stringify({ requests: [{ method: 'POST', url: '/echo', body: TEXT }] }));
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const answer = await host.exchange({
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: chunks(),
  });
  assert.equal(answer.status, 207);
  const { responses } = JSON.parse(Buffer.from(answer.bytes).toString('utf8')) as {
    responses: JsonResponse[];
  };
  return echoOf(responses[0]).text;
}
