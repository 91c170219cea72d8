import assert from 'node:assert/strict';
import { assertProblemOutcome } from '../assert-problem.js';
import { get, runBatch, statusesOf } from '../batch-requests.js';
import type { ConformanceCase } from '../case.js';
import { batchAsXml } from '../read-xml-document.js';
import { refusalCase } from '../refusal-case.js';

const SECTION = 'docs/reference/wire-format#members-of-a-batch';
const later = (name: string): string => `/later?turns=2&${name}`;
const STOP = { prefer: 'continue-on-error=false' };

/** execution and onError: one at a time, and nothing after a failure. */
export const stopCases: readonly ConformanceCase[] = [
  refusalCase({
    id: 'C865',
    title: 'an execution that is unknown is refused',
    batch: { requests: [get('/echo')], execution: 'serial' },
    at: '#/execution',
    code: 'invalid-value',
    everySetup: true,
  }),
  refusalCase({
    id: 'C866',
    title: 'an onError that is unknown is refused',
    batch: { requests: [get('/echo')], onError: true },
    at: '#/onError',
    code: 'invalid-value',
  }),
  {
    id: 'C867',
    level: 'MUST',
    section: SECTION,
    title: 'execution sequential runs one at a time, in plan order, and goes on after a failure',
    everySetup: true,
    async check(host) {
      const { responses } = await runBatch(host, {
        execution: 'sequential',
        requests: [
          get(later('c'), { dependsOn: ['b'] }),
          get(later('a')),
          get('/status/500'),
          get(later('b'), { id: 'b' }),
        ],
      });
      assert.equal(host.peak(), 1);
      assert.deepEqual(host.urls(), [later('a'), '/status/500', later('b'), later('c')]);
      assert.deepEqual(statusesOf(responses), [200, 200, 500, 200]);
    },
  },
  {
    id: 'C868',
    level: 'MUST',
    section: 'docs/reference/options#batchexecution',
    options: { execution: 'sequential' },
    title: 'option execution applies to a batch that does not state it; the batch wins',
    async check(host) {
      await runBatch(host, { requests: [get(later('a')), get(later('b'))] });
      assert.equal(host.peak(), 1);
      host.reset();
      await runBatch(host, { execution: 'parallel', requests: [get('/meet?of=2'), get('/meet?of=2')] });
      assert.equal(host.peak(), 2);
    },
  },
  {
    id: 'C869',
    level: 'MUST',
    section: SECTION,
    title: 'onError stop: everything after the failure is 424 stopped with because, and never ran',
    everySetup: true,
    async check(host) {
      const { responses, document } = await runBatch(host, {
        onError: 'stop',
        requests: [
          get(later('a')),
          get('/status/409', { id: 'culprit' }),
          get('/echo', { id: 'c' }),
          get('/echo'),
        ],
      });
      assert.deepEqual(statusesOf(responses), [200, 409, 424, 424]);
      for (const response of responses.slice(2)) {
        const problem = assertProblemOutcome(response, [424, 'stopped']);
        assert.deepEqual(problem.because, ['culprit']);
        assert.equal(problem.executed, false);
      }
      assert.deepEqual(host.urls(), [later('a'), '/status/409']);
      assert.deepEqual(document.summary, { total: 4, succeeded: 1, failed: 3, other: 0 });
    },
  },
  {
    id: 'C870',
    level: 'MUST',
    section: SECTION,
    title: 'stop overrides execution parallel, and does not affect a batch without failure',
    async check(host) {
      const requests = [get(later('a')), get('/status/302'), get('/not-modified'), get(later('b'))];
      const { responses } = await runBatch(host, { onError: 'stop', execution: 'parallel', requests });
      assert.deepEqual(statusesOf(responses), [200, 302, 304, 200]);
      assert.equal(host.peak(), 1);
    },
  },
  {
    id: 'C871',
    level: 'MUST',
    section: SECTION,
    title: 'after a failure, what depends on it is failed-dependency, the rest is stopped',
    async check(host) {
      const { responses } = await runBatch(host, {
        onError: 'stop',
        requests: [
          get('/echo', { dependsOn: ['a'] }),
          get('/status/500', { id: 'a' }),
          get('/echo'),
          get('/echo', { dependsOn: ['2'] }),
        ],
      });
      assertProblemOutcome(responses[0], [424, 'failed-dependency']);
      assertProblemOutcome(responses[2], [424, 'stopped']);
      for (const { body } of responses.filter(({ status }) => status === 424)) {
        assert.deepEqual((body as { because?: unknown }).because, ['a']);
      }
      assert.deepEqual(host.urls(), ['/status/500']);
    },
  },
  {
    id: 'C872',
    level: 'MUST',
    section: SECTION,
    options: { transaction: 'keeps' },
    title: 'a group that was rolled back stops the batch; a group that follows never begins',
    async check(host) {
      const of = (atomicityGroup: string, url: string): unknown => ({
        method: 'POST',
        url,
        atomicityGroup,
      });
      const { responses } = await runBatch(host, {
        onError: 'stop',
        requests: [of('g', '/echo'), of('g', '/status/409'), of('h', '/echo')],
      });
      assert.deepEqual(statusesOf(responses), [424, 409, 424]);
      assert.deepEqual(assertProblemOutcome(responses[2], [424, 'stopped']).because, ['1']);
      assert.deepEqual(host.transactions(), ['begin g', 'rollback g']);
    },
  },
  {
    id: 'C873',
    level: 'MUST',
    section: 'RFC 7240 §2',
    title: 'Prefer continue-on-error=false stops, in the spelling of OData too, and is confirmed',
    everySetup: true,
    async check(host) {
      for (const prefer of [
        'continue-on-error=false',
        'odata.continue-on-error=FALSE',
        'x, Continue-On-Error="false"; a=b',
      ]) {
        host.reset();
        const requests = [get('/status/500'), get('/echo')];
        const { responses, answer } = await runBatch(host, { requests }, { prefer });
        assertProblemOutcome(responses[1], [424, 'stopped']);
        assert.equal(answer.headers['preference-applied'], 'continue-on-error=false');
        assert.deepEqual(host.urls(), ['/status/500']);
      }
    },
  },
  {
    id: 'C874',
    level: 'MUST',
    section: SECTION,
    title: 'onError of the batch overrides Prefer, which is then not confirmed',
    async check(host) {
      const requests = [get('/status/500'), get('/echo')];
      const { responses, answer } = await runBatch(host, { onError: 'continue', requests }, STOP);
      assert.deepEqual(statusesOf(responses), [500, 200]);
      assert.equal(answer.headers['preference-applied'], undefined);
    },
  },
  {
    id: 'C875',
    level: 'MUST',
    section: 'RFC 7240 §2',
    title: 'continue-on-error without a value, or true, continues',
    async check(host) {
      for (const prefer of [
        'continue-on-error',
        'continue-on-error=true',
        'continue-on-error=true, continue-on-error=false',
      ]) {
        const requests = [get('/status/500'), get('/echo')];
        const { responses } = await runBatch(host, { requests }, { prefer });
        assert.deepEqual(statusesOf(responses), [500, 200], prefer);
      }
    },
  },
  {
    id: 'C876',
    level: 'MUST',
    section: 'RFC 4918 §11.4',
    title: 'in XML stopped operations make a valid document',
    async check(host) {
      const { responses } = await batchAsXml(
        host,
        [get('/status/500'), get('/echo'), get('$1'), get('/echo')],
        { headers: STOP },
      );
      assert.deepEqual(
        responses.map(({ status }) => Number(status.split(' ')[1])),
        [500, 424, 424, 424],
      );
    },
  },
];
