import assert from 'node:assert/strict';
import { assertRefused, textOf } from '../assert-problem.js';
import type { ConformanceCase, WireAnswer } from '../case.js';

const REFUSED_METHODS = [
  ['C001', 'PUT'],
  ['C002', 'PATCH'],
  ['C003', 'DELETE'],
  ['C004', 'PROPFIND'],
  ['C005', 'SEARCH'],
] as const;

/** How the endpoint itself answers methods and paths, before any batch. */
export const endpointCases: readonly ConformanceCase[] = [
  ...REFUSED_METHODS.map(
    ([id, method]): ConformanceCase => ({
      id,
      level: 'MUST',
      section: 'docs/reference/problems#method-not-allowed',
      title: `${method} is answered 405 with Allow`,
      everySetup: true,
      async check(host) {
        const answer = await host.exchange({ method, headers: { 'content-type': 'application/json' } });
        assertRefused(host, answer, [405, 'method-not-allowed']);
        assert.deepEqual(listOf(answer.headers['allow']), ['GET', 'HEAD', 'OPTIONS', 'POST', 'QUERY']);
      },
    }),
  ),
  {
    id: 'C006',
    level: 'MUST',
    section: 'docs/reference/wire-format#discovery',
    title: 'GET shows limits, what is accepted, formats and base path, cacheable five minutes',
    everySetup: true,
    async check(host) {
      const answer = await host.exchange({ method: 'GET' });
      assert.match(String(answer.headers['cache-control']), /\bmax-age=300\b/);
      const document = assertDescription(answer);
      assert.equal(document.limits['maxOperations'], 100);
      assert.equal(document.limits['maxBodyBytes'], 1_048_576);
      assert.equal(document.limits['concurrency'], 100);
      assert.equal(host.calls(), 0);
    },
  },
  {
    id: 'C007',
    level: 'MUST',
    section: 'docs/reference/wire-format#discovery',
    title: 'GET shows the limits that were set',
    options: { limits: { maxOperations: 7, maxBodyBytes: 1234 } },
    async check(host) {
      const { limits } = assertDescription(await host.exchange({ method: 'GET' }));
      assert.equal(limits['maxOperations'], 7);
      assert.equal(limits['maxBodyBytes'], 1234);
    },
  },
  {
    id: 'C1561',
    level: 'MUST',
    section: 'docs/reference/options#batchlimitsconcurrency',
    title: "GET shows concurrency 'auto' as the most that it can be",
    options: { limits: { concurrency: 'auto' } },
    async check(host) {
      const { limits } = assertDescription(await host.exchange({ method: 'GET' }));
      assert.equal(limits['concurrency'], 100);
    },
  },
  {
    id: 'C1562',
    level: 'MUST',
    section: 'docs/reference/options#batchlimitsconcurrency',
    title: 'GET shows a concurrency that is a number',
    options: { limits: { concurrency: 12 } },
    async check(host) {
      const { limits } = assertDescription(await host.exchange({ method: 'GET' }));
      assert.equal(limits['concurrency'], 12);
    },
  },
  {
    id: 'C008',
    level: 'MUST',
    section: 'RFC 9110 §9.3.2',
    title: 'HEAD answers with the header fields of GET and no body',
    everySetup: true,
    async check(host) {
      const [head, get] = [await host.exchange({ method: 'HEAD' }), await host.exchange({ method: 'GET' })];
      assert.equal(head.status, 200);
      assert.equal(head.bytes.length, 0);
      assert.equal(head.headers['content-type'], get.headers['content-type']);
      assert.equal(head.headers['cache-control'], get.headers['cache-control']);
    },
  },
  {
    id: 'C009',
    level: 'MUST',
    section: 'docs/reference/wire-format#discovery',
    title: 'OPTIONS shows the same as GET',
    everySetup: true,
    async check(host) {
      const answer = await host.exchange({ method: 'OPTIONS' });
      assert.deepEqual(assertDescription(answer), assertDescription(await host.exchange({ method: 'GET' })));
      assert.equal(host.calls(), 0);
    },
  },
  {
    id: 'C010',
    level: 'SHOULD',
    section: 'RFC 9110 §9.3.7',
    title: 'OPTIONS names the methods in Allow',
    async check(host) {
      const answer = await host.exchange({ method: 'OPTIONS' });
      assert.deepEqual(listOf(answer.headers['allow']), ['GET', 'HEAD', 'OPTIONS', 'POST', 'QUERY']);
    },
  },
  {
    id: 'C011',
    level: 'MUST',
    section: 'docs/reference/wire-format#discovery',
    title: 'a longer path is not the endpoint and goes on to the host, unchecked',
    everySetup: true,
    async check(host) {
      const answer = await host.exchange({
        method: 'POST',
        path: `${host.endpoint}/operations/1`,
        headers: { 'content-type': 'text/plain' },
        body: 'no batch',
      });
      assert.equal(answer.status, 404);
      assert.doesNotMatch(textOf(answer), /urn:multistatus/);
      assert.equal(host.calls(), 0);
    },
  },
  {
    id: 'C012',
    level: 'MUST',
    section: 'docs/reference/wire-format#discovery',
    title: 'a closing slash and a query still name the endpoint',
    everySetup: true,
    async check(host) {
      assertDescription(await host.exchange({ method: 'GET', path: `${host.endpoint}/` }));
      assertDescription(await host.exchange({ method: 'GET', path: `${host.endpoint}?a=1` }));
      assertDescription(await host.exchange({ method: 'GET', path: `${host.endpoint}/?a=1` }));
    },
  },
];

interface Description {
  readonly limits: Readonly<Record<string, number>>;
  readonly accept: unknown;
  readonly formats: unknown;
  readonly basePath: unknown;
}

function assertDescription(answer: WireAnswer): Description {
  assert.equal(answer.status, 200, textOf(answer));
  assert.match(String(answer.headers['content-type']), /^application\/json\b/);
  const document = JSON.parse(textOf(answer)) as Description;
  assert.deepEqual(Object.keys(document).toSorted(), ['accept', 'basePath', 'formats', 'limits']);
  assert.match(JSON.stringify(document.accept), /application\/json/);
  assert.match(JSON.stringify(document.formats), /application\/json/);
  assert.match(JSON.stringify(document.formats), /application\/xml/);
  for (const [name, limit] of Object.entries(document.limits)) {
    assert.ok(Number.isFinite(limit), `${name} is finite`);
  }
  return document;
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  return [value ?? []]
    .flat()
    .join(',')
    .split(',')
    .map((each) => each.trim())
    .toSorted();
}
