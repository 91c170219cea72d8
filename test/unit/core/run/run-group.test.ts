import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Outcome } from '#core/operation/outcome.js';
import type { OperationGroup, Transaction } from '#core/options/transaction.js';
import { GroupFailedError } from '#core/run/group-failed-error.js';
import { tell, toAnswer } from '../outcomes.js';
import { settled } from '../settled.js';
import { type RunSettings, type StartedRun, startBatch } from '../start-run.js';

/** Two operations of one group. */
const PAIR = [
  { id: 'a', url: '/a', atomicityGroup: 'g' },
  { id: 'b', url: '/b', atomicityGroup: 'g' },
];
const AFTER = { id: 'c', url: '/c', dependsOn: ['g'] };

/** Begins, runs, commits: what a transaction should do. */
const pass: Transaction = (_group, run) => run('tx');

function start(
  transaction: Transaction,
  requests: readonly object[] = PAIR,
  settings: RunSettings = {},
): StartedRun {
  return startBatch(requests, { ...settings, options: { ...settings.options, transaction } });
}

async function told(outcomes: Promise<readonly Outcome[]>): Promise<string[]> {
  return (await outcomes).map(tell);
}

function problemOf(outcome: Outcome | undefined): unknown {
  return outcome === undefined || outcome.kind === 'answered' ? undefined : outcome.problem;
}

/** Answers what has reached the target so far and what comes after it, one by one, with these statuses. */
async function answerAll({ calls }: StartedRun, ...statuses: number[]): Promise<void> {
  for (const [index, status] of statuses.entries()) {
    calls[index]!.answer(toAnswer({ status }));
    await settled();
  }
}

/** A promise, and what settles it. */
function defer<Value>(): {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: unknown) => void;
} {
  let resolve: (value: Value) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<Value>((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  return { promise, resolve, reject };
}

let unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);

beforeEach(() => {
  unhandled = [];
  process.on('unhandledRejection', note);
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
});
afterEach(async () => {
  await settled();
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});

describe('a group that keeps to its contract', () => {
  test('runs its operations one after another within the transaction', async () => {
    const groups: OperationGroup[] = [];
    const given = { connection: 1 };
    const run = start(async (group, runMembers) => {
      groups.push(group);
      await runMembers(given);
    });
    expect(run.calls.map(({ request }) => request.url)).toEqual(['/a']);
    run.calls[0]!.answer(toAnswer({ status: 201 }));
    await settled();
    expect(run.calls.map(({ request }) => request.url)).toEqual(['/a', '/b']);
    run.calls[1]!.answer(toAnswer({ status: 204 }));
    expect(await told(run.outcomes)).toEqual(['201', '204']);
    expect(run.calls.map(({ request }) => request.context.transaction)).toEqual([given, given]);
    expect(groups).toEqual([
      {
        name: 'g',
        operations: [expect.objectContaining({ id: 'a' }), expect.objectContaining({ id: 'b' })],
        signal: expect.any(AbortSignal),
      },
    ]);
    expect(groups[0]!.signal.aborted).toBe(false);
    expect(run.errors).toEqual([]);
  });

  test('reports its operations only once the transaction has resolved', async () => {
    const commit = defer<void>();
    const run = start(
      async (_group, runMembers) => {
        await runMembers(1);
        await commit.promise;
      },
      [...PAIR, AFTER],
    );
    await answerAll(run, 200, 200);
    expect(run.heard).toEqual([]);
    expect(run.calls).toHaveLength(2);
    commit.resolve();
    await settled();
    expect(run.heard).toEqual(['a 200', 'b 200']);
    run.calls[2]!.answer(toAnswer());
    expect(await told(run.outcomes)).toEqual(['200', '200', '200']);
  });

  test('hands values on inside of it, in the order of its needs', async () => {
    const run = start(pass, [
      { id: 'a', url: '$b/x', atomicityGroup: 'g' },
      { id: 'b', url: '/b', method: 'POST', atomicityGroup: 'g' },
    ]);
    run.calls[0]!.answer(toAnswer({ status: 201, headers: { location: '/made/1' } }));
    await settled();
    expect(run.calls.map(({ request }) => request.url)).toEqual(['/b', '/made/1/x']);
    run.calls[1]!.answer(toAnswer());
    expect(await told(run.outcomes)).toEqual(['200', '201']);
  });

  test('is told of the group as plain operations, whatever their order of listing', async () => {
    const seen: string[][] = [];
    const run = start(
      async (group, runMembers) => {
        seen.push(group.operations.map(({ id }) => id));
        await runMembers(1);
      },
      [{ id: 'a', dependsOn: ['b'], atomicityGroup: 'g' }, { id: 'x' }, { id: 'b', atomicityGroup: 'g' }],
    );
    await settled();
    for (const { answer } of run.calls) answer(toAnswer());
    await settled();
    run.calls[2]!.answer(toAnswer());
    expect(await told(run.outcomes)).toEqual(['200', '200', '200']);
    expect(seen).toEqual([['b', 'a']]);
  });

  test.each([
    [404, '404'],
    [500, '500'],
    [302, '302'],
    [207, '207'],
  ])('is rolled back where an operation is answered %i', async (status, culprit) => {
    const rejections: unknown[] = [];
    const requests = [{ id: 'z', atomicityGroup: 'g' }, ...PAIR, { id: 'd', atomicityGroup: 'g' }, AFTER];
    const run = start(async (_group, runMembers) => {
      await runMembers(1).catch((error: unknown) => {
        rejections.push(error);
        throw error;
      });
    }, requests);
    await answerAll(run, 201, 201, status);
    expect(await told(run.outcomes)).toEqual([
      'skipped rolled-back',
      'skipped rolled-back',
      culprit,
      'skipped rolled-back',
      'skipped failed-dependency',
    ]);
    expect(run.calls).toHaveLength(3);
    const outcomes = await run.outcomes;
    expect(problemOf(outcomes[0])).toMatchObject({ status: 424, executed: false, because: ['b'] });
    expect(problemOf(outcomes[4])).toMatchObject({ status: 424, executed: false, because: ['b'] });
    expect(rejections).toEqual([expect.any(GroupFailedError)]);
    expect(rejections[0]).toMatchObject({ code: 'ERR_GROUP_FAILED', group: 'g', operation: 'b' });
    expect(run.errors).toEqual([]);
  });

  test('is rolled back where an operation throws; only what it threw is told', async () => {
    const run = start(pass);
    const boom = new Error('boom');
    run.calls[0]!.fail(boom);
    expect(await told(run.outcomes)).toEqual(['failed internal', 'skipped rolled-back']);
    expect(run.errors).toEqual([boom]);
  });

  test('is rolled back where an operation takes too long', async () => {
    const run = start(pass, PAIR, { options: { limits: { operationTimeoutMs: 50 } } });
    await answerAll(run, 200);
    jest.advanceTimersByTime(50);
    expect(await told(run.outcomes)).toEqual(['skipped rolled-back', 'failed operation-timeout']);
    expect(run.calls[1]!.request.context.signal.aborted).toBe(true);
    expect(run.errors).toEqual([]);
  });

  test('is rolled back where a reference leads nowhere, and blames the operation that has it', async () => {
    const run = start(pass, [PAIR[0]!, { ...PAIR[1]!, url: '$a/x', method: 'POST' }, AFTER], {});
    run.calls[0]!.answer(toAnswer({ headers: { location: 'http://other.example/' } }));
    expect(await told(run.outcomes)).toEqual([
      'skipped rolled-back',
      'skipped reference-unresolved',
      'skipped failed-dependency',
    ]);
    expect(problemOf((await run.outcomes)[0])).toMatchObject({ because: ['b'] });
    expect(problemOf((await run.outcomes)[2])).toMatchObject({ because: expect.arrayContaining(['b']) });
  });

  test('is rolled back where an operation is not allowed', async () => {
    const run = start(pass, PAIR, { options: { allow: ({ id }) => id !== 'b' } });
    await settled();
    run.calls[0]!.answer(toAnswer());
    expect(await told(run.outcomes)).toEqual(['skipped rolled-back', 'skipped not-allowed']);
    expect(run.calls).toHaveLength(1);
  });

  test('may reject with an error of its own that wraps the rejection, which is reported', async () => {
    const wrapped = new Error('rolled back');
    const run = start(async (_group, runMembers) => {
      await runMembers(1).catch(() => {
        throw wrapped;
      });
    });
    await answerAll(run, 409);
    expect(await told(run.outcomes)).toEqual(['409', 'skipped rolled-back']);
    expect(run.errors).toEqual([wrapped]);
  });

  test('holds one slot for its life, and waits for a free one', async () => {
    const commit = defer<void>();
    const begun: string[] = [];
    const run = start(
      async ({ name }, runMembers) => {
        begun.push(name);
        await runMembers(1);
        await commit.promise;
      },
      [
        { id: 'x' },
        { id: 'a', atomicityGroup: 'g' },
        { id: 'b', atomicityGroup: 'g' },
        { id: 'y' },
        { id: 'c', atomicityGroup: 'h' },
      ],
      { options: { limits: { concurrency: 2 } } },
    );
    expect(run.calls.map(({ request }) => request.context.id)).toEqual(['x', 'a']);
    run.calls[1]!.answer(toAnswer());
    await settled();
    run.calls[2]!.answer(toAnswer());
    await settled();
    expect(run.calls.map(({ request }) => request.context.id)).toEqual(['x', 'a', 'b']);
    run.calls[0]!.answer(toAnswer());
    await settled();
    expect(run.calls.map(({ request }) => request.context.id)).toEqual(['x', 'a', 'b', 'y']);
    expect(begun).toEqual(['g']);
    commit.resolve();
    await settled();
    expect(begun).toEqual(['g', 'h']);
    for (const { answer } of run.calls.slice(3)) answer(toAnswer());
    expect(await told(run.outcomes)).toEqual(['200', '200', '200', '200', '200']);
  });
});

describe('a transaction that breaks its contract', () => {
  const broken = 'failed transaction-contract-broken';

  test('by resolving although run() rejected', async () => {
    const run = start(
      async (_group, runMembers) => {
        await runMembers(1).catch(() => undefined);
      },
      [...PAIR, AFTER],
    );
    await answerAll(run, 409);
    expect(await told(run.outcomes)).toEqual([broken, broken, 'skipped failed-dependency']);
    expect(problemOf((await run.outcomes)[0])).toMatchObject({ status: 500, executed: 'unknown' });
    expect(run.errors.map(String)).toEqual([
      'Error: The transaction of group g resolved although run() rejected; it must reject with the same error',
    ]);
  });

  test('by never calling run()', async () => {
    const run = start(async () => undefined);
    expect(await told(run.outcomes)).toEqual([
      'skipped transaction-contract-broken',
      'skipped transaction-contract-broken',
    ]);
    expect(problemOf((await run.outcomes)[0])).toMatchObject({ status: 500, executed: false });
    expect(run.errors.map(String)).toEqual([
      'Error: The transaction of group g resolved without having called run()',
    ]);
    expect(run.calls).toEqual([]);
  });

  test.each<[label: string, transaction: unknown]>([
    ['returns nothing', () => undefined],
    ['returns no promise', () => 5],
  ])('by never calling run(), where it %s', async (_label, transaction) => {
    const run = start(transaction as Transaction);
    expect((await run.outcomes).map(problemOf)).toEqual([
      expect.objectContaining({ status: 500, executed: false }),
      expect.objectContaining({ status: 500, executed: false }),
    ]);
  });

  test('by calling run() again, which rejects and runs nothing twice', async () => {
    const run = start(async (_group, runMembers) => {
      await runMembers(1);
      await runMembers(2);
    });
    await answerAll(run, 200, 200);
    expect(await told(run.outcomes)).toEqual(['failed commit-failed', 'failed commit-failed']);
    expect(run.calls).toHaveLength(2);
    expect(run.errors.map(String)).toEqual(['TypeError: run() of group g may be called only once']);
  });

  test('by calling run() twice at once: the second call rejects, and the first goes on', async () => {
    const seconds: unknown[] = [];
    const run = start(async (_group, runMembers) => {
      const first = runMembers(1);
      await runMembers(2).catch((error: unknown) => seconds.push(error));
      await first;
    });
    await answerAll(run, 200, 200);
    expect(await told(run.outcomes)).toEqual(['200', '200']);
    expect(seconds.map(String)).toEqual(['TypeError: run() of group g may be called only once']);
    expect(run.calls).toHaveLength(2);
  });

  test('by resolving before run() has', async () => {
    const run = start(
      async (_group, runMembers) => {
        runMembers(1).catch(() => undefined);
      },
      [...PAIR, AFTER],
    );
    expect(await told(run.outcomes)).toEqual([broken, broken, 'skipped failed-dependency']);
    expect(run.errors.map(String)).toEqual(['Error: The transaction of group g resolved before run() had']);
    expect(run.calls[0]!.request.context.signal.aborted).toBe(true);
    run.calls[0]!.answer(toAnswer());
    await settled();
    expect(run.calls).toHaveLength(1);
  });

  test('by not waiting for run() at all leaves no rejection unhandled', async () => {
    const run = start(async (_group, runMembers) => {
      void runMembers(1);
    });
    expect(await told(run.outcomes)).toEqual([broken, broken]);
    await settled();
    expect(unhandled.map(String)).toEqual([]);
  });

  test('by rejecting while its operations run, and so aborts them: they hold a slot no more', async () => {
    const error = new Error('connection lost');
    const issue = defer<void>();
    const run = start(
      async (_group, runMembers) => {
        runMembers(1).catch(() => undefined);
        await issue.promise;
      },
      [...PAIR, { id: 'x' }],
      { options: { limits: { concurrency: 1 } } },
    );
    issue.reject(error);
    await settled();
    expect(run.heard).toEqual([`a ${broken}`, `b ${broken}`]);
    expect(run.errors).toEqual([error]);
    // The slot is free and taken by the next: at no time may two targets be at work.
    expect(run.calls.map(({ request }) => request.context.id)).toEqual(['a', 'x']);
    const wasAborted = run.calls[0]!.request.context.signal.aborted;
    for (const { answer } of run.calls) answer(toAnswer());
    expect(await told(run.outcomes)).toEqual([broken, broken, '200']);
    expect(wasAborted).toBe(true);
  });

  test('by rejecting before it calls run(): nothing ran, and it may be sent again', async () => {
    const error = new Error('no connection');
    const run = start(() => Promise.reject(error), [...PAIR, AFTER]);
    expect(await told(run.outcomes)).toEqual([
      'skipped transaction-unavailable',
      'skipped transaction-unavailable',
      'skipped failed-dependency',
    ]);
    expect(problemOf((await run.outcomes)[0])).toMatchObject({ status: 503, executed: false });
    expect(run.errors).toEqual([error]);
    expect(run.calls).toEqual([]);
  });

  test('by throwing', async () => {
    const error = new Error('no pool');
    const run = start(() => {
      throw error;
    });
    expect(await told(run.outcomes)).toEqual([
      'skipped transaction-unavailable',
      'skipped transaction-unavailable',
    ]);
    expect(run.errors).toEqual([error]);
  });

  test('by rejecting after run() resolved: whether it was committed is unknown', async () => {
    const error = new Error('secret of the commit');
    const run = start(
      async (_group, runMembers) => {
        await runMembers(1);
        throw error;
      },
      [...PAIR, AFTER],
    );
    await answerAll(run, 201, 201);
    expect(await told(run.outcomes)).toEqual([
      'failed commit-failed',
      'failed commit-failed',
      'skipped failed-dependency',
    ]);
    expect(problemOf((await run.outcomes)[0])).toMatchObject({ status: 500, executed: 'unknown' });
    expect(problemOf((await run.outcomes)[2])).toMatchObject({ because: ['a', 'b'] });
    expect(run.errors).toEqual([error]);
    expect(JSON.stringify(await run.outcomes)).not.toContain('secret');
  });

  test('by calling run() after it has ended: nothing runs', async () => {
    const late: Promise<void>[] = [];
    const gate = defer<void>();
    const run = start(
      async (_group, runMembers) => {
        late.push(gate.promise.then(() => runMembers(1)));
        late[0]!.catch(() => undefined);
        throw new Error('gave up');
      },
      [...PAIR, { id: 'x' }],
    );
    await settled();
    gate.resolve();
    await expect(late[0]).rejects.toThrow(GroupFailedError);
    await expect(late[0]).rejects.toThrow('The batch ended before group g ran');
    run.calls[0]!.answer(toAnswer());
    expect(await told(run.outcomes)).toEqual([
      'skipped transaction-unavailable',
      'skipped transaction-unavailable',
      '200',
    ]);
    expect(run.calls).toHaveLength(1);
  });
});

describe('a group when the batch ends', () => {
  const limits = { options: { limits: { batchTimeoutMs: 50 } } };

  test('before it got a slot has not started', async () => {
    const transaction = jest.fn(pass);
    const run = start(transaction, [{ id: 'x' }, ...PAIR], {
      options: { limits: { ...limits.options.limits, concurrency: 1 } },
    });
    jest.advanceTimersByTime(50);
    expect(await told(run.outcomes)).toEqual([
      'failed operation-timeout',
      'skipped not-started',
      'skipped not-started',
    ]);
    expect(transaction).not.toHaveBeenCalled();
  });

  test('while its transaction begins has not started; run() rejects then', async () => {
    const connection = defer<void>();
    const seen: { signal?: AbortSignal; error?: unknown } = {};
    const run = start(
      async ({ signal }, runMembers) => {
        seen.signal = signal;
        await connection.promise;
        await runMembers(1).catch((error: unknown) => {
          seen.error = error;
          throw error;
        });
      },
      [...PAIR, AFTER],
      limits,
    );
    expect(seen.signal?.aborted).toBe(false);
    jest.advanceTimersByTime(50);
    expect(seen.signal?.aborted).toBe(true);
    expect(await told(run.outcomes)).toEqual([
      'skipped not-started',
      'skipped not-started',
      'skipped not-started',
    ]);
    connection.resolve();
    await settled();
    expect(seen.error).toBeInstanceOf(GroupFailedError);
    expect(seen.error).toMatchObject({ group: 'g', operation: undefined });
    expect(run.calls).toEqual([]);
    expect(run.errors).toEqual([]);
  });

  test('while an operation runs is in doubt, as far as it got', async () => {
    const run = start(pass, [...PAIR, { id: 'd', atomicityGroup: 'g' }, AFTER], limits);
    await answerAll(run, 200);
    jest.advanceTimersByTime(50);
    expect(await told(run.outcomes)).toEqual([
      'failed operation-timeout',
      'failed operation-timeout',
      'skipped not-started',
      'skipped not-started',
    ]);
    expect(run.calls[1]!.request.context.signal.aborted).toBe(true);
    run.calls[1]!.answer(toAnswer());
    await settled();
    expect(run.calls).toHaveLength(2);
    expect(run.errors).toEqual([]);
  });

  test.each(['resolves', 'rejects'])(
    'while it commits is in doubt, though the commit %s later',
    async (how) => {
      const commit = defer<void>();
      const late = new Error('commit failed');
      const run = start(
        async (_group, runMembers) => {
          await runMembers(1);
          await commit.promise;
        },
        PAIR,
        limits,
      );
      await answerAll(run, 200, 200);
      jest.advanceTimersByTime(50);
      expect(await told(run.outcomes)).toEqual(['failed operation-timeout', 'failed operation-timeout']);
      expect(problemOf((await run.outcomes)[0])).toMatchObject({ status: 504, executed: 'unknown' });
      if (how === 'resolves') commit.resolve();
      else commit.reject(late);
      await settled();
      expect(run.errors.filter((error) => error !== late)).toEqual([]);
    },
  );

  test('while it rolls back is in doubt', async () => {
    const rollback = defer<void>();
    const run = start(
      async (_group, runMembers) => {
        try {
          await runMembers(1);
        } catch (error) {
          await rollback.promise;
          throw error;
        }
      },
      PAIR,
      limits,
    );
    await answerAll(run, 409);
    jest.advanceTimersByTime(50);
    expect((await told(run.outcomes))[1]).toBe('skipped not-started');
    rollback.resolve();
    await settled();
    expect(run.errors).toEqual([]);
  });

  test('as its client leaves sees so, and runs no further', async () => {
    const signals: AbortSignal[] = [];
    const run = start(({ signal }, runMembers) => {
      signals.push(signal);
      return runMembers(1);
    });
    run.client.abort();
    expect(signals[0]!.aborted).toBe(true);
    expect(run.calls[0]!.request.context.signal.aborted).toBe(true);
    expect(await told(run.outcomes)).toEqual(['failed operation-timeout', 'skipped not-started']);
    run.calls[0]!.answer(toAnswer());
    await settled();
    expect(run.calls).toHaveLength(1);
  });

  test('runs no further at whatever moment its client leaves', async () => {
    const called: number[] = [];
    for (let ticks = 0; ticks < 20; ticks += 1) {
      const run = start(pass, PAIR);
      run.calls[0]!.answer(toAnswer());
      for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
      const before = run.calls.length;
      run.client.abort();
      await run.outcomes;
      await settled();
      expect(run.calls).toHaveLength(before);
      called.push(before);
    }
    expect(new Set(called)).toEqual(new Set([1, 2]));
  });
});
