import assert from 'node:assert/strict';
import { assertProblemOutcome, textOf } from '../assert-problem.js';
import { get, madeUrl, statusesOf, type WrittenOperation } from '../batch-requests.js';
import type { ConformanceCase, JsonDocument, RunningHost, WireAnswer } from '../case.js';
import { echoOf } from '../echo-of.js';
import { batchAsXml } from '../read-xml-document.js';
import { postJson, refusalCase } from '../refusal-case.js';

const FIELDS = madeUrl({
  json: {},
  set: {
    ETag: '"v"',
    'X-Custom-Name': 'x',
    'WWW-Authenticate': 'Basic',
    'Set-Cookie': 'sid=secret',
    Link: '<a>',
  },
});

/** Options of the server that decide what may run, what counts as success, and what is shown. */
export const policyCases: readonly ConformanceCase[] = [
  {
    id: 'C910',
    level: 'MUST',
    section: 'docs/reference/options#batchallow',
    options: { allow: 'not-admin' },
    everySetup: true,
    title: 'allow: an operation that may not run is 403 not-allowed, the others run',
    async check(host) {
      const { responses } = await host.batch([
        get('/echo'),
        get('/admin/x'),
        get('/echo', { dependsOn: ['1'] }),
      ]);
      assert.deepEqual(statusesOf(responses), [200, 403, 424]);
      assert.equal(assertProblemOutcome(responses[1], [403, 'not-allowed']).executed, false);
      assert.deepEqual(host.urls(), ['/echo']);
      assert.deepEqual(host.asked(), ['GET /echo', 'GET /admin/x']);
    },
  },
  {
    id: 'C911',
    level: 'MUST',
    section: 'docs/reference/options#batchallow',
    options: { allow: 'throws' },
    title: 'allow that throws: 500 internal for that operation, which did not run; onError is called',
    async check(host) {
      const { responses, answer } = await host.batch([get('/echo'), get('/echo')]);
      for (const response of responses) {
        assert.equal(assertProblemOutcome(response, [500, 'internal']).executed, false);
      }
      assert.equal(host.calls(), 0);
      assert.equal(host.errors().length, 2);
      assert.doesNotMatch(textOf(answer), /secret-detail/);
    },
  },
  {
    id: 'C912',
    level: 'MUST',
    section: 'docs/reference/options#batchallow',
    options: { allow: 'never-answers', limits: { operationTimeoutMs: 50 } },
    title: 'allow that never settles: bounded in time, and its operation did not run',
    async check(host) {
      const { responses } = await host.batch([get('/echo')]);
      assert.equal(assertProblemOutcome(responses[0], [503, 'not-started']).executed, false);
      assert.equal(host.calls(), 0);
    },
  },
  {
    id: 'C913',
    level: 'MUST',
    section: 'docs/reference/options#batchissuccess',
    options: { isSuccess: 'not-found' },
    title: 'isSuccess: a failure that counts as success lets dependents run and counts in the summary',
    async check(host) {
      const { responses, document } = await host.batch([
        { id: 'a', method: 'DELETE', url: '/status/404' },
        get('/echo', { dependsOn: ['a'] }),
        get('/status/500'),
      ]);
      assert.deepEqual(statusesOf(responses), [404, 200, 500]);
      assert.deepEqual(document.summary, { total: 3, succeeded: 2, failed: 1, other: 0 });
    },
  },
  {
    id: 'C914',
    level: 'MUST',
    section: 'docs/reference/options#batchissuccess',
    options: { isSuccess: 'created', transaction: 'keeps' },
    title: 'isSuccess: a success that counts as failure stops dependents and rolls its group back',
    async check(host) {
      const { responses, document } = await host.batch([
        { id: 'a', method: 'POST', url: '/status/201', atomicityGroup: 'g' },
        { id: 'b', method: 'POST', url: '/status/200', atomicityGroup: 'g' },
        get('/echo', { dependsOn: ['b'] }),
      ]);
      assert.deepEqual(statusesOf(responses), [424, 200, 424]);
      assert.deepEqual(document.summary, { total: 3, succeeded: 0, failed: 3, other: 0 });
      assert.deepEqual(host.transactions(), ['begin g', 'rollback g']);
    },
  },
  {
    id: 'C915',
    level: 'MUST',
    section: 'docs/reference/options#batchissuccess',
    options: { isSuccess: 'throws' },
    title: 'isSuccess that throws: the status decides; onError is called',
    async check(host) {
      const { responses, document } = await host.batch([get('/status/201'), get('/status/404')]);
      assert.deepEqual(statusesOf(responses), [201, 404]);
      assert.deepEqual(document.summary, { total: 2, succeeded: 1, failed: 1, other: 0 });
      assert.equal(host.errors().length, 2);
    },
  },
  {
    id: 'C916',
    level: 'MUST',
    section: 'docs/reference/options#batchstatus',
    options: { status: 'ok-or-multi-status' },
    everySetup: true,
    title: 'status ok-or-multi-status: 200 if all succeeded, otherwise 207',
    async check(host) {
      assert.equal((await post(host, '/status/201', '/status/204')).status, 200);
      assert.equal((await post(host, '/status/201', '/status/404')).status, 207);
      assert.equal((await post(host, '/status/201', '/status/304')).status, 207);
    },
  },
  {
    id: 'C917',
    level: 'MUST',
    section: 'docs/reference/options#batchstatus',
    options: { status: 'worst' },
    title: 'status: the envelope has what a function returns, and the document is complete',
    async check(host) {
      const answer = await post(host, '/status/201', '/status/409');
      assert.equal(answer.status, 409);
      assert.deepEqual(statusesOf((JSON.parse(textOf(answer)) as JsonDocument).responses), [201, 409]);
    },
  },
  ...(['no-content', 'throws'] as const).map(
    (status, at): ConformanceCase => ({
      id: `C${918 + at}`,
      level: 'MUST',
      section: 'docs/reference/options#batchstatus',
      options: { status },
      title: `status: ${status} becomes 207, because the operations have run; onError is called`,
      async check(host) {
        const { responses } = await host.batch([get('/echo')]);
        assert.deepEqual(statusesOf(responses), [200]);
        assert.equal(host.errors().length, 1);
      },
    }),
  ),
  {
    id: 'C920',
    level: 'MUST',
    section: 'docs/reference/options#batchheaderscase',
    options: { headers: { case: 'canonical' } },
    everySetup: true,
    title: 'headers.case canonical: in JSON and XML, of handlers and of the library',
    async check(host) {
      const operations = [get(FIELDS), get('/status/404', { id: 'a' }), get('/echo', { dependsOn: ['a'] })];
      const { responses } = await host.batch(operations);
      assert.deepEqual(Object.keys(responses[0]?.headers ?? {}).toSorted(), [
        'Content-Type',
        'ETag',
        'Link',
        'WWW-Authenticate',
        'X-Custom-Name',
      ]);
      for (const { headers } of responses) assert.ok('Content-Type' in (headers ?? {}));
      const xml = await batchAsXml(host, operations);
      assert.deepEqual(Object.keys(xml.responses[0]!.headers).toSorted(), [
        'Content-Type',
        'ETag',
        'Link',
        'WWW-Authenticate',
        'X-Custom-Name',
      ]);
    },
  },
  {
    id: 'C921',
    level: 'MUST',
    section: 'docs/reference/options#batchheaderscase',
    options: { headers: { case: 'canonical' }, limits: { batchTimeoutMs: 250, concurrency: 1 } },
    title: 'headers.case canonical: Retry-After of what has not started',
    async check(host) {
      const { responses } = await host.batch([get('/hangs'), get('/echo')]);
      assert.equal(responses[1]?.headers?.['Retry-After'], '1');
    },
  },
  {
    id: 'C922',
    level: 'MUST',
    section: 'docs/reference/options#batchheadersexpose',
    options: { headers: { expose: ['ETag', 'connection', 'set-cookie'] } },
    title:
      'headers.expose: only these are kept beside content-type, and never one of the connection or a cookie',
    async check(host) {
      const { responses } = await host.batch([get(FIELDS), get('/headers')]);
      assert.deepEqual(
        responses.map(({ headers }) => Object.keys(headers ?? {}).toSorted()),
        [
          ['content-type', 'etag'],
          ['content-type', 'etag'],
        ],
      );
    },
  },
  {
    id: 'C923',
    level: 'MUST',
    section: 'docs/reference/options#batchheadersexpose',
    options: { headers: { expose: [] } },
    title: 'headers.expose: none leaves content-type',
    async check(host) {
      const { responses } = await host.batch([get(FIELDS)]);
      assert.deepEqual(responses[0]?.headers, { 'content-type': 'application/json' });
    },
  },
  ...(
    [
      ['C924', 'lift', ['sid=secret'], false],
      ['C925', 'drop', [], false],
      ['C926', 'include', [], true],
    ] as const
  ).map(
    ([id, cookies, onEnvelope, isIncluded]): ConformanceCase => ({
      id,
      level: 'MUST',
      section: 'docs/reference/options#batchcookies',
      options: { cookies },
      title: `cookies ${cookies}: they stand ${isIncluded ? 'in the document' : onEnvelope.length > 0 ? 'on the envelope' : 'nowhere'}`,
      async check(host) {
        const { responses, answer } = await host.batch([
          { method: 'POST', url: '/cookies?backwards=terces' },
        ]);
        assert.deepEqual(
          [answer.headers['set-cookie'] ?? []].flat(),
          onEnvelope.map((c) => `${c}; HttpOnly`),
        );
        assert.equal(responses[0]?.headers?.['set-cookie'], isIncluded ? 'sid=secret; HttpOnly' : undefined);
        const xml = await batchAsXml(host, [{ method: 'POST', url: '/cookies?backwards=terces' }]);
        assert.equal(
          xml.responses[0]?.headers['set-cookie'],
          isIncluded ? 'sid=secret; HttpOnly' : undefined,
        );
      },
    }),
  ),
  {
    id: 'C927',
    level: 'MUST',
    section: 'docs/reference/options#batchheadersinherit',
    options: { headers: { inherit: ['X-Tenant', 'accept'], allow: ['x-tenant'] } },
    everySetup: true,
    title:
      'headers.inherit: these reach every operation in addition to the standard ones; its own win if headers.allow names them',
    async check(host) {
      const { responses } = await host.batch(
        [get('/echo'), get('/echo', { headers: { 'x-tenant': 'own' } })],
        {
          'x-tenant': 't1',
          'x-other': 'o',
          'accept-language': 'pt',
        },
      );
      const [first, second] = responses.map((response) => echoOf(response).headers);
      assert.equal(first?.['x-tenant'], 't1');
      assert.equal(first?.['accept'], 'application/json');
      assert.equal(first?.['accept-language'], 'pt');
      assert.equal(first?.['x-other'], undefined);
      assert.equal(second?.['x-tenant'], 'own');
    },
  },
  {
    id: 'C928',
    level: 'MUST',
    section: 'docs/reference/options#batchheadersallow',
    options: { headers: { allow: ['Authorization'] } },
    title:
      'headers.allow: the value of the operation then replaces the inherited one, literal or by reference',
    async check(host) {
      const { responses } = await host.batch(
        [
          get(madeUrl({ json: { token: 'Bearer made' } }), { id: 'a' }),
          get('/echo', { headers: { authorization: 'Bearer own' } }),
          get('/echo'),
          get('/echo', { references: [{ at: '/headers/authorization', from: 'a', value: '/body/token' }] }),
        ],
        { authorization: 'Bearer outer' },
      );
      assert.deepEqual(
        responses.slice(1).map((response) => echoOf(response).headers['authorization']),
        ['Bearer own', 'Bearer outer', 'Bearer made'],
      );
    },
  },
  refusalCase({
    id: 'C929',
    section: 'docs/reference/options#batchheadersallow',
    title: 'headers.allow: others stay denied',
    options: { headers: { allow: ['Authorization'] } },
    batch: { requests: [get('/echo', { headers: { authorization: 'x', cookie: 'sid=1' } })] },
    at: '#/requests/0/headers/cookie',
    code: 'denied-header',
  }),
  {
    id: 'C930',
    level: 'MUST',
    section: 'docs/reference/options#batchonoutcome',
    options: { transaction: 'keeps', allow: 'not-admin' },
    title: 'onOutcome is called exactly once for every operation, whether it ran or not',
    async check(host) {
      const member = (url: string): WrittenOperation => ({ method: 'POST', url, atomicityGroup: 'g' });
      await host.batch([
        get('/echo'),
        get('/status/404', { id: 'a' }),
        get('$a/x'),
        get('/admin'),
        member('/echo'),
        member('/status/409'),
        get('/throws'),
        get('/status/302'),
      ]);
      const told = host.outcomes().toSorted((one, other) => one.index - other.index);
      assert.deepEqual(
        told.map(({ id, status, result, executed }) => [id, status, result, executed]),
        [
          ['0', 200, 'succeeded', true],
          ['a', 404, 'failed', true],
          ['2', 424, 'failed', false],
          ['3', 403, 'failed', false],
          ['4', 424, 'failed', false],
          ['5', 409, 'failed', true],
          ['6', 500, 'failed', 'unknown'],
          ['7', 302, 'other', true],
        ],
      );
    },
  },
];

function post(host: RunningHost, ...urls: readonly string[]): Promise<WireAnswer> {
  return postJson(host, { requests: urls.map((url) => get(url)) }, { accept: 'application/json' });
}
