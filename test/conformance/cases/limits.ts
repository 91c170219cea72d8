import assert from 'node:assert/strict';
import { assertRefused, textOf } from '../assert-problem.js';
import type { ConformanceCase, RunningHost, WireAnswer } from '../case.js';
import { postJson } from '../refusal-case.js';

const SECTION = 'docs/reference/limits-and-security#limits-of-the-request';
const SMALL_BODY = { limits: { maxBodyBytes: 1000 } };
const TWO_OPERATIONS = { limits: { maxOperations: 2 } };

/** Every limit: n passes, n + 1 is 413 with limit, max and actual. */
export const limitCases: readonly ConformanceCase[] = [
  {
    id: 'C080',
    level: 'MUST',
    section: SECTION,
    options: SMALL_BODY,
    everySetup: true,
    title: 'a body of exactly maxBodyBytes passes',
    check: async (host) => assertTaken(host, await postJson(host, batchOfBytes(1000))),
  },
  {
    id: 'C081',
    level: 'MUST',
    section: SECTION,
    options: SMALL_BODY,
    everySetup: true,
    title: 'a body with a content-length of one byte more is refused',
    check: async (host) =>
      assertLimit(host, await postJson(host, batchOfBytes(1001)), ['maxBodyBytes', 1000, 1001]),
  },
  {
    id: 'C082',
    level: 'MUST',
    section: SECTION,
    options: SMALL_BODY,
    title: 'a body whose content-length is too large is refused before it is sent',
    async check(host) {
      const answer = await host.exchange({
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': '2000000000' },
        body: neverSent(),
      });
      assertLimit(host, answer, ['maxBodyBytes', 1000, 2_000_000_000]);
    },
  },
  {
    id: 'C083',
    level: 'MUST',
    section: SECTION,
    options: SMALL_BODY,
    title: 'a chunked body of one byte more is refused',
    async check(host) {
      assertLimit(host, await postChunks(host, batchOfBytes(1001), 100), ['maxBodyBytes', 1000]);
    },
  },
  {
    id: 'C084',
    level: 'MUST',
    section: SECTION,
    options: SMALL_BODY,
    title: 'a chunked body of exactly maxBodyBytes passes',
    check: async (host) => assertTaken(host, await postChunks(host, batchOfBytes(1000), 100)),
  },
  {
    id: 'C085',
    level: 'MUST',
    section: SECTION,
    title: 'the default of maxBodyBytes is 1 MiB',
    async check(host) {
      assertTaken(host, await postJson(host, batchOfBytes(1_048_576)));
      host.reset();
      const answer = await postJson(host, batchOfBytes(1_048_577));
      assertLimit(host, answer, ['maxBodyBytes', 1_048_576, 1_048_577]);
    },
  },
  {
    id: 'C086',
    level: 'MUST',
    section: SECTION,
    everySetup: true,
    title: '100 operations pass by default, 101 are refused',
    async check(host) {
      assert.equal((await host.batch(reads(100))).responses.length, 100);
      assert.equal(host.calls(), 100);
      host.reset();
      assertLimit(host, await postJson(host, { requests: reads(101) }), ['maxOperations', 100, 101]);
    },
  },
  {
    id: 'C087',
    level: 'MUST',
    section: SECTION,
    options: TWO_OPERATIONS,
    title: 'maxOperations is exact at n and n + 1',
    async check(host) {
      assert.equal((await host.batch(reads(2))).responses.length, 2);
      host.reset();
      assertLimit(host, await postJson(host, { requests: reads(3) }), ['maxOperations', 2, 3]);
    },
  },
  {
    id: 'C088',
    level: 'MUST',
    section: SECTION,
    everySetup: true,
    title: 'a url of 8 192 characters passes, one more is refused',
    async check(host) {
      await host.batch([{ method: 'GET', url: `/echo?${'u'.repeat(8186)}` }]);
      assert.equal(host.calls(), 1);
      host.reset();
      const requests = [{ method: 'GET', url: `/echo?${'u'.repeat(8187)}` }];
      assertLimit(host, await postJson(host, { requests }), ['maxUrlLength', 8192, 8193]);
    },
  },
  {
    id: 'C089',
    level: 'MUST',
    section: SECTION,
    options: { limits: { maxUrlLength: 20 } },
    title: 'maxUrlLength is exact at n and n + 1',
    async check(host) {
      await host.batch([{ method: 'GET', url: `/echo?${'u'.repeat(14)}` }]);
      host.reset();
      const requests = [{ method: 'GET', url: `/echo?${'u'.repeat(15)}` }];
      assertLimit(host, await postJson(host, { requests }), ['maxUrlLength', 20, 21]);
    },
  },
  {
    id: 'C090',
    level: 'MUST',
    section: SECTION,
    everySetup: true,
    title: 'headers of an operation beyond 16 KiB are refused, whether one or many',
    async check(host) {
      await host.batch([{ method: 'GET', url: '/silent', headers: { 'x-long': 'h'.repeat(10_000) } }]);
      host.reset();
      const one = { 'x-long': 'h'.repeat(20_000) };
      const many = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`x-${at}`, 'h'.repeat(100)]));
      for (const headers of [one, many]) {
        const requests = [{ method: 'GET', url: '/silent', headers }];
        assertLimit(host, await postJson(host, { requests }), ['maxHeaderBytes', 16_384]);
      }
    },
  },
  {
    id: 'C091',
    level: 'MUST',
    section: SECTION,
    title: 'the headers of two operations are not added up',
    async check(host) {
      const headers = { 'x-long': 'h'.repeat(10_000) };
      const read = { method: 'GET', url: '/silent', headers };
      assert.equal((await host.batch([read, read])).responses.length, 2);
    },
  },
  {
    id: 'C095',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#limits-of-the-endpoint',
    title: 'a batch beyond maxConcurrentRequests is 503, until a place is free again',
    options: { limits: { maxConcurrentRequests: 1 } },
    async check(host) {
      const gone = new AbortController();
      const body = JSON.stringify({ requests: [{ method: 'GET', url: '/hangs' }] });
      const headers = { 'content-type': 'application/json' };
      const first = host.exchange({ method: 'POST', headers, body, signal: gone.signal });
      await host.entered('/hangs');
      const second = await postJson(host, { requests: reads(1) });
      assert.equal(second.status, 503);
      assert.match(textOf(second), /"executed":false/);
      assert.deepEqual(host.urls(), ['/hangs']);
      gone.abort();
      await assert.rejects(first, { name: 'AbortError' });
      await host.closed('/hangs');
      host.reset();
      assertTaken(host, await postJson(host, { requests: reads(1) }));
    },
  },
  ...deepCases(),
];

function deepCases(): readonly ConformanceCase[] {
  const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  const inBody = (json: string): string => `{"requests":[{"method":"POST","url":"/echo","body":${json}}]}`;
  return [
    {
      id: 'C092',
      level: 'MUST',
      section: SECTION,
      title: 'JSON nested 20 000 deep is refused, in a body, in place of the batch and unclosed',
      async check(host) {
        assertLimit(host, await postJson(host, inBody(nested(20_000))), ['maxJsonDepth', 64]);
        assertLimit(host, await postJson(host, nested(20_000)), ['maxJsonDepth', 64]);
        const objects = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
        assertLimit(host, await postJson(host, inBody(objects)), ['maxJsonDepth', 64]);
        const unclosed = await postJson(host, '['.repeat(20_000));
        assert.ok(unclosed.status === 413 || unclosed.status === 400, `${unclosed.status}`);
        assert.equal(host.calls(), 0);
      },
    },
    {
      id: 'C093',
      level: 'MUST',
      section: SECTION,
      everySetup: true,
      title: 'JSON nested 40 deep passes, 100 deep is refused',
      async check(host) {
        assertTaken(host, await postJson(host, inBody(nested(40))));
        host.reset();
        assertLimit(host, await postJson(host, inBody(nested(100))), ['maxJsonDepth', 64]);
      },
    },
    {
      id: 'C094',
      level: 'MUST',
      section: SECTION,
      title: 'brackets in a string and escaped quotes do not count as depth',
      async check(host) {
        const text = JSON.stringify(`${'["\\'.repeat(500)}{`);
        assertTaken(host, await postJson(host, inBody(text)));
      },
    },
  ];
}

function reads(count: number): { method: string; url: string }[] {
  return Array.from({ length: count }, (_, at) => ({ method: 'GET', url: `/echo?${at}` }));
}

/** A valid batch of exactly that many bytes. */
function batchOfBytes(bytes: number): string {
  const batch = (fill: string): string =>
    JSON.stringify({ requests: [{ method: 'POST', url: '/silent', body: fill }] });
  return batch('x'.repeat(bytes - batch('').length));
}

async function postChunks(host: RunningHost, text: string, size: number): Promise<WireAnswer> {
  async function* chunks(): AsyncGenerator<string> {
    for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
  }
  return await host.exchange({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: chunks(),
  });
}

async function* neverSent(): AsyncGenerator<string> {
  await new Promise(() => {});
  yield '';
}

function assertTaken(host: RunningHost, answer: WireAnswer): void {
  assert.equal(answer.status, 207, textOf(answer).slice(0, 500));
  assert.equal(host.calls(), 1);
}

function assertLimit(
  host: RunningHost,
  answer: WireAnswer,
  [limit, max, actual]: readonly [string, number, number?],
): void {
  const problem = assertRefused(host, answer, [413, 'limit-exceeded']);
  assert.equal(problem.limit, limit);
  assert.equal(problem.max, max);
  if (actual !== undefined) assert.equal(problem.actual, actual);
  if (problem.actual !== undefined) assert.ok(problem.actual > max, `${problem.actual} is over ${max}`);
}
