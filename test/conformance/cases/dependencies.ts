import assert from 'node:assert/strict';
import { assertProblemOutcome } from '../assert-problem.js';
import { get, runBatch, statusesOf } from '../batch-requests.js';
import type { ConformanceCase } from '../case.js';
import { type Refusal, refusalCase, refusedFaults } from '../refusal-case.js';

const SECTION = 'docs/reference/wire-format#dependencies';
const later = (name: string): string => `/later?turns=3&of=${name}`;

const REFUSED: readonly Refusal[] = [
  {
    id: 'C700',
    title: 'dependsOn names an operation that is not there',
    batch: { requests: [get('/echo'), get('/echo', { dependsOn: ['0', 'nobody'] })] },
    at: '#/requests/1/dependsOn/1',
    code: 'unknown-dependency',
    everySetup: true,
  },
  {
    id: 'C701',
    title: 'dependsOn names the operation itself',
    batch: { requests: [get('/echo', { id: 'a', dependsOn: ['a'] })] },
    at: '#/requests/0/dependsOn/0',
    code: 'self-dependency',
    everySetup: true,
  },
  {
    id: 'C702',
    title: 'dependsOn differs from an id by case only',
    batch: { requests: [get('/echo', { id: 'a' }), get('/echo', { dependsOn: ['A'] })] },
    at: '#/requests/1/dependsOn/0',
    code: 'unknown-dependency',
  },
  {
    id: 'C703',
    title: 'dependsOn is a string',
    batch: { requests: [get('/echo', { id: 'a' }), { ...get('/echo'), dependsOn: 'a' }] },
    at: '#/requests/1/dependsOn',
    code: 'wrong-type',
  },
  {
    id: 'C704',
    title: 'dependsOn holds a number',
    batch: { requests: [get('/echo', { id: '0' }), { ...get('/echo'), dependsOn: [0] }] },
    at: '#/requests/1/dependsOn/0',
    code: 'wrong-type',
  },
];

/** dependsOn: order, refusals before anything runs, and 424 after a failure. */
export const dependencyCases: readonly ConformanceCase[] = [
  ...REFUSED.map(refusalCase),
  {
    id: 'C705',
    level: 'MUST',
    section: SECTION,
    title: 'every cycle is named, with a pointer to a dependency in it, in one answer',
    everySetup: true,
    async check(host) {
      const faults = await refusedFaults(host, {
        requests: [
          get('/echo', { id: 'a', dependsOn: ['c'] }),
          get('/echo', { id: 'b', dependsOn: ['a'] }),
          get('/echo', { id: 'c', dependsOn: ['b'] }),
          get('/echo', { id: 'x', dependsOn: ['y'] }),
          get('/echo', { id: 'y', dependsOn: ['x'] }),
          get('/echo', { id: 'behind', dependsOn: ['x'] }),
        ],
      });
      assert.deepEqual(
        faults.map(({ code }) => code),
        ['dependency-cycle', 'dependency-cycle'],
      );
      assert.match(faults[0]!.pointer, /^#\/requests\/[012]\/dependsOn\/0$/);
      for (const id of ['a', 'b', 'c']) assert.match(faults[0]!.detail, new RegExp(`\\b${id}\\b`));
      assert.match(faults[1]!.pointer, /^#\/requests\/[34]\/dependsOn\/0$/);
      assert.match(faults[1]!.detail, /\bx -> y\b|\by -> x\b/);
    },
  },
  {
    id: 'C706',
    level: 'MUST',
    section: SECTION,
    title: 'a cycle through references is a cycle too',
    async check(host) {
      const faults = await refusedFaults(host, {
        requests: [
          get('$b', { id: 'a' }),
          get('/echo/{v}', { id: 'b', references: [{ at: '/url/v', from: 'a', value: '/status' }] }),
        ],
      });
      assert.deepEqual(
        faults.map(({ code }) => code),
        ['dependency-cycle'],
      );
      assert.match(faults[0]!.pointer, /^#\/requests\/(0\/url|1\/references\/0\/from)$/);
    },
  },
  {
    id: 'C707',
    level: 'MUST',
    section: SECTION,
    title: 'a cycle of 5 000 operations is refused, with a short message',
    options: { limits: { maxOperations: 10_000 } },
    async check(host) {
      const requests = Array.from({ length: 5000 }, (_, at) =>
        get('/echo', { id: `n${at}`, dependsOn: [`n${(at + 1) % 5000}`] }),
      );
      const [fault] = await refusedFaults(host, { requests });
      assert.equal(fault?.code, 'dependency-cycle');
      assert.ok(fault.detail.length < 500, 'the detail is short');
    },
  },
  {
    id: 'C708',
    level: 'MUST',
    section: SECTION,
    title: 'an operation starts only after all its dependencies have ended, listed before or after it',
    everySetup: true,
    async check(host) {
      const { responses } = await host.batch([
        get(later('last'), { id: 'last', dependsOn: ['b', 'first'] }),
        get(later('b'), { id: 'b', dependsOn: ['first'] }),
        get(later('c'), { id: 'c', dependsOn: ['last'] }),
        get(later('first'), { id: 'first' }),
      ]);
      assert.deepEqual(host.urls(), ['first', 'b', 'last', 'c'].map(later));
      assert.equal(host.peak(), 1);
      assert.deepEqual(
        responses.map(({ id, status }) => [id, status]),
        ['last', 'b', 'c', 'first'].map((id) => [id, 200]),
      );
    },
  },
  {
    id: 'C709',
    level: 'MUST',
    section: SECTION,
    title: 'an operation without dependencies runs in parallel and is not delayed',
    async check(host) {
      await host.batch([
        get('/meet?of=2&a', { id: 'a' }),
        get('/echo', { dependsOn: ['a'] }),
        get('/meet?of=2&b'),
      ]);
      assert.deepEqual(host.urls(), ['/meet?of=2&a', '/meet?of=2&b', '/echo']);
    },
  },
  {
    id: 'C710',
    level: 'MUST',
    section: SECTION,
    title: 'a dependency named twice, or a diamond, does not block',
    async check(host) {
      const { responses } = await host.batch([
        get('/echo', { id: 'top' }),
        get('/echo', { id: 'left', dependsOn: ['top', 'top'] }),
        get('/echo', { id: 'right', dependsOn: ['top'] }),
        get('/echo', { dependsOn: ['left', 'right', 'top'] }),
      ]);
      assert.deepEqual(statusesOf(responses), [200, 200, 200, 200]);
    },
  },
  {
    id: 'C711',
    level: 'MUST',
    section: 'RFC 4918 §11.4',
    title: 'what depends on a failure, even indirectly, is 424 with because, and never runs',
    everySetup: true,
    async check(host) {
      const { responses, document } = await host.batch([
        get('/echo?end', { id: 'end', dependsOn: ['middle'] }),
        get('/status/409', { id: 'culprit' }),
        get('/echo?middle', { id: 'middle', dependsOn: ['culprit'] }),
        get('/echo', { id: 'free' }),
      ]);
      assert.deepEqual(statusesOf(responses), [424, 409, 424, 200]);
      for (const response of [responses[0], responses[2]]) {
        const problem = assertProblemOutcome(response, [424, 'failed-dependency']);
        assert.deepEqual(problem.because, ['culprit']);
        assert.equal(problem.executed, false);
      }
      assert.deepEqual(host.urls().toSorted(), ['/echo', '/status/409']);
      assert.deepEqual(document.summary, { total: 4, succeeded: 1, failed: 3, other: 0 });
    },
  },
  {
    id: 'C712',
    level: 'MUST',
    section: 'RFC 4918 §11.4',
    title: 'because names every cause, and no operation that succeeded',
    async check(host) {
      const { responses } = await host.batch([
        get('/status/500', { id: 'a' }),
        get('/echo', { id: 'good' }),
        get('/status/404', { id: 'b' }),
        get('/echo', { id: 'c', dependsOn: ['b', 'good'] }),
        get('/echo', { dependsOn: ['good', 'a', 'c'] }),
      ]);
      const { because } = assertProblemOutcome(responses[4], [424, 'failed-dependency']);
      assert.deepEqual([...(because ?? [])].toSorted(), ['a', 'b']);
    },
  },
  {
    id: 'C713',
    level: 'MUST',
    section: SECTION,
    title: 'a dependency that is not a success: 304, 302, 412, 401, a foreign 207',
    async check(host) {
      for (const url of ['/not-modified', '/status/302', '/status/412', '/status/401', '/echo-207']) {
        host.reset();
        const { responses } = await host.batch([get(url, { id: 'a' }), get('/echo', { dependsOn: ['a'] })]);
        const problem = assertProblemOutcome(responses[1], [424, 'failed-dependency']);
        assert.deepEqual(problem.because, ['a'], url);
        assert.deepEqual(host.urls(), [url]);
      }
    },
  },
  {
    id: 'C714',
    level: 'MUST',
    section: SECTION,
    title: 'a dependency that was accepted (202) or has no content (204) is a success',
    async check(host) {
      const { responses } = await host.batch([
        get('/status/202', { id: 'a' }),
        get('/status/204', { id: 'b' }),
        get('/echo', { dependsOn: ['a', 'b'] }),
      ]);
      assert.deepEqual(statusesOf(responses), [202, 204, 200]);
    },
  },
  {
    id: 'C715',
    level: 'MUST',
    section: SECTION,
    title: 'a dependency whose outcome is a problem of the batch is a failure',
    options: { allow: 'not-admin', limits: { operationTimeoutMs: 250 } },
    async check(host) {
      for (const url of ['/throws', '/destroys', '/bogus-status/700', '/hangs', '/admin']) {
        const { responses } = await host.batch([get(url, { id: 'a' }), get('/echo', { dependsOn: ['a'] })]);
        assert.deepEqual(assertProblemOutcome(responses[1], [424, 'failed-dependency']).because, ['a'], url);
      }
    },
  },
  {
    id: 'C716',
    level: 'MUST',
    section: SECTION,
    title: 'what depends on an operation that the end of the batch aborted is 424 or 503, and never ran',
    options: { limits: { batchTimeoutMs: 250 } },
    comparable: false,
    async check(host) {
      const { responses } = await host.batch([
        get('/hangs', { id: 'a' }),
        get('/echo', { id: 'b', dependsOn: ['a'] }),
        get('/echo', { dependsOn: ['b'] }),
      ]);
      assertProblemOutcome(responses[0], [504, 'operation-timeout']);
      for (const response of responses.slice(1)) {
        assert.ok(response.status === 424 || response.status === 503, `${response.status}`);
        assert.equal((response.body as { executed?: unknown }).executed, false);
      }
      assert.deepEqual(host.urls(), ['/hangs']);
    },
  },
  {
    id: 'C717',
    level: 'MUST',
    section: SECTION,
    title: 'a chain of 100 listed in reverse runs in the order of its dependencies',
    async check(host) {
      const requests = Array.from({ length: 100 }, (_, at) =>
        get(`/echo?${at}`, { id: `n${at}`, dependsOn: at === 99 ? [] : [`n${at + 1}`] }),
      );
      await host.batch(requests);
      assert.deepEqual(host.urls(), requests.map(({ url }) => url).toReversed());
    },
  },
  {
    id: 'C718',
    level: 'MUST',
    section: SECTION,
    title: 'a generated id can be depended on',
    async check(host) {
      const { responses } = await runBatch(host, {
        requests: [get('/echo?a', { dependsOn: ['1'] }), get('/echo?b')],
      });
      assert.deepEqual(statusesOf(responses), [200, 200]);
      assert.deepEqual(host.urls(), ['/echo?b', '/echo?a']);
    },
  },
];
