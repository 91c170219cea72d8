import { expect, test } from '@jest/globals';
import type { Outcome } from '#core/operation/outcome.js';
import type { Transaction } from '#core/options/transaction.js';
import { GroupRolledBackError } from '#core/run/group-rolled-back-error.js';
import { tell, toAnswer } from '../outcomes.js';
import { settled } from '../settled.js';
import { type StartedRun, startBatch } from '../start-run.js';

const PAIR = [
  { id: 'a', url: '/a', atomicityGroup: 'g' },
  { id: 'b', url: '/b', atomicityGroup: 'g' },
];

function start(transaction: Transaction): StartedRun {
  return startBatch(PAIR, { options: { transaction } });
}

/** Answers one operation after another, and returns the outcomes of all. */
async function outcomesOf(
  { calls, outcomes }: StartedRun,
  ...statuses: number[]
): Promise<readonly Outcome[]> {
  for (const [index, status] of statuses.entries()) {
    calls[index]!.answer(toAnswer({ status }));
    await settled();
  }
  return outcomes;
}

function problemsOf(outcomes: readonly Outcome[]): unknown[] {
  return outcomes.map((outcome) => (outcome.kind === 'answered' ? undefined : outcome.problem));
}

/** Rejects with the error however the operations end. */
const rejectsWith =
  (toError: (reason: unknown) => unknown): Transaction =>
  async (_group, run) => {
    const reason = await run('tx').catch((error: unknown) => error);
    throw toError(reason);
  };

test('a transaction that was refused has no effect, and no operation is to blame', async () => {
  const cause = new Error('deferred constraint');
  const error = new GroupRolledBackError('secret', { cause });
  const run = start(rejectsWith(() => error));
  const outcomes = await outcomesOf(run, 201, 201);
  expect(outcomes.map(tell)).toEqual(['skipped rolled-back', 'skipped rolled-back']);
  for (const problem of problemsOf(outcomes)) {
    expect(problem).toMatchObject({ status: 500, executed: false });
    expect(problem).not.toHaveProperty('because');
  }
  expect(run.errors).toEqual([error]);
  expect(error).toMatchObject({ code: 'ERR_GROUP_ROLLED_BACK', isTransient: false, cause });
  expect(JSON.stringify(outcomes)).not.toContain('secret');
});

test('one that may succeed when it is sent again is 503', async () => {
  const run = start(rejectsWith((cause) => new GroupRolledBackError('x', { cause, isTransient: true })));
  const problems = problemsOf(await outcomesOf(run, 201, 201));
  expect(problems).toEqual(Array(2).fill(expect.objectContaining({ status: 503, executed: false })));
});

test.each([
  [500, ['skipped rolled-back', 'skipped rolled-back']],
  [409, ['skipped rolled-back', '409']],
  [302, ['skipped rolled-back', '302']],
])('the answer %i of the operation that failed in a conflict', async (status, expected) => {
  const run = start(rejectsWith((cause) => new GroupRolledBackError('x', { cause, isTransient: true })));
  expect((await outcomesOf(run, 201, status)).map(tell)).toEqual(expected);
});

test('an operation that failed without an answer is known to have no effect', async () => {
  const run = start(rejectsWith((cause) => new GroupRolledBackError('x', { cause })));
  run.calls[0]!.fail(new Error('boom'));
  const outcomes = await run.outcomes;
  expect(outcomes.map(tell)).toEqual(['failed internal', 'skipped rolled-back']);
  expect(problemsOf(outcomes)).toEqual(Array(2).fill(expect.objectContaining({ executed: false })));
  expect(run.errors.map(String)).toEqual(['Error: boom']);
});

test('an error of another copy of core is recognised by its code', async () => {
  const run = start(rejectsWith(() => Object.assign(new Error('x'), { code: 'ERR_GROUP_ROLLED_BACK' })));
  expect((await outcomesOf(run, 201, 201)).map(tell)).toEqual(['skipped rolled-back', 'skipped rolled-back']);
});

test('a transaction that does not wait for its operations breaks its contract all the same', async () => {
  const run = start(async (_group, runMembers) => {
    runMembers('tx').catch(() => undefined);
    throw new GroupRolledBackError('x', { cause: undefined });
  });
  const broken = 'failed transaction-contract-broken';
  expect((await run.outcomes).map(tell)).toEqual([broken, broken]);
});
