import assert from 'node:assert/strict';
import { assertRefused, textOf } from '../assert-problem.js';
import type { WrittenOperation } from '../batch-requests.js';
import type { ConformanceCase, RunningHost, WireAnswer, WireRequest } from '../case.js';
import { post } from '../keyed-batch.js';

const RFC_7240 = 'RFC 7240 §4.1';
const KEYS = 'docs/reference/wire-format#answers-that-come-later';
const OPTIONS = { journal: 'works', async: 'waits' } as const;

/** Sends a batch of Ana that prefers to be answered later. */
function sendLater(
  host: RunningHost,
  requests: readonly WrittenOperation[],
  headers: WireRequest['headers'] = {},
): Promise<WireAnswer> {
  return host.exchange({
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      'x-user': 'ana',
      prefer: 'respond-async',
      ...headers,
    },
    body: JSON.stringify({ requests }),
  });
}

/** Asserts that an answer is the 202 of a request of which nothing has run; returns the path of its monitor. */
function assertAccepted(host: RunningHost, answer: WireAnswer): string {
  assert.equal(answer.status, 202, textOf(answer));
  assert.equal(host.calls(), 0);
  const location = String(answer.headers['location']);
  assert.match(location, /\/monitors\/[\w-]{24}$/);
  return location;
}

/** What a request that prefers to be answered later gets. */
export const respondAsyncCases: readonly ConformanceCase[] = [
  {
    id: 'C1320',
    level: 'MUST',
    section: RFC_7240,
    options: OPTIONS,
    comparable: false,
    everySetup: true,
    title: 'a batch that prefers it is answered 202 with the URL of a monitor, and has not run',
    async check(host) {
      const answer = await sendLater(host, [post(1), post(2)]);
      const monitor = assertAccepted(host, answer);
      assert.ok(monitor.startsWith(`${host.endpoint}/monitors/`));
      assert.equal(answer.headers['preference-applied'], 'respond-async');
      assert.equal(answer.headers['retry-after'], '1');
      assert.equal(answer.headers['cache-control'], 'no-store');
      assert.equal(answer.headers['vary'], 'Accept, Prefer');
      assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8');
      const { createdAt, ...body } = JSON.parse(textOf(answer)) as { readonly createdAt: string };
      assert.ok(!Number.isNaN(Date.parse(createdAt)));
      assert.deepEqual(body, {
        status: 'running',
        monitor,
        retryAfterSeconds: 1,
        queued: true,
        durable: false,
        progress: { total: 2, done: 0, succeeded: 0, failed: 0, other: 0, percent: 0 },
      });
    },
  },
  {
    id: 'C1321',
    level: 'MUST',
    section: RFC_7240,
    options: OPTIONS,
    comparable: false,
    title: 'the 202 is XML for a client that accepts XML',
    async check(host) {
      const answer = await sendLater(host, [post(1)], { accept: 'application/xml' });
      const monitor = assertAccepted(host, answer);
      assert.equal(answer.headers['content-type'], 'application/xml; charset=utf-8');
      assert.match(
        textOf(answer),
        /^<M:monitor xmlns:M="urn:multistatus:xml:1" status="running" href="[^"]+" retryAfterSeconds="1" queued="true" durable="false" createdAt="[^"]+"><M:progress total="1" done="0" succeeded="0" failed="0" other="0" percent="0"\/><\/M:monitor>$/,
      );
      assert.ok(textOf(answer).includes(`href="${monitor}"`));
    },
  },
  {
    id: 'C1322',
    level: 'MUST',
    section: RFC_7240,
    options: { ...OPTIONS, basePath: '/public' },
    comparable: false,
    title: 'the URL of the monitor has the public prefix',
    async check(host) {
      const answer = await sendLater(host, [post(1, { url: '/public/echo' })]);
      assert.ok(assertAccepted(host, answer).startsWith(`/public${host.endpoint}/monitors/`));
    },
  },
  {
    id: 'C1323',
    level: 'MUST',
    section: RFC_7240,
    options: OPTIONS,
    title: 'a batch that does not prefer it runs at once',
    async check(host) {
      const answer = await sendLater(host, [post(1)], { prefer: 'return=representation' });
      assert.equal(answer.status, 207);
      assert.equal(host.calls(), 1);
    },
  },
  {
    id: 'C1324',
    level: 'MUST',
    section: RFC_7240,
    options: OPTIONS,
    title: 'what is refused at once is refused before 202',
    async check(host) {
      const invalid = await sendLater(host, [post(1, { dependsOn: ['nobody'] })]);
      assertRefused(host, invalid, [400, 'invalid-batch']);
      assertRefused(host, await sendLater(host, [post(1)], { accept: 'text/csv' }), [406, 'not-acceptable']);
      const group = await sendLater(host, [post(1, { atomicityGroup: 'g' })]);
      assertRefused(host, group, [501, 'transactions-not-supported']);
      const tooMany = await sendLater(
        host,
        Array.from({ length: 5 }, () => post(1)),
      );
      const { limit, max, actual } = assertRefused(host, tooMany, [413, 'limit-exceeded']);
      assert.deepEqual({ limit, max, actual }, { limit: 'maxOperations', max: 4, actual: 5 });
    },
  },
  {
    id: 'C1325',
    level: 'SHOULD',
    section: RFC_7240,
    options: { ...OPTIONS, limits: { maxOperations: 2 } },
    title: 'a batch that is only too large to be answered at once is told so',
    async check(host) {
      const requests = [post(1), post(2), post(3)];
      const { detail } = assertRefused(host, await sendLater(host, requests, { prefer: '' }), [
        413,
        'limit-exceeded',
      ]);
      assert.match(detail ?? '', /Prefer: respond-async/);
      assertAccepted(host, await sendLater(host, requests));
    },
    comparable: false,
  },
  {
    id: 'C1326',
    level: 'MUST',
    section: RFC_7240,
    options: OPTIONS,
    title: 'a client that nobody knows is refused',
    async check(host) {
      assertRefused(host, await sendLater(host, [post(1)], { 'x-user': '' }), [403, 'unidentified']);
    },
  },
  {
    id: 'C1327',
    level: 'MUST',
    section: RFC_7240,
    options: { journal: 'works', async: 'takes-two' },
    comparable: false,
    title: 'a client with too many requests under way is told to wait, and others are not',
    async check(host) {
      for (const n of [1, 2]) assertAccepted(host, await sendLater(host, [post(n)]));
      const answer = await sendLater(host, [post(3)]);
      const { limit, max } = assertRefused(host, answer, [429, 'too-many-batches']);
      assert.deepEqual({ limit, max }, { limit: 'maxBatchesPerClient', max: 2 });
      assert.match(String(answer.headers['retry-after']), /^\d+$/);
      assertAccepted(host, await sendLater(host, [post(3)], { 'x-user': 'bob' }));
    },
  },
  {
    id: 'C1328',
    level: 'MUST',
    section: RFC_7240,
    options: { journal: 'works', async: 'queue-full' },
    title: 'if too many jobs wait, the batch is 503',
    async check(host) {
      const answer = await sendLater(host, [post(1)]);
      const { limit, max, actual } = assertRefused(host, answer, [503, 'queue-full']);
      assert.deepEqual({ limit, max, actual }, { limit: 'maxQueuedJobs', max: 10_000, actual: 10_000 });
      assert.match(String(answer.headers['retry-after']), /^\d+$/);
    },
  },
  {
    id: 'C1329',
    level: 'MUST',
    section: RFC_7240,
    options: { journal: 'works', async: 'queue-down' },
    title: 'if the queue cannot be reached, the batch is 503, and the client does not see why',
    async check(host) {
      const answer = await sendLater(host, [post(1)]);
      assertRefused(host, answer, [503, 'queue-unavailable']);
      assert.match(String(answer.headers['retry-after']), /^\d+$/);
      assert.doesNotMatch(textOf(answer), /secret-detail/);
      assert.match(String(host.errors()[0]), /secret-detail/);
    },
  },
  {
    id: 'C1330',
    level: 'MUST',
    section: RFC_7240,
    options: { journal: 'works', async: 'queue-does-not-add' },
    comparable: false,
    title: 'a batch that is kept is 202, even if the queue does not take its jobs: workers find them',
    async check(host) {
      assertAccepted(host, await sendLater(host, [post(1)]));
      assert.match(String(host.errors()[0]), /secret-detail/);
    },
  },
  {
    id: 'C1331',
    level: 'MUST',
    section: RFC_7240,
    options: { journal: 'cannot-begin', async: 'waits' },
    title: 'if the journal cannot keep the batch, it is 503, and nothing runs',
    async check(host) {
      const answer = await sendLater(host, [post(1)]);
      assertRefused(host, answer, [503, 'journal-unavailable']);
      assert.doesNotMatch(textOf(answer), /secret-detail/);
      assert.match(String(host.errors()[0]), /secret-detail/);
    },
  },
  {
    id: 'C1332',
    level: 'MUST',
    section: KEYS,
    options: OPTIONS,
    comparable: false,
    everySetup: true,
    title: 'a batch that is sent again with its key gets the same monitor',
    async check(host) {
      const key = { 'idempotency-key': '"C1332"' };
      const first = await sendLater(host, [post(1)], key);
      const monitor = assertAccepted(host, first);
      assert.equal(first.headers['idempotency-replayed'], undefined);
      const again = await sendLater(host, [post(1)], key);
      assert.equal(assertAccepted(host, again), monitor);
      assert.equal(again.headers['idempotency-replayed'], 'true');
      const other = await sendLater(host, [post(1)], { ...key, 'x-user': 'bob' });
      assert.notEqual(assertAccepted(host, other), monitor);
    },
  },
  {
    id: 'C1333',
    level: 'MUST',
    section: KEYS,
    options: OPTIONS,
    comparable: false,
    title: 'a key belongs to a request that is answered later, or to one that is answered at once',
    async check(host) {
      const later = { 'idempotency-key': '"later"' };
      assertAccepted(host, await sendLater(host, [post(1)], later));
      const atOnce = await sendLater(host, [post(1)], { ...later, prefer: '' });
      assertRefused(host, atOnce, [422, 'idempotency-key-reused']);
      assertRefused(host, await sendLater(host, [post(2)], later), [422, 'idempotency-key-reused']);
    },
  },
  {
    id: 'C1334',
    level: 'MUST',
    section: RFC_7240,
    options: { journal: 'works' },
    title: 'without the option, the preference is ignored',
    async check(host) {
      const answer = await sendLater(host, [post(1)]);
      assert.equal(answer.status, 207);
      assert.equal(answer.headers['preference-applied'], undefined);
    },
  },
  {
    id: 'C1335',
    level: 'SHOULD',
    section: RFC_7240,
    options: OPTIONS,
    title: 'the description of the endpoint tells what is answered later',
    async check(host) {
      const answer = await host.exchange({ method: 'GET' });
      const { async } = JSON.parse(textOf(answer)) as { readonly async: object };
      assert.deepEqual(async, {
        maxOperations: 4,
        maxBodyBytes: 16_777_216,
        retentionSeconds: 86_400,
        monitor: `${host.endpoint}/monitors/{id}`,
        events: true,
        durable: false,
      });
    },
  },
];
