import { describe, expect, jest, test } from '@jest/globals';
import type { Operation } from '#core/operation/operation.js';
import type { BatchOptions } from '#core/options/batch-options.js';
import { resolveOptions } from '#core/options/resolve-options.js';
import { type PointTo, toPointer } from '#core/problem/issue.js';
import { checkAllowed } from '#core/run/check-allowed.js';
import { toOperation } from '../outcomes.js';
import { thrownProblem } from '../thrown-problem.js';

const { limits } = resolveOptions({}, []);

/** Asks on behalf of a client that stays. */
function ask(
  operations: readonly Operation[],
  { allow, onError = () => undefined }: Pick<BatchOptions, 'allow' | 'onError'>,
  outer: unknown,
): Promise<Set<number>> {
  const { signal } = new AbortController();
  return checkAllowed(operations, { options: { allow, limits, onError }, outer, signal, pointTo });
}

const pointTo: PointTo = (index) => ({ pointer: toPointer('requests', index) });
const OPERATIONS = ['/a', '$a/x', '/b', '/{x}'].map((url, index) => toOperation({ index, url }));

describe('checkAllowed', () => {
  test('allows nothing in advance where nothing has to be asked', async () => {
    expect(await ask(OPERATIONS, { allow: undefined }, undefined)).toEqual(new Set());
  });

  test('does not ask about an operation that its format has refused', async () => {
    const refusal = { type: 'about:blank', title: 'Circle', status: 409 };
    const allow = jest.fn((_operation: Operation) => true);
    await ask([toOperation({ refusal }), toOperation({ index: 1 })], { allow }, undefined);
    expect(allow.mock.calls.map(([{ index }]) => index)).toEqual([1]);
  });

  test('asks for each operation whose URL is final, one after another, with the request of the batch', async () => {
    let inside = 0;
    let most = 0;
    const outer = {};
    const asked: string[] = [];
    const allow = async ({ url }: Operation, request: unknown): Promise<boolean> => {
      inside += 1;
      most = Math.max(most, inside);
      asked.push(url);
      expect(request).toBe(outer);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
      return true;
    };
    expect(await ask(OPERATIONS, { allow }, outer)).toEqual(new Set([0, 2]));
    expect([asked, most]).toEqual([['/a', '/b'], 1]);
  });

  test('lists every refusal', async () => {
    const allow = jest.fn(({ url }: Operation) => url === '/b');
    const operations = [...OPERATIONS, toOperation({ index: 4, url: '/c', method: 'DELETE' })];
    expect(await thrownProblem(() => ask(operations, { allow }, undefined))).toMatchObject({
      type: 'urn:multistatus:problem:not-allowed',
      status: 403,
      executed: false,
      detail: '2 operations may not run here; nothing has run',
      errors: [
        {
          pointer: '#/requests/0',
          code: 'not-allowed',
          detail: 'GET of this URL cannot be part of a batch here',
        },
        {
          pointer: '#/requests/4',
          code: 'not-allowed',
          detail: 'DELETE of this URL cannot be part of a batch here',
        },
      ],
    });
    expect(allow).toHaveBeenCalledTimes(3);
  });

  test('lists 1 000 refusals at most', async () => {
    const operations = Array.from({ length: 1_500 }, (_, index) => toOperation({ index }));
    const problem = await thrownProblem(() => ask(operations, { allow: () => false }, undefined));
    expect(problem['errors']).toHaveLength(1_000);
  });

  test('counts every refusal that it tells of', async () => {
    const operations = Array.from({ length: 1_500 }, (_, index) => toOperation({ index }));
    const problem = await thrownProblem(() => ask(operations, { allow: () => false }, undefined));
    expect(problem.detail).toMatch(/^(1500|at least 1000) /);
  });

  test('keeps what allow throws from the client, and nothing has run', async () => {
    const error = new Error('boom');
    const allow = (): boolean => {
      throw error;
    };
    const errors: unknown[] = [];
    const onError = (each: unknown): void => void errors.push(each);
    const problem = await thrownProblem(() => ask(OPERATIONS, { allow, onError }, undefined));
    expect(problem).toMatchObject({ type: 'urn:multistatus:problem:internal', executed: false });
    expect(JSON.stringify(problem)).not.toContain('boom');
    expect(errors).toEqual([error]);
  });

  test('does not wait longer than batchTimeoutMs, and asks for no more after it', async () => {
    const asked: string[] = [];
    let answer: (isAllowed: boolean) => void = () => undefined;
    const allow = ({ url }: Operation): Promise<boolean> => {
      asked.push(url);
      return new Promise((resolve) => {
        answer = resolve;
      });
    };
    const problem = await thrownProblem(() => {
      const { signal } = new AbortController();
      const options = { allow, limits: { ...limits, batchTimeoutMs: 1 }, onError: () => undefined };
      return checkAllowed(OPERATIONS, { options, outer: undefined, signal, pointTo });
    });
    expect(problem).toMatchObject({
      type: 'urn:multistatus:problem:not-started',
      status: 503,
      executed: false,
    });
    answer(true);
    await new Promise((resolve) => setImmediate(resolve));
    expect(asked).toEqual(['/a']);
  });

  test('does not wait for a client that has gone', async () => {
    const client = new AbortController();
    const allow = (): Promise<boolean> => new Promise(() => client.abort());
    const options = { allow, limits, onError: () => undefined };
    const problem = await thrownProblem(() =>
      checkAllowed(OPERATIONS, { options, outer: undefined, signal: client.signal, pointTo }),
    );
    expect(problem).toMatchObject({ type: 'urn:multistatus:problem:not-started' });
  });
});
