import assert from 'node:assert/strict';
import { assertRefused, type ProblemObject, textOf } from '../assert-problem.js';
import { get, statusesOf, type WrittenOperation } from '../batch-requests.js';
import type { ConformanceCase, HostOptions } from '../case.js';
import { postJson } from '../refusal-case.js';

const SECTION = 'docs/reference/limits-and-security#limits-of-the-request';
const json = (requests: readonly unknown[]): string => JSON.stringify({ requests });
/** Two operations; the second one is over a limit. */
const second = (operation: WrittenOperation): string => json([get('/silent'), operation]);
const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);
const chain = (length: number): string =>
  json(
    Array.from({ length }, (_, at) =>
      get('/silent', { id: `n${at}`, dependsOn: at === 0 ? [] : [`n${at - 1}`] }),
    ),
  );
const groups = (length: number): string =>
  json(
    Array.from({ length: 2 * length }, (_, at) => ({
      method: 'POST',
      url: '/silent',
      atomicityGroup: `g${at >> 1}`,
      dependsOn: at < 2 ? [] : [`g${(at >> 1) - 1}`],
    })),
  );
const padded = (bytes: number): string =>
  `${json([get('/silent')])}${' '.repeat(bytes - json([get('/silent')]).length)}`;

/** A request at a limit, and one just over it; with the place, if one place is over the limit. */
const ROWS: readonly (readonly [
  id: string,
  limit: keyof NonNullable<HostOptions['limits']>,
  max: number,
  reaches: string,
  exceeds: string,
  pointer?: string,
  options?: HostOptions,
])[] = [
  [
    'C950',
    'maxOperations',
    3,
    json([1, 2, 3].map(() => get('/silent'))),
    json([1, 2, 3, 4].map(() => get('/silent'))),
  ],
  ['C951', 'maxBodyBytes', 200, padded(200), padded(201)],
  [
    'C952',
    'maxUrlLength',
    30,
    second(get(`/silent?${'u'.repeat(22)}`)),
    second(get(`/silent?${'u'.repeat(23)}`)),
    '#/requests/1/url',
  ],
  [
    'C953',
    'maxHeaderBytes',
    20,
    second(get('/silent', { headers: { 'x-a': 'h'.repeat(13) } })),
    second(get('/silent', { headers: { 'x-a': 'h'.repeat(14) } })),
    '#/requests/1/headers',
  ],
  [
    'C954',
    'maxJsonDepth',
    8,
    second({ method: 'POST', url: '/silent', body: nested(5) }),
    second({ method: 'POST', url: '/silent', body: nested(6) }),
  ],
  ['C955', 'maxDependencyDepth', 4, chain(5), chain(6), '#/requests/5'],
  ['C956', 'maxDependencyDepth', 2, groups(3), groups(4), '#/requests/6', { transaction: 'keeps' }],
];

/** Every limit that a request can exceed: n passes; n + 1 is 413 with limit, max, actual and place. */
export const overLimitCases: readonly ConformanceCase[] = [
  ...ROWS.map(
    ([id, limit, max, reaches, exceeds, pointer, options]): ConformanceCase => ({
      id,
      level: 'MUST',
      section: `docs/reference/options#batchlimits${limit.toLowerCase()}`,
      title: `${limit}: ${max} passes, ${max + 1} is refused with limit, max, actual${pointer === undefined ? '' : ' and pointer'}${options === undefined ? '' : ', of groups'}`,
      options: { ...options, limits: { [limit]: max } },
      everySetup: true,
      async check(host) {
        const passes = await postJson(host, reaches);
        assert.equal(passes.status, 207, textOf(passes));
        host.reset();
        const problem = assertRefused(host, await postJson(host, exceeds), [413, 'limit-exceeded']);
        assertLimit(problem, { limit, max, actual: max + 1, pointer });
      },
    }),
  ),
  {
    id: 'C1120',
    level: 'MUST',
    section: SECTION,
    everySetup: true,
    title:
      'maxUnsafeOperations: 2 pass beside any number of safe ones, 3 are refused with limit, max, actual and pointer',
    options: { limits: { maxUnsafeOperations: 2 } },
    async check(host) {
      const safe = ['GET', 'HEAD', 'OPTIONS', 'QUERY'].map((method) => ({ method, url: '/silent' }));
      const unsafe = ['POST', 'delete', 'LINK'].map((method) => ({ method, url: '/silent' }));
      const passes = await postJson(host, json([...safe, ...unsafe.slice(0, 2), ...safe]));
      assert.equal(passes.status, 207, textOf(passes));
      host.reset();
      const exceeds = await postJson(host, json([...safe, ...unsafe]));
      assertLimit(assertRefused(host, exceeds, [413, 'limit-exceeded']), {
        limit: 'maxUnsafeOperations',
        max: 2,
        actual: 3,
        pointer: '#/requests/6',
      });
    },
  },
  {
    id: 'C1121',
    level: 'MUST',
    section: SECTION,
    title: 'the default of maxUnsafeOperations is maxOperations, and the endpoint describes both',
    options: { limits: { maxOperations: 150 } },
    async check(host) {
      const many = Array.from({ length: 150 }, () => ({ method: 'POST', url: '/silent' }));
      assert.equal((await postJson(host, json(many))).status, 207);
      const description = await host.exchange({ method: 'GET' });
      const { limits } = JSON.parse(textOf(description)) as { limits: Record<string, number> };
      assert.deepEqual([limits['maxOperations'], limits['maxUnsafeOperations']], [150, 150]);
    },
  },
  {
    id: 'C957',
    level: 'MUST',
    section: SECTION,
    title: 'the defaults of maxJsonDepth and maxDependencyDepth are 64 and 100',
    options: { limits: { maxOperations: 1000 } },
    async check(host) {
      assert.equal(
        (await postJson(host, second({ method: 'POST', url: '/silent', body: nested(61) }))).status,
        207,
      );
      assert.equal((await postJson(host, chain(101))).status, 207);
      host.reset();
      const deep = await postJson(host, second({ method: 'POST', url: '/silent', body: nested(62) }));
      assertLimit(assertRefused(host, deep, [413, 'limit-exceeded']), {
        limit: 'maxJsonDepth',
        max: 64,
        actual: 65,
      });
      const long = assertRefused(host, await postJson(host, chain(102)), [413, 'limit-exceeded']);
      assertLimit(long, { limit: 'maxDependencyDepth', max: 100, actual: 101, pointer: '#/requests/101' });
    },
  },
  {
    id: 'C958',
    level: 'MUST',
    section: SECTION,
    title: 'the default of maxHeaderBytes is 16 KiB, names and separators included',
    async check(host) {
      const fill = 16_384 - 'x-a: \r\n'.length;
      const reading = (length: number): string =>
        json([get('/silent', { headers: { 'x-a': 'h'.repeat(length) } })]);
      const passes = await postJson(host, reading(fill));
      assert.equal(passes.status, 207, textOf(passes));
      host.reset();
      const problem = assertRefused(host, await postJson(host, reading(fill + 1)), [413, 'limit-exceeded']);
      assertLimit(problem, {
        limit: 'maxHeaderBytes',
        max: 16_384,
        actual: 16_385,
        pointer: '#/requests/0/headers',
      });
    },
  },
  {
    id: 'C959',
    level: 'MUST',
    section: SECTION,
    title: 'a wide batch is not a deep one: 100 operations that depend on one',
    options: { limits: { maxDependencyDepth: 1 } },
    async check(host) {
      const requests = Array.from({ length: 100 }, (_, at) =>
        get('/silent', { id: `n${at}`, dependsOn: at === 99 ? [] : ['n99'] }),
      );
      const { document } = await host.batch(requests);
      assert.equal(document.summary.succeeded, 100);
    },
  },
  {
    id: 'C960',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#limits-of-the-endpoint',
    options: { limits: { maxConcurrentRequests: 2 } },
    title: 'maxConcurrentRequests: 2 run, the third is 503 with limit, max, actual and Retry-After',
    async check(host) {
      const gone = new AbortController();
      const headers = { 'content-type': 'application/json' };
      const body = (query: string): string => json([get(`/hangs/${query}`)]);
      const running = ['1', '2'].map((query) =>
        host.exchange({ method: 'POST', headers, body: body(query), signal: gone.signal }),
      );
      const ended = Promise.allSettled(running);
      await Promise.all([host.entered('/hangs/1'), host.entered('/hangs/2')]);
      const third = await postJson(host, json([get('/silent')]));
      assert.equal(third.status, 503);
      assert.equal(third.headers['retry-after'], '1');
      const problem = JSON.parse(textOf(third)) as ProblemObject;
      assert.equal(problem.type, 'urn:multistatus:problem:no-capacity');
      assertLimit(problem, { limit: 'maxConcurrentRequests', max: 2, actual: 3 });
      assert.equal(problem.executed, false);
      assert.equal(host.calls(), 2);
      gone.abort();
      await ended;
    },
  },
  {
    id: 'C961',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#limits-of-the-answer',
    options: { limits: { maxResponseBytes: 2000 } },
    title:
      'maxResponseBytes: bodies of exactly that many bytes stay; with one byte more, a body is omitted and marked',
    async check(host) {
      const { responses } = await host.batch([get('/large?bytes=1000'), get('/large?bytes=1000')]);
      assert.deepEqual(
        responses.map(({ bodyOmitted }) => bodyOmitted),
        [undefined, undefined],
      );
      const over = await host.batch([
        get('/large?bytes=1000', { id: 'a' }),
        get('/large?bytes=1001', { id: 'b', dependsOn: ['a'] }),
        get('/large?bytes=1000', { dependsOn: ['b'] }),
      ]);
      assert.deepEqual(
        over.responses.map(({ bodyOmitted }) => bodyOmitted),
        [undefined, 'too-large', undefined],
      );
      assert.deepEqual(statusesOf(over.responses), [200, 200, 200]);
    },
  },
  {
    id: 'C962',
    level: 'MUST',
    section: 'docs/reference/wire-format#discovery',
    options: { transaction: 'keeps', limits: { maxDependencyDepth: 3 } },
    title: 'GET on the endpoint shows every limit with its name and current value',
    async check(host) {
      const { limits } = JSON.parse(textOf(await host.exchange({ method: 'GET' }))) as { limits: unknown };
      assert.deepEqual(limits, {
        maxOperations: 100,
        maxUnsafeOperations: 100,
        maxBodyBytes: 1_048_576,
        maxLineBytes: 1_048_576,
        concurrency: 100,
        operationTimeoutMs: 10_000,
        batchTimeoutMs: 25_000,
        maxOperationResponseBytes: 4_194_304,
        maxResponseBytes: 33_554_432,
        maxUrlLength: 8_192,
        maxHeaderBytes: 16_384,
        maxJsonDepth: 64,
        maxDependencyDepth: 3,
        maxConcurrentRequests: 64,
        maxBytesUnderWay: 268_435_456,
        bodyTimeoutMs: 30_000,
        sendTimeoutMs: 30_000,
      });
    },
  },
];

function assertLimit(
  { limit, max, actual, pointer }: ProblemObject,
  expected: {
    readonly limit: string;
    readonly max: number;
    readonly actual: number;
    readonly pointer?: string | undefined;
  },
): void {
  assert.deepEqual({ limit, max, actual, pointer }, { pointer: undefined, ...expected });
}
