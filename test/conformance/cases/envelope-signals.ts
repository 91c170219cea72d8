import assert from 'node:assert/strict';
import { assertRefused } from '../assert-problem.js';
import { get, madeUrl, statusesOf } from '../batch-requests.js';
import type { ConformanceCase } from '../case.js';
import { echoOf } from '../echo-of.js';
import { postJson } from '../refusal-case.js';

const SECTION = 'docs/reference/problems#not-started';
const wait = (status: number, seconds: string): string =>
  madeUrl({ status, set: { 'Retry-After': seconds } });

/** How operations affect the envelope, and how the envelope affects operations. */
export const envelopeSignalCases: readonly ConformanceCase[] = [
  {
    id: 'C895',
    level: 'MUST',
    section: 'RFC 6585 §4',
    everySetup: true,
    title: '429 and 503 with Retry-After: the envelope has the greatest, each operation its own',
    async check(host) {
      const { responses, answer } = await host.batch([
        get(wait(429, '7')),
        get(wait(503, '120')),
        get(wait(429, '30')),
      ]);
      assert.equal(answer.headers['retry-after'], '120');
      assert.deepEqual(
        responses.map(({ headers }) => headers?.['retry-after']),
        ['7', '120', '30'],
      );
    },
  },
  {
    id: 'C896',
    level: 'MUST',
    section: 'RFC 9110 §10.2.3',
    title: 'Retry-After of other statuses, or an invalid one, is not on the envelope',
    async check(host) {
      const urls = [wait(301, '7'), wait(200, '7'), wait(429, 'soon'), wait(503, '-1'), wait(429, '')];
      const { answer } = await host.batch(urls.map((url) => get(url)));
      assert.equal(answer.headers['retry-after'], undefined);
    },
  },
  {
    id: 'C897',
    level: 'MUST',
    section: 'RFC 9110 §10.2.3',
    title: 'Retry-After as a date is compared in seconds; a past date means no wait',
    comparable: false,
    async check(host) {
      const soon = new Date(Date.now() + 100_000).toUTCString();
      const { answer } = await host.batch([get(wait(503, soon)), get(wait(429, '3'))]);
      const seconds = Number(answer.headers['retry-after']);
      assert.ok(seconds > 60 && seconds <= 100, String(answer.headers['retry-after']));
      const past = await host.batch([get(wait(503, 'Thu, 01 Jan 1970 00:00:00 GMT'))]);
      assert.equal(past.answer.headers['retry-after'], '0');
    },
  },
  {
    id: 'C898',
    level: 'MUST',
    section: SECTION,
    options: { limits: { batchTimeoutMs: 250, concurrency: 1 } },
    title: 'operations that have not started set Retry-After on the envelope too',
    async check(host) {
      const { responses, answer } = await host.batch([get('/hangs'), get('/echo')]);
      assert.deepEqual(statusesOf(responses), [504, 503]);
      assert.equal(answer.headers['retry-after'], '1');
      assert.equal(responses[1]?.headers?.['retry-after'], '1');
    },
  },
  {
    id: 'C899',
    level: 'MUST',
    section: 'RFC 9110 §13.1',
    everySetup: true,
    title: 'a condition on the envelope is 400 conditional-batch, before anything runs',
    async check(host) {
      const conditions = {
        'if-match': '"v1"',
        'if-none-match': '*',
        'if-unmodified-since': 'Thu, 01 Jan 1970 00:00:00 GMT',
      };
      for (const [name, value] of Object.entries(conditions)) {
        const answer = await postJson(host, { requests: [get('/echo')] }, { [name]: value });
        const problem = assertRefused(host, answer, [400, 'conditional-batch']);
        assert.match(problem.detail ?? '', new RegExp(name));
      }
    },
  },
  {
    id: 'C900',
    level: 'MUST',
    section: 'RFC 9110 §13.1.3',
    title: 'If-Modified-Since and Range, which have no meaning for POST, are ignored and not inherited',
    async check(host) {
      const { responses } = await host.batch([get('/echo')], {
        'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT',
        range: 'bytes=0-1',
      });
      assert.equal(echoOf(responses[0]).headers['if-modified-since'], undefined);
      assert.equal(echoOf(responses[0]).headers['range'], undefined);
    },
  },
  {
    id: 'C903',
    level: 'MUST',
    section: 'RFC 9110 §11.6.1',
    title: 'a 401 of an operation keeps its WWW-Authenticate and does not become a 401 of the batch',
    async check(host) {
      const url = madeUrl({ status: 401, set: { 'WWW-Authenticate': 'Bearer realm="a"' } });
      const { responses, answer } = await host.batch([get(url)]);
      assert.equal(responses[0]?.status, 401);
      assert.equal(responses[0]?.headers?.['www-authenticate'], 'Bearer realm="a"');
      assert.equal(answer.headers['www-authenticate'], undefined);
    },
  },
];
