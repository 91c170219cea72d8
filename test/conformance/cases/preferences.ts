import assert from 'node:assert/strict';
import { assertProblemOutcome, assertRefused } from '../assert-problem.js';
import { get, madeUrl, runBatch, statusesOf } from '../batch-requests.js';
import type { ConformanceCase, WireAnswer } from '../case.js';
import { echoOf } from '../echo-of.js';
import { batchAsXml } from '../read-xml-document.js';
import { postJson } from '../refusal-case.js';

const MINIMAL = { prefer: 'return=minimal' };
const STRICT = { prefer: 'handling=strict' };
const ADMIN = { allow: 'not-admin' } as const;

/** Prefer on the envelope (RFC 7240): what is honoured is confirmed, and the rest is ignored. */
export const preferenceCases: readonly ConformanceCase[] = [
  {
    id: 'C880',
    level: 'MUST',
    section: 'RFC 7240 §4.2',
    title: 'return=minimal omits only bodies of successes to unsafe methods, and marks them',
    everySetup: true,
    async check(host) {
      const { responses, answer } = await host.batch(
        [
          {
            method: 'POST',
            url: madeUrl({ status: 201, json: { id: 4 }, set: { Location: '/a/4', ETag: '"v"' } }),
          },
          { method: 'PATCH', url: '/echo', body: {} },
          get('/echo'),
          { method: 'DELETE', url: '/status/204' },
          { method: 'POST', url: '/problem' },
          { method: 'PUT', url: madeUrl({ status: 302, text: 'elsewhere' }) },
          { method: 'POST', url: '/throws' },
          { method: 'POST', url: '/echo-207' },
        ],
        MINIMAL,
      );
      assert.deepEqual(
        responses.map((response) => [response.bodyOmitted, 'body' in response]),
        [
          ['minimal', false],
          ['minimal', false],
          [undefined, true],
          [undefined, false],
          [undefined, true],
          [undefined, true],
          [undefined, true],
          [undefined, true],
        ],
      );
      assert.equal(responses[0]?.headers?.['location'], '/a/4');
      assert.equal(responses[0]?.headers?.['etag'], '"v"');
      assert.equal(responses[0]?.href, '/a/4');
      for (const response of responses.slice(0, 2)) assert.ok(!('bodyEncoding' in response));
      assertApplied(answer, 'return=minimal');
    },
  },
  {
    id: 'C881',
    level: 'MUST',
    section: 'RFC 7240 §4.2',
    title: 'return=minimal holds in XML as well',
    async check(host) {
      const { responses, answer } = await batchAsXml(
        host,
        [{ method: 'POST', url: '/echo', body: {} }, get('/echo?read'), { method: 'POST', url: '/problem' }],
        { headers: MINIMAL },
      );
      assert.deepEqual(
        responses.map(({ body, bodyOmitted }) => [body !== undefined, bodyOmitted]),
        [
          [false, 'minimal'],
          [true, undefined],
          [true, undefined],
        ],
      );
      assertApplied(answer, 'return=minimal');
    },
  },
  {
    id: 'C882',
    level: 'MUST',
    section: 'RFC 7240 §4.2',
    title: 'both values of return, or return=representation, omit nothing',
    async check(host) {
      for (const prefer of ['return=minimal, return=representation', 'return=representation']) {
        const { responses, answer } = await host.batch([{ method: 'POST', url: '/echo', body: {} }], {
          prefer,
        });
        assert.ok('body' in responses[0]!, prefer);
        assertApplied(answer, undefined);
      }
    },
  },
  {
    id: 'C883',
    level: 'MUST',
    section: 'RFC 7240 §3',
    title: 'Preference-Applied and Vary: Prefer are only sent if a preference was applied',
    everySetup: true,
    async check(host) {
      const requests = [get('/echo')];
      for (const prefer of [
        undefined,
        'wait=10',
        'respond-async',
        'return=tiny',
        'handling=lenient',
        'return',
        '=',
        'x;',
      ]) {
        const headers = prefer === undefined ? {} : { prefer };
        const { answer } = await host.batch(requests, headers);
        assertApplied(answer, undefined);
        assert.equal(answer.headers['vary'], 'Accept', prefer);
      }
    },
  },
  {
    id: 'C884',
    level: 'MUST',
    section: 'RFC 7240 §3',
    title: 'all that was applied is confirmed at once',
    async check(host) {
      const prefer = 'return=minimal, handling=strict; x=1, continue-on-error=false, wait=5';
      const { answer } = await host.batch([get('/echo')], { prefer });
      const applied = String(answer.headers['preference-applied']).split(', ').toSorted();
      assert.deepEqual(applied, ['continue-on-error=false', 'handling=strict', 'return=minimal']);
    },
  },
  {
    id: 'C885',
    level: 'MUST',
    section: 'RFC 9110 §12.5.5',
    answerHeaders: { vary: 'Prefer, Origin' },
    title: 'Vary does not name Prefer twice',
    async check(host) {
      const { answer } = await host.batch([get('/echo')], MINIMAL);
      assert.equal(answer.headers['vary'], 'Prefer, Origin, Accept');
    },
  },
  {
    id: 'C886',
    level: 'MUST',
    section: 'RFC 7240 §4.4',
    options: ADMIN,
    everySetup: true,
    title: 'handling=strict: one operation that may not run refuses the batch, with every such one',
    async check(host) {
      const requests = [get('/echo'), get('/admin/1'), get('/echo'), { method: 'DELETE', url: '/admin/2' }];
      const answer = await postJson(host, { requests }, STRICT);
      const problem = assertRefused(host, answer, [403, 'not-allowed']);
      assert.deepEqual(
        problem.errors?.map(({ pointer }) => pointer),
        ['#/requests/1', '#/requests/3'],
      );
      assertApplied(answer, 'handling=strict');
    },
  },
  {
    id: 'C887',
    level: 'MUST',
    section: 'RFC 7240 §4.4',
    options: { allow: 'not-admin-later' },
    title: 'handling=strict calls allow once per operation; what it allows runs',
    async check(host) {
      const { responses, answer } = await host.batch([get('/echo?1'), get('/echo?2')], STRICT);
      assert.deepEqual(statusesOf(responses), [200, 200]);
      assert.deepEqual(host.asked(), ['GET /echo?1', 'GET /echo?2']);
      assertApplied(answer, 'handling=strict');
    },
  },
  {
    id: 'C888',
    level: 'MUST',
    section: 'RFC 7240 §4.4',
    options: ADMIN,
    title: 'handling=strict: for a URL that is not final yet, allow is called at its turn',
    async check(host) {
      const { responses } = await host.batch(
        [
          { id: 'a', method: 'POST', url: '/location?to=/admin/4' },
          get('$a'),
          get('/echo/{v}', { references: [{ at: '/url/v', from: 'a', value: '/status' }] }),
        ],
        STRICT,
      );
      assert.equal(assertProblemOutcome(responses[1], [403, 'not-allowed']).executed, false);
      assert.equal(responses[2]?.status, 200);
      assert.deepEqual(host.asked(), ['POST /location?to=/admin/4', 'GET /admin/4', 'GET /echo/201']);
    },
  },
  {
    id: 'C889',
    level: 'MUST',
    section: 'RFC 7240 §4.4',
    options: { allow: 'throws' },
    title: 'handling=strict: an allow that throws refuses the batch, and its error is not shown',
    async check(host) {
      const answer = await postJson(host, { requests: [get('/echo')] }, STRICT);
      assert.equal(answer.status, 500);
      assert.equal(host.calls(), 0);
      assert.doesNotMatch(Buffer.from(answer.bytes).toString(), /secret-detail/);
      assert.equal(host.errors().length, 1);
    },
  },
  {
    id: 'C890',
    level: 'MUST',
    section: 'RFC 7240 §2',
    title: 'preferences of the envelope do not reach operations, their own do',
    async check(host) {
      const { responses } = await host.batch(
        [get('/echo'), get('/echo', { headers: { Prefer: 'return=representation' } })],
        MINIMAL,
      );
      assert.equal(echoOf(responses[0]).headers['prefer'], undefined);
      assert.equal(echoOf(responses[1]).headers['prefer'], 'return=representation');
    },
  },
  {
    id: 'C891',
    level: 'MUST',
    section: 'RFC 7240 §4.1',
    title: 'respond-async is not honoured: the response is 207, and does not claim otherwise',
    async check(host) {
      const { responses, answer } = await runBatch(
        host,
        { requests: [get('/echo')] },
        { prefer: 'respond-async' },
      );
      assert.deepEqual(statusesOf(responses), [200]);
      assertApplied(answer, undefined);
    },
  },
  {
    id: 'C892',
    level: 'MUST',
    section: 'docs/reference/wire-format#preferences',
    title: 'a Prefer of 15 000 characters is parsed quickly',
    async check(host) {
      for (const filler of [' ', '\t ', ',', 'a;', '"', '\\', 'x=" ']) {
        const prefer = `return=minimal${filler.repeat(Math.floor(15_000 / filler.length))}x`;
        await host.batch([get('/echo')], { prefer });
      }
    },
  },
  {
    id: 'C893',
    level: 'MUST',
    section: 'RFC 7240 §4.2',
    title: 'what return=minimal omits can still be referred to',
    async check(host) {
      const { responses } = await host.batch(
        [
          { id: 'a', method: 'POST', url: madeUrl({ json: { id: 7 } }) },
          get('/echo/{v}', { references: [{ at: '/url/v', from: 'a', value: '/body/id' }] }),
        ],
        MINIMAL,
      );
      assert.equal(responses[0]?.bodyOmitted, 'minimal');
      assert.equal(echoOf(responses[1]).url, '/echo/7');
    },
  },
  {
    id: 'C894',
    level: 'MUST',
    section: 'docs/reference/wire-format#preferences',
    options: { allow: 'never-answers', limits: { operationTimeoutMs: 40, batchTimeoutMs: 60 } },
    title: 'handling=strict: an allow that never settles is bounded by batchTimeoutMs, and nothing runs',
    async check(host) {
      const answer = await postJson(host, { requests: [get('/echo'), get('/echo')] }, STRICT);
      assert.ok(answer.status === 503 || answer.status === 207, `${answer.status}`);
      assert.match(Buffer.from(answer.bytes).toString(), /"executed":false/);
      assert.equal(host.calls(), 0);
    },
  },
];

function assertApplied(answer: WireAnswer, applied: string | undefined): void {
  assert.equal(answer.headers['preference-applied'], applied);
  const varies = /\bprefer\b/i.test(String(answer.headers['vary']));
  assert.equal(varies, applied !== undefined, `Vary: ${String(answer.headers['vary'])}`);
}
