import assert from 'node:assert/strict';
import { assertProblemOutcome } from '../assert-problem.js';
import { runBatch } from '../batch-requests.js';
import type { ConformanceCase } from '../case.js';

const SECTION = 'docs/reference/wire-format#the-response';
const get = (url: string): { method: string; url: string } => ({ method: 'GET', url });
const times = (count: number, url: string): ReturnType<typeof get>[] =>
  Array.from({ length: count }, () => get(url));

/** Order, concurrency and time. Latency is counted in turns of the event loop; the limits alone are milliseconds. */
export const timingCases: readonly ConformanceCase[] = [
  {
    id: 'C550',
    level: 'MUST',
    section: SECTION,
    everySetup: true,
    title: 'one outcome per operation, in request order, regardless of how long each takes',
    async check(host) {
      const urls = Array.from({ length: 60 }, (_, at) => `/later?turns=${(at * 37) % 23}&at=${at}`);
      const { responses, document } = await host.batch(
        urls.map((url, at) => ({ id: `op-${at}`, ...get(url) })),
      );
      assert.deepEqual(
        responses.map(({ id }) => id),
        urls.map((_, at) => `op-${at}`),
      );
      assert.deepEqual(
        responses.map(({ body }) => body),
        urls.map((url) => url.slice(url.indexOf('?'))),
      );
      assert.equal(document.summary.total, 60);
      assert.equal(host.calls(), 60);
    },
  },
  {
    id: 'C551',
    level: 'MUST',
    section: SECTION,
    title: 'operations start in request order',
    async check(host) {
      const urls = Array.from({ length: 40 }, (_, at) => `/later?turns=${(at * 17) % 11}&at=${at}`);
      await host.batch(urls.map(get));
      assert.deepEqual(host.urls(), urls);
    },
  },
  {
    id: 'C552',
    level: 'MUST',
    section: 'docs/reference/options#batchlimitsconcurrency',
    options: { limits: { concurrency: 3, operationTimeoutMs: 2000 } },
    title: 'as many run in parallel as concurrency allows, and never more',
    async check(host) {
      const { responses } = await host.batch(times(9, '/meet?of=3'));
      assert.deepEqual(
        responses.map(({ status }) => status),
        times(9, '').map(() => 200),
      );
      assert.equal(host.peak(), 3);
    },
  },
  {
    id: 'C553',
    level: 'MUST',
    section: 'docs/reference/options#batchlimitsconcurrency',
    options: { limits: { concurrency: 1 } },
    title: 'concurrency 1 runs one after another',
    async check(host) {
      await host.batch(times(9, '/later?turns=2'));
      assert.equal(host.peak(), 1);
    },
  },
  {
    id: 'C554',
    level: 'MUST',
    section: 'docs/reference/options#batchlimitsconcurrency',
    // An endpoint of its own, on which no operation has run yet.
    options: { limits: { maxOperations: 16 } },
    title: 'eight run in parallel at first by default',
    async check(host) {
      await host.batch(times(16, '/meet?of=8'));
      assert.equal(host.peak(), 8);
    },
  },
  {
    id: 'C1563',
    level: 'MUST',
    section: 'docs/reference/options#batchlimitsconcurrency',
    title: 'more than eight are tried by default where there are many',
    async check(host) {
      await host.batch(times(100, '/later?turns=2'));
      assert.ok(host.peak() > 8, `${host.peak()} ran at the same time`);
    },
  },
  {
    id: 'C1564',
    level: 'MUST',
    section: 'docs/reference/options#batchlimitsconcurrency',
    title: 'a sequential batch runs one after another, however many might',
    async check(host) {
      await runBatch(host, { execution: 'sequential', requests: times(40, '/later?turns=2') });
      assert.equal(host.peak(), 1);
    },
  },
  {
    id: 'C555',
    level: 'MUST',
    section: 'docs/reference/options#batchlimitsoperationtimeoutms',
    options: { limits: { operationTimeoutMs: 50, concurrency: 1 } },
    title: 'an operation that never ends is aborted, is 504, and frees its slot',
    async check(host) {
      const { responses } = await host.batch([get('/hangs'), get('/hangs-midway'), get('/echo')]);
      for (const response of responses.slice(0, 2)) {
        assert.equal(assertProblemOutcome(response, [504, 'operation-timeout']).executed, 'unknown');
      }
      assert.equal(responses[2]?.status, 200);
      await host.closed('/hangs');
      await host.closed('/hangs-midway');
    },
  },
  {
    id: 'C556',
    level: 'MUST',
    section: 'docs/reference/options#batchlimitsbatchtimeoutms',
    options: { limits: { operationTimeoutMs: 60, batchTimeoutMs: 90, concurrency: 1 } },
    title: 'what has not started when the batch runs out of time is 503, and the batch still answers',
    async check(host) {
      const { responses, document } = await host.batch([...times(4, '/hangs'), get('/echo')]);
      assert.equal(assertProblemOutcome(responses[0], [504, 'operation-timeout']).executed, 'unknown');
      for (const response of responses.slice(3)) {
        assert.equal(assertProblemOutcome(response, [503, 'not-started']).executed, false);
        assert.match(String(response.headers?.['retry-after']), /^\d+$/);
      }
      assert.equal(document.summary.failed, 5);
      const ran = responses.filter(({ status }) => status === 504).length;
      // One whose time was up before its turn of the event loop is 504 too, as far as the batch can know.
      assert.ok(host.calls() <= ran, 'what is said not to have started did not');
    },
  },
  {
    id: 'C557',
    level: 'MUST',
    section: SECTION,
    options: { limits: { operationTimeoutMs: 5000 } },
    title: 'a hundred quick operations leave no timer and no response behind',
    async check(host) {
      await host.batch(times(100, '/silent'));
      await host.closed('/silent');
      assert.equal(host.calls(), 100);
    },
  },
];
