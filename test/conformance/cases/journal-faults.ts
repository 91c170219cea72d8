import assert from 'node:assert/strict';
import { assertProblemOutcome, assertRefused, textOf } from '../assert-problem.js';
import type { ConformanceCase, JsonDocument } from '../case.js';
import { post, sendKeyed } from '../keyed-batch.js';

const SECTION = 'docs/reference/problems#journal-unavailable';

/** What happens while the journal cannot be reached. */
export const journalFaultCases: readonly ConformanceCase[] = [
  {
    id: 'C1265',
    level: 'MUST',
    section: SECTION,
    options: { journal: 'cannot-begin' },
    everySetup: true,
    title: 'if the journal cannot be reached, a batch with a key is 503, and nothing runs',
    async check(host) {
      const answer = await sendKeyed(host, 'C1265', [post(1)]);
      assertRefused(host, answer, [503, 'journal-unavailable']);
      assert.match(String(answer.headers['retry-after']), /^\d+$/);
      assert.doesNotMatch(textOf(answer), /secret-detail/);
      assert.match(String(host.errors()[0]), /secret-detail/);
    },
  },
  {
    id: 'C1266',
    level: 'MUST',
    section: SECTION,
    options: { journal: 'cannot-begin' },
    title: 'a batch without a key runs as ever',
    async check(host) {
      const { responses } = await host.batch([post(1)]);
      assert.equal(responses[0]?.status, 200);
    },
  },
  {
    id: 'C1267',
    level: 'MUST',
    section: SECTION,
    options: { journal: 'cannot-write' },
    comparable: false,
    title: 'an operation that cannot be claimed does not run',
    async check(host) {
      const requests = [post(1, { id: 'a' }), post(2, { dependsOn: ['a'] })];
      const { responses } = JSON.parse(textOf(await sendKeyed(host, 'C1267', requests))) as JsonDocument;
      const problem = assertProblemOutcome(responses[0], [503, 'journal-unavailable']);
      assert.equal(problem.executed, false);
      assertProblemOutcome(responses[1], [424, 'failed-dependency']);
      assert.equal(host.calls(), 0);
      assert.match(String(host.errors()[0]), /secret-detail/);
    },
  },
];
