import assert from 'node:assert/strict';
import { textOf } from '../assert-problem.js';
import type { ConformanceCase, JsonResponse, RunningHost } from '../case.js';
import { batchAsXml } from '../read-xml-document.js';

interface BodyRow {
  readonly id: string;
  readonly title: string;
  readonly type: string | undefined;
  readonly bytes: Uint8Array | string;
  readonly body: unknown;
  readonly encoding: 'text' | 'base64' | undefined;
}

const EURO = '\u20ac';
const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64');
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x00, 0xff, 0xfe]);

const ROWS: readonly BodyRow[] = [
  {
    id: 'C440',
    title: 'JSON',
    type: 'application/json',
    bytes: '{"a":[1,null,"x"]}',
    body: { a: [1, null, 'x'] },
    encoding: undefined,
  },
  {
    id: 'C441',
    title: '+json',
    type: 'application/vnd.api+json; v=1',
    bytes: ' [1] ',
    body: [1],
    encoding: undefined,
  },
  {
    id: 'C442',
    title: 'JSON null',
    type: 'application/json',
    bytes: 'null',
    body: null,
    encoding: undefined,
  },
  {
    id: 'C443',
    title: 'JSON false',
    type: 'application/json',
    bytes: 'false',
    body: false,
    encoding: undefined,
  },
  {
    id: 'C444',
    title: 'a JSON string',
    type: 'application/json',
    bytes: '""',
    body: '',
    encoding: undefined,
  },
  {
    id: 'C445',
    title: 'JSON with U+2028 and a closing script',
    type: 'application/json',
    bytes: '"\u2028</script>"',
    body: '\u2028</script>',
    encoding: undefined,
  },
  {
    id: 'C446',
    title: 'text that is only labelled as JSON',
    type: 'application/json',
    bytes: '{"a":1',
    body: '{"a":1',
    encoding: 'text',
  },
  {
    id: 'C447',
    title: 'white space that is labelled as JSON',
    type: 'application/json',
    bytes: ' ',
    body: ' ',
    encoding: 'text',
  },
  {
    id: 'C448',
    title: 'JSON that is not UTF-8',
    type: 'application/json',
    bytes: Buffer.from('"\xe9"', 'latin1'),
    body: base64(Buffer.from('"\xe9"', 'latin1')),
    encoding: 'base64',
  },
  {
    id: 'C449',
    title: 'plain text',
    type: 'text/plain',
    bytes: `a ${EURO}`,
    body: `a ${EURO}`,
    encoding: 'text',
  },
  {
    id: 'C450',
    title: 'text with charset utf-8',
    type: 'text/html; charset=utf-8',
    bytes: '<p>&amp;',
    body: '<p>&amp;',
    encoding: 'text',
  },
  {
    id: 'C451',
    title: 'text in Latin-1',
    type: 'text/plain; charset=iso-8859-1',
    bytes: Buffer.from('caf\xe9', 'latin1'),
    body: 'caf\u00e9',
    encoding: 'text',
  },
  {
    id: 'C452',
    title: 'text that is not in its charset',
    type: 'text/plain; charset=utf-8',
    bytes: Buffer.from([0x61, 0xff]),
    body: base64(Buffer.from([0x61, 0xff])),
    encoding: 'base64',
  },
  {
    id: 'C453',
    title: 'text in an unknown charset',
    type: 'text/plain; charset=x-none',
    bytes: 'abc',
    body: base64('abc'),
    encoding: 'base64',
  },
  { id: 'C454', title: 'XML', type: 'application/xml', bytes: '<a/>', body: '<a/>', encoding: 'text' },
  { id: 'C455', title: '+xml', type: 'image/svg+xml', bytes: '<svg/>', body: '<svg/>', encoding: 'text' },
  {
    id: 'C456',
    title: 'JavaScript',
    type: 'application/javascript',
    bytes: 'f()',
    body: 'f()',
    encoding: 'text',
  },
  {
    id: 'C457',
    title: 'a form',
    type: 'application/x-www-form-urlencoded',
    bytes: 'a=1&b=2',
    body: 'a=1&b=2',
    encoding: 'text',
  },
  {
    id: 'C458',
    title: 'any type that names a charset',
    type: 'application/x-log; charset=utf-8',
    bytes: EURO,
    body: EURO,
    encoding: 'text',
  },
  { id: 'C459', title: 'an image', type: 'image/png', bytes: PNG, body: base64(PNG), encoding: 'base64' },
  {
    id: 'C460',
    title: 'bytes that look like text',
    type: 'application/octet-stream',
    bytes: 'abc',
    body: base64('abc'),
    encoding: 'base64',
  },
  {
    id: 'C461',
    title: 'no content type',
    type: undefined,
    bytes: 'abc',
    body: base64('abc'),
    encoding: 'base64',
  },
  {
    id: 'C462',
    title: 'text with NUL, CR and the end of a CDATA section',
    type: 'text/plain',
    bytes: 'a\u0000\r\n]]>&lt;\r',
    body: 'a\u0000\r\n]]>&lt;\r',
    encoding: 'text',
  },
  {
    id: 'C463',
    title: 'text that begins with a byte order mark',
    type: 'text/plain; charset=utf-8',
    bytes: '\ufeffa',
    body: '\ufeffa',
    encoding: 'text',
  },
];

/** The body of an outcome: its JSON value, text or base64, and in XML the same bytes as over a socket. */
export const responseBodyCases: readonly ConformanceCase[] = [
  ...ROWS.map(
    (row): ConformanceCase => ({
      id: row.id,
      level: 'MUST',
      section: 'docs/reference/wire-format#the-body-of-a-response',
      title: `body: ${row.title} is written as ${row.encoding ?? 'a value'}, and byte for byte in XML`,
      check: (host) => assertBody(host, row),
    }),
  ),
  {
    id: 'C470',
    level: 'MUST',
    section: 'docs/reference/wire-format#the-body-of-a-response',
    title: 'a body labelled as JSON cannot break out of the document',
    async check(host) {
      const { document } = await host.batch([
        { method: 'GET', url: '/bad-json' },
        { method: 'GET', url: '/echo' },
      ]);
      assert.deepEqual(Object.keys(document), ['summary', 'responses']);
      assert.equal(document.responses.length, 2);
      assert.equal(document.responses[0]?.bodyEncoding, 'text');
      assert.equal(document.responses[0].body, '{"a":1}],"responses":[{');
    },
  },
  {
    id: 'C471',
    level: 'MUST',
    section: 'docs/reference/wire-format#the-body-of-a-response',
    title: 'JSON with line breaks, __proto__ and escapes keeps its value',
    async check(host) {
      const { answer, responses } = await host.batch([{ method: 'GET', url: '/pretty-json' }]);
      const value = (responses[0]?.body ?? {}) as { title?: string };
      assert.equal(value.title, 'Lisboa \u20ac <&>"');
      assert.deepEqual(Object.keys(value), ['title', '__proto__']);
      assert.match(textOf(answer), /"__proto__"/);
    },
  },
  {
    id: 'C472',
    level: 'MUST',
    section: 'RFC 4918 §14.24',
    title: 'JSON keeps its line breaks and order in XML',
    async check(host) {
      const { responses } = await batchAsXml(host, [{ method: 'GET', url: '/pretty-json' }]);
      assert.equal(
        Buffer.from(responses[0]?.body ?? []).toString(),
        '{\r\n  "title": "Lisboa \u20ac <&>\\"",\n  "__proto__": { "a": 1 }\n}\n',
      );
    },
  },
  {
    id: 'C473',
    level: 'MUST',
    section: 'RFC 3629 §3',
    title: 'a character whose bytes come in several writes is one character',
    async check(host) {
      const { responses } = await host.batch([{ method: 'GET', url: '/stream' }]);
      assert.equal(responses[0]?.body, '\u20ac and \u{1f4f7}');
      assert.equal(responses[0].bodyEncoding, 'text');
    },
  },
  {
    id: 'C474',
    level: 'MUST',
    section: 'RFC 9110 §9.3.2',
    title: 'HEAD has the headers of GET and no body',
    async check(host) {
      const { responses } = await host.batch([
        { method: 'HEAD', url: '/large?bytes=10' },
        { method: 'GET', url: '/large?bytes=10' },
      ]);
      assert.ok(!('body' in responses[0]!), JSON.stringify(responses[0]));
      assert.equal(responses[1]?.body, 'x'.repeat(10));
      assert.equal(responses[0]?.headers?.['etag'], '"large"');
      assert.equal(responses[0].headers['content-type'], 'text/plain');
    },
  },
  {
    id: 'C1028',
    level: 'MUST',
    section: 'RFC 9110 §8.6',
    title: 'HEAD and 304 keep their Content-Length, other responses omit it',
    async check(host) {
      const query = 'set=Content-Length:7';
      const { responses } = await host.batch([
        { method: 'HEAD', url: `/made?${query}` },
        { method: 'GET', url: `/made?status=304&${query}` },
        { method: 'HEAD', url: `/made?status=404&${query}` },
        { method: 'GET', url: `/made?text=1234567&${query}` },
        { method: 'HEAD', url: '/made' },
      ]);
      assert.deepEqual(
        responses.map(({ headers }) => headers?.['content-length']),
        ['7', '7', '7', undefined, undefined],
      );
      assert.deepEqual(
        responses.map(({ body }) => body !== undefined),
        [false, false, false, true, false],
      );
    },
  },
  {
    id: 'C1029',
    level: 'MUST',
    section: 'docs/reference/wire-format#the-body-of-a-response',
    title: 'headers.expose decides about Content-Length too',
    options: { headers: { expose: ['etag'] } },
    async check(host) {
      const { responses } = await host.batch([
        { method: 'HEAD', url: '/made?set=Content-Length:7&set=ETag:%221%22' },
      ]);
      assert.deepEqual(responses[0]?.headers, { etag: '"1"' });
    },
  },
  {
    id: 'C1027',
    level: 'MUST',
    section: 'docs/reference/wire-format#the-body-of-a-response',
    title: 'JSON that readers would refuse for its depth is text, and loses no other response',
    async check(host) {
      const depths = [10_000, 10_001, 60_000];
      const { responses } = await host.batch([
        ...depths.map((levels) => ({ method: 'GET', url: `/deep?levels=${levels}` })),
        { method: 'GET', url: '/echo' },
      ]);
      assert.deepEqual(
        responses.map(({ bodyEncoding }) => bodyEncoding),
        [undefined, 'text', 'text', undefined],
      );
      assert.equal(responses[1]?.body, '['.repeat(10_001) + ']'.repeat(10_001));
      assert.equal(responses[2]?.headers?.['content-type'], 'application/json');
    },
  },
];

async function assertBody(host: RunningHost, row: BodyRow): Promise<void> {
  const query = new URLSearchParams({ hex: Buffer.from(row.bytes).toString('hex') });
  if (row.type !== undefined) query.set('type', row.type);
  const url = `/as?${query.toString()}`;
  const { responses } = await host.batch([{ method: 'GET', url }]);
  const { body, bodyEncoding, headers } = responses[0] as JsonResponse;
  assert.equal(bodyEncoding, row.encoding);
  assert.deepEqual(body, row.body);
  assert.equal(headers?.['content-type'], row.type);
  const inXml = await batchAsXml(host, [{ method: 'GET', url }]);
  const bytes = Buffer.from(inXml.responses[0]?.body ?? []);
  // Text in a charset other than the document's may also be written as its characters.
  const isTranscoded = row.id === 'C451' && bytes.equals(Buffer.from('caf\u00e9'));
  if (!isTranscoded) assert.deepEqual(bytes, Buffer.from(row.bytes));
}
