import assert from 'node:assert/strict';
import { assertProblemOutcome, textOf } from '../assert-problem.js';
import { get, statusesOf } from '../batch-requests.js';
import type { ConformanceCase } from '../case.js';
import type { TransactionName } from '../named-options.js';

const SECTION = 'docs/reference/wire-format#atomicity-groups';
const member = (url: string): unknown => ({ method: 'POST', url, atomicityGroup: 'g' });

/** Transactions that fail or break their contract; each row: the members' outcomes, and whether they may have run. */
const ROWS: readonly (readonly [
  id: string,
  title: string,
  transaction: TransactionName,
  urls: readonly string[],
  expected: readonly [number, string],
  executed: false | 'unknown',
  log: readonly string[],
])[] = [
  ['C855', 'that cannot begin', 'cannot-begin', [], [503, 'transaction-unavailable'], false, []],
  [
    'C856',
    'that rejects after run resolved',
    'cannot-commit',
    ['/echo', '/status/201'],
    [500, 'commit-failed'],
    'unknown',
    ['begin g'],
  ],
  [
    'C857',
    'that resolves without having run',
    'does-not-run',
    [],
    [500, 'transaction-contract-broken'],
    false,
    [],
  ],
  [
    'C858',
    'that resolves although run rejected',
    'swallows',
    ['/echo', '/status/409'],
    [500, 'transaction-contract-broken'],
    'unknown',
    ['begin g', 'rollback g'],
  ],
  [
    'C859',
    'that resolves before run did',
    'does-not-wait',
    [],
    [500, 'transaction-contract-broken'],
    'unknown',
    ['begin g'],
  ],
  [
    'C860',
    'that rejects before run did',
    'rejects-early',
    [],
    [500, 'transaction-contract-broken'],
    'unknown',
    ['begin g'],
  ],
  [
    'C861',
    'that runs twice',
    'runs-twice',
    ['/echo', '/status/201'],
    [500, 'commit-failed'],
    'unknown',
    ['begin g', 'rollback g'],
  ],
];

/** Groups whose transaction breaks its contract: reported as such, and passed to onError. */
export const brokenTransactionCases: readonly ConformanceCase[] = [
  ...ROWS.map(
    ([id, title, transaction, urls, expected, executed, log]): ConformanceCase => ({
      id,
      level: 'MUST',
      section: `docs/reference/problems#${expected[1]}`,
      title: `a transaction ${title}: every member is ${expected.join(' ')}, executed ${executed}`,
      options: { transaction },
      everySetup: id === 'C856' || id === 'C858',
      async check(host) {
        const second = transaction === 'swallows' ? '/status/409' : '/status/201';
        const { responses, answer } = await host.batch([
          member('/echo'),
          member(second),
          get('/echo?after', { dependsOn: ['g'] }),
          get('/echo?beside'),
        ]);
        for (const response of responses.slice(0, 2)) {
          assert.equal(assertProblemOutcome(response, expected).executed, executed);
        }
        assert.equal(responses[0]?.headers?.['retry-after'], expected[0] === 503 ? '1' : undefined);
        assertProblemOutcome(responses[2], [424, 'failed-dependency']);
        assert.equal(responses[3]?.status, 200);
        assert.doesNotMatch(textOf(answer), /secret-detail/);
        assert.ok(host.errors().length > 0, 'onError hears');
        assert.deepEqual(host.transactions(), log);
        const entered = host.urls().filter((url) => url !== '/echo?beside');
        assert.deepEqual(entered, urls);
      },
    }),
  ),
  {
    id: 'C862',
    level: 'MUST',
    section: SECTION,
    title:
      'a transaction that rolls back and rejects with an error of its own has rolled back, and onError hears',
    options: { transaction: 'rejects-with-own' },
    async check(host) {
      const { responses } = await host.batch([member('/echo'), member('/status/409')]);
      assert.deepEqual(statusesOf(responses), [424, 409]);
      assertProblemOutcome(responses[0], [424, 'rolled-back']);
      assert.equal(host.errors().length, 1);
    },
  },
  {
    id: 'C863',
    level: 'MUST',
    section: SECTION,
    title: 'a transaction that never begins is 503 not-started at the end of the batch',
    options: { transaction: 'never-begins', limits: { batchTimeoutMs: 250 } },
    async check(host) {
      const { responses } = await host.batch([member('/echo'), member('/echo'), get('/echo?beside')]);
      assert.deepEqual(statusesOf(responses), [503, 503, 200]);
      for (const response of responses.slice(0, 2)) {
        assert.equal(assertProblemOutcome(response, [503, 'not-started']).executed, false);
      }
      assert.deepEqual(host.urls(), ['/echo?beside']);
    },
  },
  {
    id: 'C864',
    level: 'MUST',
    section: SECTION,
    title: 'of a group in flight when the batch ends, what was dispatched is 504 unknown, the rest 503',
    options: { transaction: 'keeps', limits: { batchTimeoutMs: 250 } },
    async check(host) {
      const { responses } = await host.batch([member('/echo'), member('/hangs'), member('/echo?never')]);
      assert.deepEqual(statusesOf(responses), [504, 504, 503]);
      for (const response of responses.slice(0, 2)) {
        assert.equal(assertProblemOutcome(response, [504, 'operation-timeout']).executed, 'unknown');
      }
      assertProblemOutcome(responses[2], [503, 'not-started']);
      await host.aborted('/hangs');
      await host.closed('/hangs');
      assert.deepEqual(host.urls(), ['/echo', '/hangs']);
      assert.deepEqual(host.transactions(), ['begin g', 'rollback g']);
    },
  },
  {
    id: 'C990',
    level: 'MUST',
    section: SECTION,
    title: 'a transaction that never commits is in doubt at the end of the batch: 504, executed unknown',
    options: { transaction: 'never-commits', limits: { batchTimeoutMs: 250 } },
    async check(host) {
      const { responses } = await host.batch([member('/echo'), member('/status/201')]);
      for (const response of responses) {
        assert.equal(assertProblemOutcome(response, [504, 'operation-timeout']).executed, 'unknown');
      }
      assert.deepEqual(host.transactions(), ['begin g']);
    },
  },
  {
    id: 'C991',
    level: 'MUST',
    section: SECTION,
    title: 'a transaction that begins after the batch has ended must roll back, and runs nothing',
    options: { transaction: 'begins-too-late', limits: { batchTimeoutMs: 250 } },
    async check(host) {
      const { responses } = await host.batch([member('/echo'), member('/echo')]);
      for (const response of responses) assertProblemOutcome(response, [503, 'not-started']);
      // After another whole batch, anything that was still to run would have run.
      await host.batch([get('/later?turns=20')]);
      assert.deepEqual(host.transactions(), ['begin g', 'rollback g']);
      assert.deepEqual(host.urls(), ['/later?turns=20']);
    },
  },
];
