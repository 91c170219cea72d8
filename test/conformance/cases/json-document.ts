import assert from 'node:assert/strict';
import { textOf } from '../assert-problem.js';
import type { ConformanceCase, RunningHost } from '../case.js';

/** The JSON form: summary first, request order, one shape for every outcome. */
export const jsonDocumentCases: readonly ConformanceCase[] = [
  {
    id: 'C420',
    level: 'MUST',
    section: 'docs/reference/wire-format#the-summary',
    everySetup: true,
    title: 'summary comes first and counts successes, failures and the rest',
    async check(host) {
      const codes = [200, 201, 204, 299, 302, 304, 400, 404, 423, 500, 599];
      const { answer, document } = await host.batch(
        [...codes.map((code) => `/status/${code}`), '/echo-207'].map((url) => ({ method: 'GET', url })),
      );
      assert.match(textOf(answer), /^\{"summary":\{/);
      assert.deepEqual(Object.keys(document), ['summary', 'responses']);
      assert.deepEqual(document.summary, { total: 12, succeeded: 4, failed: 6, other: 2 });
      assert.deepEqual(
        document.responses.map(({ status }) => status),
        [...codes, 207],
      );
    },
  },
  {
    id: 'C421',
    level: 'MUST',
    section: 'docs/reference/wire-format#a-response',
    everySetup: true,
    title: 'an outcome has id, href, status, headers and body, and nothing else',
    async check(host) {
      const { responses } = await host.batch([
        { id: 'r', method: 'GET', url: '/as?type=application/json&text=%7B%22a%22:1%7D' },
      ]);
      assert.deepEqual(responses, [
        {
          id: 'r',
          href: '/as?type=application/json&text=%7B%22a%22:1%7D',
          status: 200,
          headers: { 'content-type': 'application/json' },
          body: { a: 1 },
        },
      ]);
    },
  },
  {
    id: 'C422',
    level: 'MUST',
    section: 'docs/reference/wire-format#a-response',
    everySetup: true,
    title: 'header names are lower-case, a value is a list only where a field occurs more than once',
    async check(host) {
      const { responses } = await host.batch([{ method: 'GET', url: '/headers' }]);
      assert.deepEqual(responses[0]?.headers, {
        'content-type': 'text/plain',
        'x-several': ['a', 'b'],
        'x-one': 'c',
        etag: '"v1"',
        'retry-after': '7',
      });
    },
  },
  {
    id: 'C423',
    level: 'MUST',
    section: 'docs/reference/wire-format#a-response',
    title: 'an outcome without bytes has no body',
    async check(host) {
      const urls = ['/nothing', '/silent', '/not-modified', '/location', '/as?type=application/json'];
      const { responses } = await host.batch(urls.map((url) => ({ method: 'GET', url })));
      for (const response of responses) {
        assert.ok(!('body' in response), JSON.stringify(response));
        assert.ok(!('bodyEncoding' in response), JSON.stringify(response));
        assert.ok(!('bodyOmitted' in response), JSON.stringify(response));
      }
    },
  },
  {
    id: 'C424',
    level: 'MUST',
    section: 'docs/reference/wire-format#a-response',
    title: 'href is the Location of a 201, resolved against the URL, as path and query',
    async check(host) {
      await assertHrefs(host, [
        ['/location?to=/photos/1', '/photos/1'],
        ['/location/a?to=b', '/location/b'],
        ['/location?to=/photos/1%3Fsize=2%23top', '/photos/1?size=2'],
        ['/location?to=http://photos.example/photos/1%23top', '/photos/1'],
        ['/location?to=http://elsewhere.example/photos/1', '/location?to=http://elsewhere.example/photos/1'],
        ['/location?to=//elsewhere.example/a', '/location?to=//elsewhere.example/a'],
        ['/location?to=http://%5B', '/location?to=http://%5B'],
        ['/location?to=mailto:ana@photos.example', '/location?to=mailto:ana@photos.example'],
      ]);
    },
  },
  {
    id: 'C425',
    level: 'MUST',
    section: 'docs/reference/wire-format#a-response',
    title: 'href is the URL of the operation for every other status, with Location or not',
    async check(host) {
      await assertHrefs(host, [
        ['/location?status=302&to=/photos/1', '/location?status=302&to=/photos/1'],
        ['/location?status=200&to=/photos/1', '/location?status=200&to=/photos/1'],
        ['/status/201', '/status/201'],
        ['/status/404?a=b', '/status/404?a=b'],
      ]);
    },
  },
  {
    id: 'C426',
    level: 'MUST',
    section: 'docs/reference/wire-format#a-response',
    title: 'Location stays in the headers as the handler wrote it',
    async check(host) {
      const { responses } = await host.batch([
        { method: 'POST', url: '/location?to=http://photos.example/1%23a' },
      ]);
      assert.equal(responses[0]?.headers?.['location'], 'http://photos.example/1#a');
    },
  },
  {
    id: 'C427',
    level: 'MUST',
    section: 'docs/reference/wire-format#a-response',
    title: 'two operations on one URL both have it as href',
    async check(host) {
      await assertHrefs(host, [
        ['/echo', '/echo'],
        ['/echo', '/echo'],
      ]);
    },
  },
  {
    id: 'C428',
    level: 'MUST',
    section: 'docs/reference/wire-format#a-response',
    title: 'a header whose value equals that of the envelope is omitted, content-type never',
    answerHeaders: { 'x-one': 'c', etag: '"v2"', 'content-type': 'text/plain' },
    async check(host) {
      const { answer, responses } = await host.batch([
        { method: 'GET', url: '/headers' },
        { method: 'GET', url: '/as?type=application/json;%20charset=utf-8&text=1' },
      ]);
      assert.equal(answer.headers['x-one'], 'c');
      assert.equal(responses[0]?.headers?.['x-one'], undefined);
      assert.equal(responses[0]?.headers?.['etag'], '"v1"');
      assert.equal(responses[0].headers['content-type'], 'text/plain');
      assert.equal(responses[1]?.headers?.['content-type'], 'application/json; charset=utf-8');
    },
  },
];

/** `[url, href]`: the href that a POST to that URL must have. */
async function assertHrefs(host: RunningHost, rows: readonly (readonly [string, string])[]): Promise<void> {
  const { responses } = await host.batch(rows.map(([url]) => ({ method: 'POST', url })));
  assert.deepEqual(
    responses.map(({ href }) => href),
    rows.map(([, href]) => href),
  );
}
