import assert from 'node:assert/strict';
import { assertProblemOutcome, assertRefused, textOf } from '../assert-problem.js';
import { get, statusesOf, type WrittenOperation } from '../batch-requests.js';
import type { ConformanceCase, JsonDocument, RunningHost, WireAnswer, WireRequest } from '../case.js';
import { echoOf } from '../echo-of.js';

const RFC_10008 = 'RFC 10008 §2';
const LATER = { journal: 'works', async: 'waits' } as const;

/** Sends a batch by QUERY. */
function query(
  host: RunningHost,
  requests: readonly WrittenOperation[],
  headers: WireRequest['headers'] = {},
): Promise<WireAnswer> {
  return host.exchange({
    method: 'QUERY',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify({ requests }),
  });
}

function documentOf(answer: WireAnswer): JsonDocument {
  assert.equal(answer.status, 207, textOf(answer));
  return JSON.parse(textOf(answer)) as JsonDocument;
}

/** Batches that are sent by QUERY. */
export const queryCases: readonly ConformanceCase[] = [
  {
    id: 'C1470',
    level: 'MUST',
    section: RFC_10008,
    everySetup: true,
    title:
      'a batch of safe operations may be sent by QUERY, and is answered as by POST, for no cache to keep',
    async check(host) {
      const answer = await query(host, [get('/echo'), { method: 'HEAD', url: '/status/404' }]);
      assert.deepEqual(statusesOf(documentOf(answer).responses), [200, 404]);
      assert.equal(answer.headers['cache-control'], 'no-store');
      assert.equal(host.calls(), 2);
    },
  },
  {
    id: 'C1471',
    level: 'MUST',
    section: RFC_10008,
    everySetup: true,
    title: 'an operation by QUERY has a body, and may be in a batch by QUERY',
    async check(host) {
      const operation = { method: 'query', url: '/echo', body: { select: ['id'] } };
      const { responses } = documentOf(await query(host, [operation]));
      const echo = echoOf(responses[0]);
      assert.deepEqual([echo.method, echo.text], ['QUERY', '{"select":["id"]}']);
      assert.equal(echo.headers['content-type'], 'application/json');
    },
  },
  {
    id: 'C1472',
    level: 'MUST',
    section: RFC_10008,
    comparable: false, // apps need not know them
    title: 'a QUERY may carry OPTIONS, PROPFIND and SEARCH',
    async check(host) {
      const requests = ['PROPFIND', 'SEARCH', 'OPTIONS'].map((method) => ({
        method,
        url: '/echo',
      }));
      assert.equal(documentOf(await query(host, requests)).summary.total, 3);
    },
  },
  {
    id: 'C1473',
    level: 'MUST',
    section: RFC_10008,
    everySetup: true,
    title: 'a QUERY with unsafe operations is 422 with a pointer to each of them, and nothing runs',
    async check(host) {
      const requests = [get('/echo'), { method: 'POST', url: '/echo' }, { method: 'delete', url: '/echo' }];
      const { errors } = assertRefused(host, await query(host, requests), [422, 'unsafe-operations']);
      assert.deepEqual(
        errors?.map(({ pointer, code }) => [pointer, code]),
        [
          ['#/requests/1/method', 'unsafe-method'],
          ['#/requests/2/method', 'unsafe-method'],
        ],
      );
    },
  },
  {
    id: 'C1560',
    level: 'MUST',
    section: RFC_10008,
    title: 'of a QUERY in JSON Lines, each unsafe operation is named by its line',
    async check(host) {
      const answer = await host.exchange({
        method: 'QUERY',
        headers: { 'content-type': 'application/jsonl', accept: 'application/json' },
        body: '{"method":"GET","url":"/echo"}\n\n{"method":"POST","url":"/echo"}\n',
      });
      const { errors } = assertRefused(host, answer, [422, 'unsafe-operations']);
      assert.deepEqual(errors, [
        { pointer: '#/method', line: 3, code: 'unsafe-method', detail: 'POST may change something' },
      ]);
    },
  },
  {
    id: 'C1474',
    level: 'MUST',
    section: 'RFC 10008 §3',
    everySetup: true,
    title: 'GET and OPTIONS name the media types of a QUERY in Accept-Query',
    async check(host) {
      for (const method of ['GET', 'OPTIONS']) {
        const { headers } = await host.exchange({ method });
        assert.equal(headers['accept-query'], headers['accept-post']);
        assert.match(String(headers['allow']), /\bQUERY\b/);
      }
    },
  },
  {
    id: 'C1475',
    level: 'MUST',
    section: 'RFC 10008 §2.1',
    everySetup: true,
    title: 'a QUERY without Content-Type, or with one that is not supported, is 415 with Accept-Query',
    async check(host) {
      for (const headers of [{}, { 'content-type': 'text/csv' }]) {
        const answer = await host.exchange({ method: 'QUERY', headers, body: '{"requests":[]}' });
        assertRefused(host, answer, [415, 'unsupported-media-type']);
        assert.equal(answer.headers['accept-query'], answer.headers['accept']);
        assert.equal(answer.headers['accept-post'], undefined);
      }
    },
  },
  {
    id: 'C1476',
    level: 'MUST',
    section: 'docs/reference/wire-format#order-of-decision',
    title: 'what else is wrong with the batch or with Accept comes before its unsafe operations',
    async check(host) {
      const unsafe = { method: 'POST', url: '/echo' };
      assertRefused(host, await query(host, [unsafe, get('no-path')]), [400, 'invalid-batch']);
      assertRefused(host, await query(host, [unsafe], { accept: 'text/csv' }), [406, 'not-acceptable']);
      const grouped = { ...unsafe, atomicityGroup: 'g' };
      assertRefused(host, await query(host, [grouped]), [501, 'transactions-not-supported']);
    },
  },
  {
    id: 'C1477',
    level: 'MUST',
    section: 'docs/reference/wire-format#batches-of-reads-query',
    options: { journal: 'works', idempotency: { required: true } },
    title: 'a QUERY needs no Idempotency-Key, and runs anew with one that was used',
    async check(host) {
      assert.equal((await query(host, [get('/echo')])).status, 207);
      const headers = { 'x-user': 'ana', 'idempotency-key': '"C1477"' };
      const answers = [
        await query(host, [get('/echo')], headers),
        await query(host, [get('/echo?again')], headers),
      ];
      assert.deepEqual(
        answers.map((answer) => [answer.status, answer.headers['idempotency-replayed']]),
        [
          [207, undefined],
          [207, undefined],
        ],
      );
      assert.equal(host.calls(), 3);
    },
  },
  {
    id: 'C1478',
    level: 'MUST',
    section: 'docs/reference/wire-format#batches-of-reads-query',
    options: LATER,
    comparable: false,
    title: 'a QUERY that is answered later with an Idempotency-Key has the monitor of the first one',
    async check(host) {
      const headers = { 'x-user': 'ana', prefer: 'respond-async', 'idempotency-key': '"C1478"' };
      const [first, again] = [
        await query(host, [get('/echo')], headers),
        await query(host, [get('/echo')], headers),
      ];
      assert.deepEqual([first.status, again.status], [202, 202]);
      assert.equal(again.headers['location'], first.headers['location']);
      assert.equal(again.headers['idempotency-replayed'], 'true');
    },
  },
  {
    id: 'C1479',
    level: 'MUST',
    section: 'docs/reference/wire-format#order-of-decision',
    options: { journal: 'works', async: 'queue-full' },
    title: 'later: 403 and the faults of the key, then 422 for unsafe operations, then 503 of the queue',
    async check(host) {
      const later = { prefer: 'respond-async' };
      const ana = { ...later, 'x-user': 'ana' };
      const unsafe = [{ method: 'POST', url: '/echo' }];
      assertRefused(host, await query(host, unsafe, later), [403, 'unidentified']);
      const badKey = { ...ana, 'idempotency-key': '""' };
      assertRefused(host, await query(host, unsafe, badKey), [400, 'invalid-idempotency-key']);
      const keyed = { ...ana, 'idempotency-key': '"C1479"' };
      assertRefused(host, await query(host, unsafe, keyed), [422, 'unsafe-operations']);
      assertRefused(host, await query(host, unsafe, ana), [422, 'unsafe-operations']);
      assertRefused(host, await query(host, [get('/echo')], ana), [503, 'queue-full']);
    },
  },
  {
    id: 'C1480',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#a-batch-inside-a-batch',
    title: 'a batch inside a batch is refused by QUERY as by POST',
    async check(host) {
      const inner = { method: 'QUERY', url: '/again', body: { requests: [get('/echo')] } };
      const { responses } = documentOf(await query(host, [inner]));
      assertProblemOutcome(responses[0], [403, 'nested-batch']);
    },
  },
  {
    id: 'C1481',
    level: 'MUST',
    section: RFC_10008,
    title:
      'JSON Lines by QUERY: an unsafe operation refuses the whole batch, and a line that is not valid fails alone',
    async check(host) {
      const lines = (...operations: readonly unknown[]): WireRequest => ({
        method: 'QUERY',
        headers: { 'content-type': 'application/jsonl', accept: 'application/jsonl' },
        body: operations.map((operation) => `${JSON.stringify(operation)}\n`).join(''),
      });
      const unsafe = await host.exchange(lines(get('/echo'), { method: 'POST', url: '/echo' }));
      const { errors } = assertRefused(host, unsafe, [422, 'unsafe-operations']);
      assert.deepEqual(
        errors?.map(({ pointer, line }) => [pointer, line]),
        [['#/method', 2]],
      );
      const reads = await host.exchange(lines(get('/echo'), { method: 'GET' }));
      assert.equal(reads.status, 207, textOf(reads));
      assert.match(textOf(reads), /"summary":\{"total":2,"succeeded":1,"failed":1,"other":0\}/);
    },
  },
];
