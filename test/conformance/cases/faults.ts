import assert from 'node:assert/strict';
import { assertProblemOutcome, textOf } from '../assert-problem.js';
import type { ConformanceCase, RunningHost } from '../case.js';
import { batchAsXml } from '../read-xml-document.js';

const get = (url: string): { method: string; url: string } => ({ method: 'GET', url });

/** Ways in which a handler can fail to answer, and the problem that is reported instead. */
const FAULTS = [
  ['C520', 'throws', '/throws', [500, 'internal']],
  ['C521', 'throws what is no Error', '/throws-text', [500, 'internal']],
  ['C522', 'destroys its response', '/destroys', [500, 'no-response']],
  ['C523', 'destroys its response with an error', '/destroys-with-error', [500, 'no-response']],
  ['C524', 'destroys its request', '/destroys-request', [500, 'no-response']],
  ['C525', 'destroys its socket', '/destroys-socket', [500, 'no-response']],
  ['C526', 'destroys its response in the middle', '/destroys-midway', [500, 'no-response']],
  ['C527', 'answers status 700', '/bogus-status/700', [500, 'invalid-response']],
  ['C528', 'answers status 999', '/bogus-status/999', [500, 'invalid-response']],
  ['C529', 'answers status 600', '/bogus-status/600', [500, 'invalid-response']],
  ['C530', 'answers status 199', '/bogus-status/199', [500, 'invalid-response']],
  ['C531', 'answers status 101', '/bogus-status/101', [500, 'invalid-response']],
] as const;

/** A failing handler affects only its own operation, and leaks nothing. */
export const faultCases: readonly ConformanceCase[] = [
  ...FAULTS.map(
    ([id, title, url, expected]): ConformanceCase => ({
      id,
      level: 'MUST',
      section: `docs/reference/problems#${expected[1]}`,
      title: `a handler that ${title}: ${expected.join(' ')}`,
      everySetup: id === 'C520',
      async check(host) {
        const { responses, document, answer } = await host.batch([get('/echo'), get(url), get('/echo')]);
        const problem = assertProblemOutcome(responses[1], expected);
        assert.equal(problem.executed, 'unknown');
        assert.deepEqual([responses[0]?.status, responses[2]?.status], [200, 200]);
        assert.deepEqual(document.summary, { total: 3, succeeded: 2, failed: 1, other: 0 });
        assert.doesNotMatch(textOf(answer), /secret-detail/);
        const inXml = await batchAsXml(host, [get(url)]);
        assert.match(inXml.responses[0]?.status ?? '', /^HTTP\/1\.1 500 /);
      },
    }),
  ),
  {
    id: 'C535',
    level: 'MUST',
    section: 'docs/reference/wire-format#the-response',
    title: 'a handler whose promise rejects: 500 internal',
    async check(host) {
      const { responses } = await host.batch([get('/rejects'), get('/echo')]);
      assert.equal(assertProblemOutcome(responses[0], [500, 'internal']).executed, 'unknown');
      assert.equal(responses[1]?.status, 200);
    },
  },
  {
    id: 'C536',
    level: 'MUST',
    section: 'docs/reference/wire-format#the-response',
    options: { limits: { operationTimeoutMs: 50 } },
    title: 'a handler that throws in the middle of its response fails only its operation',
    async check(host) {
      const { responses, answer } = await host.batch([get('/throws-midway'), get('/echo')]);
      assert.equal(responses[0]?.status, 500);
      assert.match(JSON.stringify(responses[0].body), /urn:multistatus:problem:(internal|no-response)"/);
      assert.doesNotMatch(textOf(answer), /secret-detail/);
    },
  },
  {
    id: 'C537',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#what-clients-learn-of-errors',
    title: 'what a handler throws reaches onError',
    async check(host) {
      await host.batch([get('/throws')]);
      assert.equal(host.errors().length, 1);
      assert.match(String(host.errors()[0]), /secret-detail/);
    },
  },
  {
    id: 'C538',
    level: 'MUST',
    section: 'RFC 9110 §15',
    title: 'a status that Node refuses to send fails only its operation',
    async check(host) {
      for (const code of ['0', '1000', '-1', 'abc']) {
        const { responses } = await host.batch([get(`/bogus-status/${code}`), get('/echo')]);
        assert.equal(responses[0]?.status, 500, code);
        assert.equal(responses[1]?.status, 200);
      }
    },
  },
  {
    id: 'C540',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#a-batch-inside-a-batch',
    everySetup: true,
    title: 'a batch inside a batch is 403 nested-batch, known by the request and not by its path',
    async check(host) {
      const inner = { requests: [get('/echo')] };
      const { responses } = await host.batch([{ method: 'POST', url: '/again', body: inner }, get('/echo')]);
      assert.equal(assertProblemOutcome(responses[0], [403, 'nested-batch']).executed, false);
      assert.equal(responses[1]?.status, 200);
      assert.deepEqual(host.urls().toSorted(), ['/again', '/echo']);
    },
  },
  {
    id: 'C541',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#a-batch-inside-a-batch',
    title: 'an operation whose path only looks like the batch is not a batch',
    async check(host) {
      const urls = [host.endpoint, `${host.endpoint}/x`, `/echo${host.endpoint}`];
      const { responses } = await host.batch(urls.map(get));
      assert.deepEqual(
        responses.map(({ status }) => status),
        [404, 404, 200],
      );
      assert.deepEqual(host.urls(), urls);
    },
  },
  {
    id: 'C542',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#a-batch-inside-a-batch',
    title: 'what follows a nested batch is not affected',
    async check(host) {
      await host.batch([{ method: 'POST', url: '/again', body: { requests: [get('/echo')] } }]);
      await assertSound(host);
    },
  },
];

async function assertSound(host: RunningHost): Promise<void> {
  const { responses } = await host.batch([get('/echo')]);
  assert.equal(responses[0]?.status, 200);
}
