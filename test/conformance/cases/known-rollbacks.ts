import assert from 'node:assert/strict';
import { assertProblemOutcome, textOf } from '../assert-problem.js';
import { get, statusesOf } from '../batch-requests.js';
import type { ConformanceCase } from '../case.js';
import type { TransactionName } from '../named-options.js';

const SECTION = 'docs/reference/problems#rolled-back';
const member = (url: string): unknown => ({ method: 'POST', url, atomicityGroup: 'g' });

/** Transactions that know that nothing was committed, after operations that all succeeded. */
const ROWS: readonly (readonly [
  id: string,
  title: string,
  transaction: TransactionName,
  status: 500 | 503,
])[] = [
  ['C1030', 'that was refused by the database: 500', 'is-refused', 500],
  ['C1031', 'that conflicts with another one at its end: 503 with Retry-After', 'conflicts', 503],
];

/** Groups whose transaction rejects with a `GroupRolledBackError`: nothing of them took effect. */
export const knownRollbackCases: readonly ConformanceCase[] = [
  ...ROWS.map(
    ([id, title, transaction, status]): ConformanceCase => ({
      id,
      level: 'MUST',
      section: SECTION,
      title: `a transaction ${title} rolled-back, executed false, for every member`,
      options: { transaction },
      everySetup: true,
      async check(host) {
        const { responses, answer } = await host.batch([
          member('/echo'),
          member('/status/201'),
          get('/echo?after', { dependsOn: ['g'] }),
        ]);
        for (const response of responses.slice(0, 2)) {
          const problem = assertProblemOutcome(response, [status, 'rolled-back']);
          assert.equal(problem.executed, false);
          assert.equal(problem.because, undefined);
          assert.equal(response.headers?.['retry-after'], status === 503 ? '1' : undefined);
        }
        assertProblemOutcome(responses[2], [424, 'failed-dependency']);
        assert.doesNotMatch(textOf(answer), /secret-detail/);
        assert.equal(host.errors().length, 1);
      },
    }),
  ),
  {
    id: 'C1032',
    level: 'MUST',
    section: SECTION,
    title: 'a conflict that a handler answers with 5xx: 503 rolled-back with Retry-After for every member',
    options: { transaction: 'conflicts' },
    async check(host) {
      const { responses } = await host.batch([member('/echo'), member('/status/500'), member('/echo')]);
      for (const response of responses) {
        assert.equal(assertProblemOutcome(response, [503, 'rolled-back']).executed, false);
        assert.equal(response.headers?.['retry-after'], '1');
      }
    },
  },
  {
    id: 'C1033',
    level: 'MUST',
    section: SECTION,
    title: 'a conflict that a handler answers with 4xx: the culprit keeps its status, the others are 424',
    options: { transaction: 'conflicts' },
    async check(host) {
      const { responses } = await host.batch([member('/echo'), member('/status/409')]);
      assert.deepEqual(statusesOf(responses), [424, 409]);
      assert.deepEqual(assertProblemOutcome(responses[0], [424, 'rolled-back']).because, ['1']);
    },
  },
  {
    id: 'C1034',
    level: 'MUST',
    section: SECTION,
    title: 'an operation that times out in a group that is known to be rolled back is 504, executed false',
    options: { transaction: 'is-refused', limits: { operationTimeoutMs: 250 } },
    async check(host) {
      const { responses } = await host.batch([member('/echo'), member('/hangs')]);
      assert.deepEqual(statusesOf(responses), [424, 504]);
      assert.equal(assertProblemOutcome(responses[0], [424, 'rolled-back']).executed, false);
      assert.equal(assertProblemOutcome(responses[1], [504, 'operation-timeout']).executed, false);
    },
  },
];
