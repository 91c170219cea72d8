import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Dispatch } from '#core/operation/dispatch.js';
import type { Operation } from '#core/operation/operation.js';
import type { Outcome } from '#core/operation/outcome.js';
import { BATCH_WORDS } from '#core/operation/run-words.js';
import type { BatchOptions } from '#core/options/batch-options.js';
import { resolveOptions } from '#core/options/resolve-options.js';
import { planBatch } from '#core/plan/plan.js';
import { IssueCollector } from '#core/problem/issue-collector.js';
import { inheritHeaders } from '#core/run/inherit-headers.js';
import { run } from '#core/run/run-plan.js';
import { tell, toAnswer, toOperation } from '../outcomes.js';
import { settled } from '../settled.js';
import { type StartedRun, startBatch, startRun } from '../start-run.js';

/** Runs against a target that does nothing until the test says so. */
function start(operations: readonly Operation[], options: BatchOptions = {}): StartedRun {
  return startRun(operations, { options });
}

function toOperations(count: number): Operation[] {
  return Array.from({ length: count }, (_, index) => toOperation({ index }));
}

function told(outcomes: readonly Outcome[]): string[] {
  return outcomes.map(tell);
}

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
});
afterEach(() => {
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});

describe('run', () => {
  test('returns no outcomes for no operations', async () => {
    expect(await start([]).outcomes).toEqual([]);
  });

  test('dispatches each operation completely, and its own headers override inherited ones', async () => {
    const body = Buffer.from('a');
    const operation = toOperation({
      method: 'PUT',
      url: '/a',
      headers: { 'x-a': 'own', 'x-b': 'own' },
      body,
    });
    const { calls, outcomes } = startRun([operation], {
      options: { limits: { maxOperationResponseBytes: 7 } },
      headersOf: inheritHeaders({ 'x-a': 'outer', host: 'h' }, new Set(['x-a'])),
    });
    expect(calls[0]?.request).toEqual({
      method: 'PUT',
      url: '/a',
      headers: { host: 'h', 'x-a': 'own', 'x-b': 'own' },
      body,
      context: expect.objectContaining({
        batchId: 'batch',
        id: '0',
        index: 0,
        signal: expect.any(AbortSignal),
        transaction: undefined,
        summary: undefined,
      }),
      maxResponseBytes: 7,
    });
    expect(calls[0]?.request.context.signal.aborted).toBe(false);
    calls[0]?.answer(toAnswer());
    await outcomes;
  });

  test('returns outcomes in request order, in whatever order the target answers', async () => {
    const { calls, outcomes } = start(toOperations(3));
    for (const { request, answer } of calls.toReversed()) {
      answer(toAnswer({ status: 200 + request.context.index }));
      await settled();
    }
    expect(told(await outcomes)).toEqual(['200', '201', '202']);
    expect((await outcomes).map(({ operation }) => operation.index)).toEqual([0, 1, 2]);
  });

  test('starts as many as concurrency allows, and the next as soon as one has settled', async () => {
    const { calls, outcomes } = start(toOperations(4), { limits: { concurrency: 2 } });
    expect(calls.map(({ request }) => request.url)).toEqual(['/0', '/1']);
    calls[1]!.answer(toAnswer());
    await settled();
    expect(calls.map(({ request }) => request.url)).toEqual(['/0', '/1', '/2']);
    calls[0]!.fail(new Error('boom'));
    await settled();
    expect(calls).toHaveLength(4);
    for (const { answer } of calls) answer(toAnswer());
    expect(told(await outcomes)).toEqual(['failed internal', '200', '200', '200']);
  });

  test('aborts an operation at operationTimeoutMs, and starts the next in its place', async () => {
    const { calls, errors, outcomes } = start(toOperations(2), {
      limits: { concurrency: 1, operationTimeoutMs: 50 },
    });
    jest.advanceTimersByTime(49);
    await settled();
    expect(calls[0]!.request.context.signal.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    await settled();
    expect(calls[0]!.request.context.signal.aborted).toBe(true);
    calls[1]!.answer(toAnswer());
    expect(told(await outcomes)).toEqual(['failed operation-timeout', '200']);
    expect((await outcomes)[0]).toMatchObject({ problem: { status: 504, executed: 'unknown' } });
    expect(errors).toEqual([]);
  });

  test('ignores what a target does after it was aborted', async () => {
    const { calls, errors, outcomes } = start(toOperations(2), { limits: { operationTimeoutMs: 1 } });
    jest.advanceTimersByTime(1);
    calls[0]!.answer(toAnswer());
    calls[1]!.fail(new Error('late'));
    expect(told(await outcomes)).toEqual(['failed operation-timeout', 'failed operation-timeout']);
    await settled();
    expect(errors).toEqual([]);
  });

  test('at batchTimeoutMs aborts what runs, and starts nothing more', async () => {
    const { calls, outcomes } = start(toOperations(4), { limits: { concurrency: 2, batchTimeoutMs: 50 } });
    calls[0]!.answer(toAnswer());
    await settled();
    jest.advanceTimersByTime(50);
    expect(told(await outcomes)).toEqual([
      '200',
      'failed operation-timeout',
      'failed operation-timeout',
      'skipped not-started',
    ]);
    expect(calls).toHaveLength(3);
    expect((await outcomes)[3]).toMatchObject({ problem: { status: 503, executed: false } });
  });

  test('ends at once when the client disconnects', async () => {
    const { calls, client, outcomes } = start(toOperations(2), { limits: { concurrency: 1 } });
    client.abort();
    expect(calls[0]!.request.context.signal.aborted).toBe(true);
    expect(told(await outcomes)).toEqual(['failed operation-timeout', 'skipped not-started']);
    expect(calls).toHaveLength(1);
  });

  test('starts nothing if the client has disconnected before', async () => {
    const client = new AbortController();
    client.abort();
    const dispatch = jest.fn<Dispatch>();
    const operations = toOperations(2);
    const outcomes = await run(planBatch(operations, new IssueCollector()), operations, {
      batchId: 'batch',
      words: BATCH_WORDS,
      dispatch,
      options: resolveOptions({}, []),
      outer: undefined,
      host: undefined,
      headersOf: () => ({}),
      allowed: new Set(),
      isSequential: false,
      stopAfter: undefined,
      abort: client.signal,
      onOutcome: () => undefined,
    });
    expect(told(outcomes)).toEqual(['skipped not-started', 'skipped not-started']);
    expect(dispatch).not.toHaveBeenCalled();
  });

  test('leaves no listener behind', async () => {
    const { calls, client, outcomes } = start(toOperations(1));
    calls[0]!.answer(toAnswer());
    await outcomes;
    expect(getEventListeners(client.signal, 'abort')).toEqual([]);
  });

  test.each([0, 100, 103, 199, 600, 999])('reports the status %i as invalid', async (status) => {
    const { calls, outcomes } = start(toOperations(1));
    calls[0]!.answer(toAnswer({ status }));
    expect((await outcomes)[0]).toMatchObject({ kind: 'failed', problem: { status: 500 } });
    expect(told(await outcomes)).toEqual(['failed invalid-response']);
  });

  test.each([200, 304, 599])('reports the status %i as it is', async (status) => {
    const { calls, outcomes } = start(toOperations(1));
    calls[0]!.answer(toAnswer({ status }));
    expect(told(await outcomes)).toEqual([String(status)]);
  });

  test.each<[error: unknown, told: string]>([
    [new Error('secret'), 'failed internal'],
    [undefined, 'failed internal'],
    [null, 'failed internal'],
    ['secret', 'failed internal'],
    [Object.assign(new Error('secret'), { code: 'ERR_INCOMPLETE_RESPONSE' }), 'failed no-response'],
  ])('calls onError with %p, and shows the client nothing of it', async (error, expected) => {
    const { calls, errors, outcomes } = start(toOperations(1));
    calls[0]!.fail(error);
    expect(told(await outcomes)).toEqual([expected]);
    expect(errors).toEqual([error]);
    expect(JSON.stringify(await outcomes)).not.toContain('secret');
  });

  test('omits the bodies beyond maxResponseBytes, whatever came first', async () => {
    const { calls, outcomes } = start(toOperations(4), { limits: { maxResponseBytes: 5 } });
    for (const [index, body] of ['abc', 'def', 'gh', 'i'].entries()) calls[index]!.answer(toAnswer({ body }));
    const answers = (await outcomes).map((outcome) => outcome.kind === 'answered' && outcome.answer);
    expect(answers).toEqual([
      toAnswer({ body: 'abc' }),
      { ...toAnswer(), body: new Uint8Array(0), isBodyTooLarge: true },
      toAnswer({ body: 'gh' }),
      { ...toAnswer(), body: new Uint8Array(0), isBodyTooLarge: true },
    ]);
  });

  test('starts operations once all of their dependencies have succeeded, and others at once', async () => {
    const { calls, outcomes, heard } = startBatch([
      { id: 'c', dependsOn: ['a', 'b'] },
      { id: 'a' },
      { id: 'b' },
      { id: 'd' },
    ]);
    const ids = (): string[] => calls.map(({ request }) => request.context.id);
    expect(ids()).toEqual(['a', 'b', 'd']);
    calls[1]!.answer(toAnswer());
    await settled();
    expect(ids()).toEqual(['a', 'b', 'd']);
    calls[0]!.answer(toAnswer());
    await settled();
    expect(ids()).toEqual(['a', 'b', 'd', 'c']);
    for (const { answer } of calls) answer(toAnswer({ status: 201 }));
    expect(told(await outcomes)).toEqual(['201', '200', '200', '201']);
    expect(heard).toEqual(['b 200', 'a 200', 'd 201', 'c 201']);
  });

  test.each([
    [{ status: 404 }, '404'],
    [{ status: 500 }, '500'],
    [{ status: 304 }, '304'],
    [{ status: 207 }, '207'],
  ])(
    'skips what depends on an answer %j, transitively, and blames the operation that has it',
    async (answer, first) => {
      const { calls, outcomes } = startBatch([
        { id: 'c', dependsOn: ['b', 'x'] },
        { id: 'b', dependsOn: ['a'] },
        { id: 'a' },
        { id: 'x' },
      ]);
      for (const call of calls) call.answer(toAnswer(call.request.context.id === 'a' ? answer : {}));
      expect(told(await outcomes)).toEqual([
        'skipped failed-dependency',
        'skipped failed-dependency',
        first,
        '200',
      ]);
      const all = await outcomes;
      for (const outcome of all.slice(0, 2)) {
        expect(outcome).toMatchObject({ problem: { status: 424, because: ['a'], executed: false } });
      }
      expect(calls).toHaveLength(2);
    },
  );

  test('names the first twenty of many causes', async () => {
    const ids = Array.from({ length: 30 }, (_, index) => `o${index}`);
    const { calls, outcomes } = startBatch([...ids.map((id) => ({ id })), { id: 'last', dependsOn: ids }], {
      options: { limits: { concurrency: 30 } },
    });
    for (const { answer } of calls) answer(toAnswer({ status: 500 }));
    expect((await outcomes).at(-1)).toMatchObject({ problem: { because: ids.slice(0, 20) } });
  });

  test('runs one at a time if sequential, in the order of the plan, and continues after a failure', async () => {
    const { calls, outcomes } = startBatch([{ id: 'b', dependsOn: ['c'] }, { id: 'a' }, { id: 'c' }], {
      isSequential: true,
    });
    for (const status of [500, 200, 200]) {
      calls.at(-1)!.answer(toAnswer({ status }));
      await settled();
    }
    expect(calls.map(({ request }) => request.context.id)).toEqual(['a', 'c', 'b']);
    expect(told(await outcomes)).toEqual(['200', '500', '200']);
  });

  describe('that stops on error', () => {
    const stopping = { isSequential: true, stopAfter: 1 };

    test('runs nothing after a failure, and names it as the cause for all that follow', async () => {
      const { calls, outcomes } = startBatch(
        [{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd', dependsOn: ['b'] }, { id: 'e', dependsOn: ['a'] }],
        stopping,
      );
      calls[0]!.answer(toAnswer());
      await settled();
      calls[1]!.answer(toAnswer({ status: 409 }));
      expect(told(await outcomes)).toEqual([
        '200',
        '409',
        'skipped stopped',
        'skipped failed-dependency',
        'skipped stopped',
      ]);
      for (const outcome of (await outcomes).slice(2)) {
        expect(outcome).toMatchObject({ problem: { status: 424, because: ['b'], executed: false } });
      }
      expect(calls).toHaveLength(2);
    });

    test('continues after a 3xx, which is not a failure', async () => {
      const { calls, outcomes } = startBatch([{ id: 'a' }, { id: 'b' }], stopping);
      calls[0]!.answer(toAnswer({ status: 304 }));
      await settled();
      calls[1]!.answer(toAnswer());
      expect(told(await outcomes)).toEqual(['304', '200']);
    });

    test('stops at an operation that was skipped because of a 3xx, and names it as the cause', async () => {
      const { calls, outcomes } = startBatch(
        [{ id: 'a' }, { id: 'b', dependsOn: ['a'] }, { id: 'c' }],
        stopping,
      );
      calls[0]!.answer(toAnswer({ status: 302 }));
      expect(told(await outcomes)).toEqual(['302', 'skipped failed-dependency', 'skipped stopped']);
      expect((await outcomes)[2]).toMatchObject({ problem: { because: ['a'] } });
    });

    test.each([
      ['throws', 'failed internal'],
      ['takes too long', 'failed operation-timeout'],
    ])('stops if an operation %s', async (how, first) => {
      const { calls, outcomes } = startBatch([{ id: 'a' }, { id: 'b' }], {
        ...stopping,
        options: { limits: { operationTimeoutMs: 10 } },
      });
      if (how === 'throws') calls[0]!.fail(new Error('boom'));
      else jest.advanceTimersByTime(10);
      expect(told(await outcomes)).toEqual([first, 'skipped stopped']);
    });

    test('stops after a group that failed, and names the operation that failed in it', async () => {
      const { calls, outcomes } = startBatch(
        [{ id: 'a', atomicityGroup: 'g' }, { id: 'b', atomicityGroup: 'g' }, { id: 'c' }],
        { ...stopping, options: { transaction: (_group, runMembers) => runMembers(1) } },
      );
      calls[0]!.answer(toAnswer());
      await settled();
      calls[1]!.answer(toAnswer({ status: 400 }));
      expect(told(await outcomes)).toEqual(['skipped rolled-back', '400', 'skipped stopped']);
      expect((await outcomes)[2]).toMatchObject({ problem: { because: ['b'] } });
    });
  });

  test('at batchTimeoutMs does not name running operations as causes for their dependents', async () => {
    const { calls, outcomes } = startBatch([{ id: 'a' }, { id: 'b', dependsOn: ['a'] }, { id: 'c' }], {
      options: { limits: { batchTimeoutMs: 50 } },
    });
    calls[1]!.answer(toAnswer({ status: 500 }));
    await settled();
    jest.advanceTimersByTime(50);
    expect(told(await outcomes)).toEqual(['failed operation-timeout', 'skipped not-started', '500']);
  });

  test('calls onOutcome with every outcome as soon as it is final', async () => {
    const { calls, outcomes, heard } = startBatch([{ id: 'a' }, { id: 'b', dependsOn: ['a'] }, { id: 'c' }]);
    calls[1]!.answer(toAnswer());
    await settled();
    expect(heard).toEqual(['c 200']);
    calls[0]!.answer(toAnswer({ status: 400 }));
    await outcomes;
    expect(heard).toEqual(['c 200', 'a 400', 'b skipped failed-dependency']);
  });
});
