import assert from 'node:assert/strict';
import { elementsOf, textOf as textIn } from '../../support/multistatus-rules.js';
import { textOf } from '../assert-problem.js';
import type { ConformanceCase } from '../case.js';
import { batchAsXml } from '../read-xml-document.js';

const SECTION = 'RFC 4918 §14.24';
const get = (url: string): { method: string; url: string } => ({ method: 'GET', url });

/** The XML form. `batchAsXml` also checks each of these documents against the rules of RFC 4918. */
export const xmlDocumentCases: readonly ConformanceCase[] = [
  {
    id: 'C480',
    level: 'MUST',
    section: SECTION,
    everySetup: true,
    title: 'a response has href, status line, id, index, headers and body, in request order',
    async check(host) {
      const { responses, answer } = await batchAsXml(host, [
        { id: 'a', ...get('/as?type=text/plain&text=hello') },
        get('/status/404'),
        { id: 'c', ...get('/nothing') },
      ]);
      assert.equal(answer.statusMessage, 'Multi-Status');
      assert.deepEqual(
        responses.map(({ id, index, href, status }) => [id, index, href, status]),
        [
          ['a', '0', '/as?type=text/plain&text=hello', 'HTTP/1.1 200 OK'],
          ['1', '1', '/status/404', 'HTTP/1.1 404 Not Found'],
          ['c', '2', '/nothing', 'HTTP/1.1 204 No Content'],
        ],
      );
      assert.equal(Buffer.from(responses[0]?.body ?? []).toString(), 'hello');
      assert.equal(responses[0]?.headers['content-type'], 'text/plain');
      assert.equal(responses[2]?.body, undefined);
    },
  },
  {
    id: 'C481',
    level: 'MUST',
    section: 'docs/reference/wire-format#xml',
    title: 'the summary is the last child of the document',
    async check(host) {
      const { root } = await batchAsXml(host, [get('/silent'), get('/status/404'), get('/not-modified')]);
      const last = elementsOf(root).at(-1);
      assert.equal(last?.name, '{urn:multistatus:xml:1}summary');
      assert.deepEqual(last.attributes, {
        '{}total': '3',
        '{}succeeded': '1',
        '{}failed': '1',
        '{}other': '1',
      });
    },
  },
  {
    id: 'C482',
    level: 'MUST',
    section: SECTION,
    everySetup: true,
    title: 'an href occurs once: later ones point into the batch and name their target',
    async check(host) {
      const { responses } = await batchAsXml(host, [
        get('/echo'),
        get('/echo'),
        get('/status/200'),
        get('/echo'),
      ]);
      assert.deepEqual(
        responses.map(({ href, target }) => [href, target]),
        [
          ['/echo', undefined],
          [`${host.endpoint}/operations/1`, '/echo'],
          ['/status/200', undefined],
          [`${host.endpoint}/operations/3`, '/echo'],
        ],
      );
    },
  },
  {
    id: 'C483',
    level: 'MUST',
    section: SECTION,
    title: 'an href also counts as repeated if a Location is the URL of another operation',
    async check(host) {
      const { responses } = await batchAsXml(host, [
        { method: 'POST', url: '/location?to=/echo' },
        get('/echo'),
        { method: 'POST', url: '/location?to=/echo' },
      ]);
      assert.deepEqual(
        responses.map(({ href, target }) => [href, target]),
        [
          ['/echo', undefined],
          [`${host.endpoint}/operations/1`, '/echo'],
          [`${host.endpoint}/operations/2`, '/echo'],
        ],
      );
    },
  },
  {
    id: 'C484',
    level: 'MUST',
    section: SECTION,
    title: 'an operation on an href that already replaces another keeps the document valid',
    async check(host) {
      const { responses } = await batchAsXml(host, [
        get('/echo'),
        get('/echo'),
        get(`${host.endpoint}/operations/1`),
        get(`${host.endpoint}/operations/1`),
      ]);
      assert.equal(new Set(responses.map(({ href }) => href)).size, 4);
      const targets = responses.map(({ href, target }) => target ?? href);
      const own = `${host.endpoint}/operations/1`;
      assert.deepEqual(targets, ['/echo', '/echo', own, own]);
    },
  },
  {
    id: 'C485',
    level: 'MUST',
    section: 'RFC 4918 §14.9',
    title: '201 and redirects have a location, which may be foreign',
    async check(host) {
      const rows = [201, 301, 302, 303, 307, 308].map((status, at) => ({
        method: 'POST',
        url: `/location?status=${status}&to=http://elsewhere.example/${at}`,
      }));
      const { responses } = await batchAsXml(host, rows, { allowed: 'X13' });
      assert.deepEqual(
        responses.map(({ location }) => location),
        rows.map((_, at) => `http://elsewhere.example/${at}`),
      );
    },
  },
  {
    id: 'C486',
    level: 'MUST',
    section: 'RFC 4918 §14.9',
    title: 'a status that does not define Location has no location, nor has a redirect without Location',
    async check(host) {
      const { responses } = await batchAsXml(
        host,
        [
          get('/location?status=200&to=/a'),
          get('/location?status=404&to=/b'),
          get('/redirect-without-location'),
        ],
        { allowed: 'X21' },
      );
      assert.deepEqual(
        responses.map(({ location }) => location),
        [undefined, undefined, undefined],
      );
      assert.equal(responses[2]?.status, 'HTTP/1.1 302 Found');
    },
  },
  {
    id: 'C487',
    level: 'MUST',
    section: 'RFC 9457 appendix B',
    title: 'a problem of the library is in error, one of the handler stays in the body',
    options: { limits: { operationTimeoutMs: 50 } },
    async check(host) {
      const { responses, answer } = await batchAsXml(host, [get('/hangs'), get('/problem')]);
      const error = elementsOf(responses[0]!.element, '{DAV:}error')[0]!;
      const problem = elementsOf(error, '{urn:ietf:rfc:7807}problem')[0]!;
      const type = elementsOf(problem, '{urn:ietf:rfc:7807}type')[0]!;
      assert.equal(textIn(type), 'urn:multistatus:problem:operation-timeout');
      assert.equal(responses[0]!.status, 'HTTP/1.1 504 Gateway Timeout');
      assert.equal(elementsOf(responses[1]!.element, '{DAV:}error').length, 0);
      assert.equal(elementsOf(responses[1]!.element, '{DAV:}responsedescription').length, 0);
      assert.match(Buffer.from(responses[1]!.body ?? []).toString(), /held by Ana/);
      assert.match(textOf(answer), /Locked/);
    },
  },
  {
    id: 'C488',
    level: 'MUST',
    section: 'RFC 4918 §8.3',
    title: 'for any URL, the document is valid and the URL can be read back',
    async check(host) {
      const urls = [
        "/echo?a=1&b=%3Cc%3E%22'",
        '/echo/]]%3E/&amp;/&lt;/&amp;amp;',
        '/echo/%3Cb%3E%26',
        '/echo/a:b@c;d=(e)!$*+,',
        '/echo?q=/../%00',
      ];
      const { responses } = await batchAsXml(host, urls.map(get));
      const targets = responses.map(({ href, target }) => target ?? href);
      assert.deepEqual(targets.map(decodeURIComponent), urls.map(decodeURIComponent));
    },
  },
  {
    id: 'C489',
    level: 'MUST',
    section: 'XML 1.0 §2.2',
    title: 'hostile bytes in bodies, headers and Location never break the document',
    async check(host) {
      const hostile = [
        '00',
        'fffe',
        'efbfbf',
        'eda080',
        '1b5b',
        '3c215b43444154415b',
        '5d5d3e',
        '266c743b',
        'c285',
      ];
      const urls = hostile.map((hex) => `/as?type=text/plain;charset=utf-8&hex=${hex}`);
      const { responses } = await batchAsXml(host, urls.map(get));
      assert.deepEqual(
        responses.map(({ body }) => Buffer.from(body ?? []).toString('hex')),
        hostile,
      );
      await batchAsXml(
        host,
        ['http://%5B', '%3C%3E%22', 'a%20b', '//x', '..%2F..', '%23only', 'mailto:a@b.example'].map((to) => ({
          method: 'POST',
          url: `/location?to=${to}`,
        })),
      );
    },
  },
  {
    id: 'C490',
    level: 'MUST',
    section: 'docs/reference/wire-format#xml',
    title: 'a header that occurs twice is written twice',
    async check(host) {
      const { responses } = await batchAsXml(host, [get('/headers')]);
      assert.deepEqual(responses[0]?.headers['x-several'], ['a', 'b']);
      assert.equal(responses[0]?.headers['x-one'], 'c');
      for (const name of ['connection', 'keep-alive', 'date', 'x-powered-by', 'trailer', 'upgrade']) {
        assert.equal(responses[0]?.headers[name], undefined, name);
      }
    },
  },
  {
    id: 'C491',
    level: 'MUST',
    section: 'RFC 4918 §13',
    title: 'every status from 200 to 599 makes a valid document',
    async check(host) {
      const codes = Array.from({ length: 99 }, (_, at) => 200 + at * 4);
      const { responses } = await batchAsXml(
        host,
        codes.map((code) => get(`/status/${code}`)),
        { allowed: 'X21' },
      );
      assert.deepEqual(
        responses.map(({ status }) => Number(status.split(' ')[1])),
        codes,
      );
    },
  },
];
