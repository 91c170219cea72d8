import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Operation } from '#core/operation/operation.js';
import type { Outcome } from '#core/operation/outcome.js';
import { tell, toAnswer } from '../outcomes.js';
import { settled } from '../settled.js';
import { startBatch } from '../start-run.js';

async function told(outcomes: Promise<readonly Outcome[]>): Promise<string[]> {
  return (await outcomes).map(tell);
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

describe('allow', () => {
  test.each([
    ['true', () => true, true],
    ['false', () => false, false],
    ['a promise of true', () => Promise.resolve(true), true],
    ['a promise of false', () => Promise.resolve(false), false],
  ])('that gives %s decides whether the operation runs', async (_label, allow, runs) => {
    const run = startBatch([{ url: '/a' }], { options: { allow } });
    await settled();
    expect(run.calls).toHaveLength(runs ? 1 : 0);
    run.calls[0]?.answer(toAnswer());
    expect(await told(run.outcomes)).toEqual([runs ? '200' : 'skipped not-allowed']);
    if (!runs) expect((await run.outcomes)[0]).toMatchObject({ problem: { status: 403, executed: false } });
    expect(run.errors).toEqual([]);
  });

  test('has the final operation, and the request of the batch', async () => {
    const asked: [operation: Operation, request: unknown][] = [];
    const outer = { user: 'ana' };
    const run = startBatch(
      [
        { id: 'a', method: 'POST', url: '/api/albums' },
        {
          method: 'PATCH',
          url: '/api/albums/{x}',
          headers: { 'x-a': '1' },
          references: [{ at: '/url/x', from: 'a', value: '/status' }],
        },
      ],
      {
        outer,
        options: {
          basePath: '/api',
          allow: (operation, request) => {
            asked.push([operation, request]);
            return true;
          },
        },
      },
    );
    await settled();
    run.calls[0]!.answer(toAnswer({ status: 201 }));
    await settled();
    run.calls[1]!.answer(toAnswer());
    expect(await told(run.outcomes)).toEqual(['201', '200']);
    expect(asked).toEqual([
      [expect.objectContaining({ id: 'a', method: 'POST', url: '/albums' }), outer],
      [expect.objectContaining({ method: 'PATCH', url: '/albums/201', headers: { 'x-a': '1' } }), outer],
    ]);
    expect(asked[0]![1]).toBe(outer);
  });

  test('is not asked again for what has been allowed, nor for what does not run', async () => {
    const allow = jest.fn(() => true);
    const run = startBatch([{ id: 'a' }, { id: 'b' }, { id: 'c', dependsOn: ['b'] }], {
      allowed: new Set([0]),
      options: { allow },
    });
    await settled();
    run.calls.find(({ request }) => request.context.id === 'a')!.answer(toAnswer());
    run.calls.find(({ request }) => request.context.id === 'b')!.answer(toAnswer({ status: 404 }));
    expect(await told(run.outcomes)).toEqual(['200', '404', 'skipped failed-dependency']);
    expect(allow).toHaveBeenCalledTimes(1);
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('secret');
      },
    ],
    ['rejects', () => Promise.reject(new Error('secret'))],
  ])('that %s keeps the operation from running, and only onError hears why', async (_how, allow) => {
    const run = startBatch([{}], { options: { allow } });
    expect(await told(run.outcomes)).toEqual(['skipped internal']);
    expect((await run.outcomes)[0]).toMatchObject({ problem: { status: 500, executed: false } });
    expect(run.calls).toEqual([]);
    expect(run.errors.map(String)).toEqual(['Error: secret']);
    expect(JSON.stringify(await run.outcomes)).not.toContain('secret');
  });

  test('that takes longer than operationTimeoutMs: the operation never runs, though it be allowed later', async () => {
    let answer: (isAllowed: boolean) => void = () => undefined;
    const allow = (): Promise<boolean> =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const run = startBatch([{}], { options: { allow, limits: { operationTimeoutMs: 20 } } });
    jest.advanceTimersByTime(20);
    const [outcome] = await run.outcomes;
    expect(outcome).toMatchObject({ kind: 'skipped', problem: { status: 503, executed: false } });
    answer(true);
    await settled();
    expect(run.calls).toEqual([]);
    expect(run.errors).toEqual([]);
  });

  test('that rejects after operationTimeoutMs tells nobody anything more', async () => {
    let fail: (error: unknown) => void = () => undefined;
    const allow = (): Promise<boolean> =>
      new Promise((_resolve, reject) => {
        fail = reject;
      });
    const run = startBatch([{}], { options: { allow, limits: { operationTimeoutMs: 20 } } });
    jest.advanceTimersByTime(20);
    await run.outcomes;
    fail(new Error('late'));
    await settled();
    expect(run.errors).toEqual([]);
  });

  test('that hangs until its client leaves', async () => {
    const run = startBatch([{}], { options: { allow: () => new Promise<boolean>(() => undefined) } });
    run.client.abort();
    expect(await told(run.outcomes)).toEqual(['skipped not-started']);
  });
});

describe('a reference that leads nowhere', () => {
  test('skips its operation, which stays as it was sent, and all that depends on it', async () => {
    const run = startBatch([
      { id: 'a', method: 'POST', url: '/a' },
      { id: 'b', url: '$a/x' },
      { id: 'c', dependsOn: ['b'] },
    ]);
    run.calls[0]!.answer(toAnswer());
    expect(await told(run.outcomes)).toEqual([
      '200',
      'skipped reference-unresolved',
      'skipped failed-dependency',
    ]);
    const outcomes = await run.outcomes;
    expect(outcomes[1]).toMatchObject({
      operation: { url: '$a/x' },
      result: 'failed',
      problem: { status: 424, detail: 'The response of a has no Location', because: ['a'], executed: false },
    });
    expect(outcomes[2]).toMatchObject({ problem: { because: ['b'] } });
    expect(run.errors).toEqual([]);
  });
});

describe('isSuccess', () => {
  const asked: [Operation, unknown][] = [];
  const pair = [
    { id: 'a', url: '/a' },
    { id: 'b', dependsOn: ['a'] },
  ];

  test.each([
    [404, true, 'succeeded', '200'],
    [302, true, 'succeeded', '200'],
    [207, true, 'succeeded', '200'],
    [200, false, 'failed', 'skipped failed-dependency'],
    [302, false, 'other', 'skipped failed-dependency'],
    [404, false, 'failed', 'skipped failed-dependency'],
    [200, undefined, 'succeeded', '200'],
    [404, undefined, 'failed', 'skipped failed-dependency'],
    [200, 0, 'succeeded', '200'],
    [404, 1, 'failed', 'skipped failed-dependency'],
  ])('of %i that gives %j has %s', async (status, says, result, second) => {
    asked.length = 0;
    const isSuccess = (operation: Operation, answer: unknown): boolean | undefined => {
      asked.push([operation, answer]);
      return operation.id === 'a' ? (says as boolean | undefined) : undefined;
    };
    const run = startBatch(pair, { options: { isSuccess } });
    run.calls[0]!.answer(toAnswer({ status }));
    await settled();
    run.calls[1]?.answer(toAnswer());
    expect(await told(run.outcomes)).toEqual([String(status), second]);
    expect((await run.outcomes)[0]!.result).toBe(result);
    expect(asked[0]).toEqual([expect.objectContaining({ id: 'a', url: '/a' }), toAnswer({ status })]);
  });

  test('that throws leaves it to the status; onError hears', async () => {
    const error = new Error('boom');
    const isSuccess = (): boolean => {
      throw error;
    };
    const run = startBatch(pair, { options: { isSuccess } });
    run.calls[0]!.answer(toAnswer({ status: 404 }));
    expect(await told(run.outcomes)).toEqual(['404', 'skipped failed-dependency']);
    expect(run.errors).toEqual([error]);
  });

  test('is not asked about what is no answer', async () => {
    const isSuccess = jest.fn(() => true);
    const run = startBatch([{}, {}], { options: { isSuccess } });
    run.calls[0]!.fail(new Error('boom'));
    run.calls[1]!.answer(toAnswer({ status: 999 }));
    expect(await told(run.outcomes)).toEqual(['failed internal', 'failed invalid-response']);
    expect(isSuccess).not.toHaveBeenCalled();
  });

  test('that is asynchronous is told to onError, and its rejection does not end the process', async () => {
    const isSuccess = (() => Promise.reject(new Error('late'))) as unknown as () => boolean;
    const run = startBatch([{}], { options: { isSuccess } });
    run.calls[0]!.answer(toAnswer());
    expect(await told(run.outcomes)).toEqual(['200']);
    await settled();
    expect(unhandled.map(String)).toEqual([]);
    expect(run.errors).toHaveLength(1);
  });
});

test('the body of an answer that was made a failure stays', async () => {
  const run = startBatch([{}], { options: { isSuccess: () => false } });
  const answer = toAnswer({ body: 'why', headers: { 'content-type': 'text/plain' } });
  run.calls[0]!.answer(answer);
  expect((await run.outcomes)[0]).toMatchObject({ kind: 'answered', answer, result: 'failed' });
});
