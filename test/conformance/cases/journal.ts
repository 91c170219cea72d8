import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { assertProblemOutcome, assertRefused, textOf } from '../assert-problem.js';
import { get, statusesOf } from '../batch-requests.js';
import type { ConformanceCase, JsonDocument, WireAnswer } from '../case.js';
import { keyedRequest, post, sendKeyed } from '../keyed-batch.js';

const DRAFT = 'draft-ietf-httpapi-idempotency-key-header-07 §2';
const JOURNAL = { journal: 'works' } as const;

function documentOf(answer: WireAnswer): JsonDocument {
  assert.equal(answer.status, 207, textOf(answer));
  return JSON.parse(textOf(answer)) as JsonDocument;
}

/** What a request with an Idempotency-Key gets from an endpoint with a journal. */
export const journalCases: readonly ConformanceCase[] = [
  {
    id: 'C1250',
    level: 'MUST',
    section: DRAFT,
    options: JOURNAL,
    everySetup: true,
    title: 'a batch that is sent again with its key is answered with the same bytes, and runs once',
    async check(host) {
      const requests = [post({ n: 1 }, { id: 'a' }), get('/status/404'), post(2, { dependsOn: ['a'] })];
      const first = await sendKeyed(host, 'C1250', requests);
      assert.deepEqual(statusesOf(documentOf(first).responses), [200, 404, 200]);
      assert.equal(first.headers['idempotency-replayed'], undefined);
      const again = await sendKeyed(host, 'C1250', requests);
      assert.equal(textOf(again), textOf(first));
      assert.equal(again.headers['idempotency-replayed'], 'true');
      assert.equal(host.calls(), 3);
      assert.equal(host.outcomes().length, 3);
    },
  },
  {
    id: 'C1251',
    level: 'MUST',
    section: DRAFT,
    options: JOURNAL,
    title: 'a replay is written in the format that this request accepts',
    async check(host) {
      const requests = [post({ n: 1 })];
      const { responses } = documentOf(await sendKeyed(host, 'C1251', requests));
      const xml = await sendKeyed(host, 'C1251', requests, { accept: 'application/xml' });
      assert.match(textOf(xml), /<D:status>HTTP\/1.1 200 OK<\/D:status>/);
      const lines = textOf(await sendKeyed(host, 'C1251', requests, { accept: 'application/x-ndjson' }));
      assert.deepEqual(JSON.parse(lines.split('\n')[0] ?? '').body, responses[0]?.body);
      assert.equal(host.calls(), 1);
    },
  },
  {
    id: 'C1252',
    level: 'MUST',
    section: DRAFT,
    options: JOURNAL,
    everySetup: true,
    title: 'another body, URL or type under a key that was used is 422, and nothing runs',
    async check(host) {
      await sendKeyed(host, 'C1252', [post({ n: 1 })]);
      host.reset();
      const request = keyedRequest('C1252', [post({ n: 1 })]);
      const others = [
        keyedRequest('C1252', [post({ n: 2 })]),
        { ...request, path: `${host.endpoint}?a=1` },
        keyedRequest('C1252', [post({ n: 1 })], { 'content-type': 'application/json; charset=utf-8' }),
      ];
      for (const other of others)
        assertRefused(host, await host.exchange(other), [422, 'idempotency-key-reused']);
    },
  },
  {
    id: 'C1253',
    level: 'MUST',
    section: DRAFT,
    options: JOURNAL,
    title: 'nobody gets the outcomes of another client: the same key of another one runs',
    async check(host) {
      const requests = [post({ n: 1 })];
      await sendKeyed(host, 'C1253', requests);
      const other = await sendKeyed(host, 'C1253', requests, { 'x-user': 'ben' });
      assert.equal(other.headers['idempotency-replayed'], undefined);
      assert.equal(host.calls(), 2);
      const changed = await sendKeyed(host, 'C1253', [post({ n: 2 })], { 'x-user': 'eve' });
      assert.equal(changed.status, 207);
    },
  },
  {
    id: 'C1254',
    level: 'MUST',
    section: 'docs/reference/problems#unidentified',
    options: JOURNAL,
    title: 'a key from nobody is 403, whatever the key is',
    async check(host) {
      for (const key of ['"C1254"', '', '"\t"'])
        assertRefused(
          host,
          await sendKeyed(host, 'C1254', [post(1)], { 'x-user': '', 'idempotency-key': key }),
          [403, 'unidentified'],
        );
    },
  },
  {
    id: 'C1255',
    level: 'MUST',
    section: 'RFC 9651 §3.3.3',
    options: JOURNAL,
    title: 'a key that is no string, empty, too long, or one of two is 400',
    async check(host) {
      const wrong = [
        '""',
        '"a',
        'a b',
        '"é"',
        ':a;b=1,',
        '"a";p=1',
        '"a", "b"',
        `"${'k'.repeat(256)}"`,
        '("a")',
      ];
      for (const key of [...wrong, ['"a"', '"b"']]) {
        const answer = await sendKeyed(host, '', [post(1)], { 'idempotency-key': key });
        assertRefused(host, answer, [400, 'invalid-idempotency-key']);
      }
      const longest = await sendKeyed(host, 'k'.repeat(255), [post(1)]);
      assert.equal(longest.status, 207);
    },
  },
  {
    id: 'C1256',
    level: 'MUST',
    section: DRAFT,
    options: JOURNAL,
    title: 'a key without quotes is the same key, and an escape is the character',
    async check(host) {
      await sendKeyed(host, 'C1256', [post(1)]);
      const bare = await sendKeyed(host, '', [post(1)], { 'idempotency-key': 'C1256' });
      assert.equal(bare.headers['idempotency-replayed'], 'true');
      const escaped = await sendKeyed(host, '', [post(1)], { 'idempotency-key': '"C1256\\""' });
      assert.equal(escaped.headers['idempotency-replayed'], undefined);
    },
  },
  {
    id: 'C1257',
    level: 'MUST',
    section: DRAFT,
    options: { ...JOURNAL, idempotency: { required: true } },
    everySetup: true,
    title: 'where a key is required, a batch without one is 400 with a link to the description',
    async check(host) {
      const { headers: { 'idempotency-key': _key, ...headers } = {}, ...request } = keyedRequest('', [
        post(1),
      ]);
      const answer = await host.exchange({ ...request, headers });
      assertRefused(host, answer, [400, 'idempotency-key-missing']);
      assert.equal(answer.headers['link'], `<${host.endpoint}>; rel="describedby"`);
    },
  },
  {
    id: 'C1258',
    level: 'MUST',
    section: 'docs/reference/wire-format#discovery',
    options: JOURNAL,
    title: 'the description says that keys are honoured; a key of GET is ignored',
    async check(host) {
      const answer = await host.exchange({ method: 'GET', headers: { 'idempotency-key': 'a b' } });
      assert.equal((JSON.parse(textOf(answer)) as { idempotency: unknown }).idempotency, true);
    },
  },
  {
    id: 'C1259',
    level: 'MUST',
    section: DRAFT,
    options: JOURNAL,
    comparable: false,
    title: 'while the batch runs, its key is 409 with Retry-After; then it is replayed',
    async check(host) {
      const requests = [post({}, { url: '/meet?of=2' })];
      const running = sendKeyed(host, 'C1259', requests);
      await host.entered('/meet');
      const meanwhile = await sendKeyed(host, 'C1259', requests);
      assert.equal(meanwhile.status, 409, textOf(meanwhile));
      assert.match(String(meanwhile.headers['retry-after']), /^[12]$/);
      const problem = JSON.parse(textOf(meanwhile)) as { type: string; executed: unknown };
      assert.equal(problem.type, 'urn:multistatus:problem:idempotency-in-progress');
      assert.equal(problem.executed, 'unknown');
      const other = await sendKeyed(host, 'C1259', [post({ n: 2 })]);
      assert.equal(other.status, 422);
      await host.batch(requests);
      const first = textOf(await running);
      assert.equal(textOf(await sendKeyed(host, 'C1259', requests)), first);
      assert.equal(host.calls(), 2);
    },
  },
  {
    id: 'C1260',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#limits-of-the-run',
    options: { ...JOURNAL, limits: { concurrency: 1 } },
    comparable: false,
    title: 'a batch with a key goes on when its client disconnects',
    async check(host) {
      const requests = [post({}, { url: '/meet?of=2' }), post({ n: 2 })];
      const gone = new AbortController();
      const abandoned = host.exchange({ ...keyedRequest('C1260', requests), signal: gone.signal });
      abandoned.catch(() => undefined);
      await host.entered('/meet');
      gone.abort();
      await assert.rejects(Promise.all([abandoned, host.batch([get('/meet?of=2')])]), { name: 'AbortError' });
      let again = await sendKeyed(host, 'C1260', requests);
      while (again.status === 409) {
        await turn(); // on a host without sockets, nothing else would get its turn
        again = await sendKeyed(host, 'C1260', requests);
      }
      assert.deepEqual(statusesOf(documentOf(again).responses), [200, 200]);
      assert.equal(again.headers['idempotency-replayed'], 'true');
      assert.equal(host.urls().filter((url) => url === '/echo').length, 1);
    },
  },
  {
    id: 'C1261',
    level: 'MUST',
    section: 'docs/reference/wire-format#a-response',
    options: JOURNAL,
    title: 'cookies and long bodies are not replayed',
    async check(host) {
      const requests = [
        post({}, { url: '/cookies?set=a%3D1' }),
        post({}, { url: '/large?bytes=65536' }),
        post({}, { url: '/large?bytes=65537' }),
      ];
      const first = await sendKeyed(host, 'C1261', requests);
      assert.ok(first.headers['set-cookie'] !== undefined);
      const again = await sendKeyed(host, 'C1261', requests);
      assert.equal(again.headers['set-cookie'], undefined);
      const [cookie, fits, long] = documentOf(again).responses;
      assert.ok(cookie?.body !== undefined);
      assert.equal(String(fits?.body).length, 65_536);
      assert.deepEqual([long?.status, long?.body, long?.bodyOmitted], [200, undefined, 'not-stored']);
    },
  },
  {
    id: 'C1262',
    level: 'MUST',
    section: DRAFT,
    options: JOURNAL,
    everySetup: true,
    title: 'a refusal is not kept: the key is still free',
    async check(host) {
      assertRefused(host, await sendKeyed(host, 'C1262', []), [400, 'invalid-batch']);
      const answer = await sendKeyed(host, 'C1262', [post(1)]);
      assert.deepEqual(statusesOf(documentOf(answer).responses), [200]);
    },
  },
  {
    id: 'C1263',
    level: 'MUST',
    section: 'docs/reference/wire-format#idempotency-keys',
    options: { ...JOURNAL, transaction: 'keeps' },
    title: 'the outcomes of an atomicity group that was rolled back are replayed',
    async check(host) {
      const requests = [
        post(1, { atomicityGroup: 'g' }),
        post(2, { atomicityGroup: 'g', url: '/status/409' }),
        post(3, { dependsOn: ['g'] }),
      ];
      const first = await sendKeyed(host, 'C1263', requests);
      assert.deepEqual(statusesOf(documentOf(first).responses), [424, 409, 424]);
      assert.equal(textOf(await sendKeyed(host, 'C1263', requests)), textOf(first));
      assert.equal(host.calls(), 2);
    },
  },
  {
    id: 'C1264',
    level: 'MUST',
    section: 'docs/reference/wire-format#idempotency-keys',
    options: { ...JOURNAL, limits: { concurrency: 1, batchTimeoutMs: 200 } },
    comparable: false,
    title: 'what had not started when the time of the batch was over runs with the same key',
    async check(host) {
      const requests = [post(1, { url: '/hangs' }), post(2)];
      const first = documentOf(await sendKeyed(host, 'C1264', requests));
      assertProblemOutcome(first.responses[0], [504, 'operation-timeout']);
      assertProblemOutcome(first.responses[1], [503, 'not-started']);
      host.reset();
      const second = await sendKeyed(host, 'C1264', requests);
      assert.deepEqual(statusesOf(documentOf(second).responses), [504, 200]);
      assert.deepEqual(host.urls(), ['/echo']);
      const third = await sendKeyed(host, 'C1264', requests);
      assert.equal(third.headers['idempotency-replayed'], 'true');
      assert.equal(textOf(third), textOf(second));
    },
  },
];
