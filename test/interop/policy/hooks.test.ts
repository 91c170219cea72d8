import { describe, expect, test } from '@jest/globals';
import type { OperationOutcome } from '@multistatus/core';
import { policyHosts } from './policy-hosts.js';
import { sendOperations } from './send-operations.js';

/** A promise that is resolved from outside. */
function createGate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe.each(policyHosts)('$name', (host) => {
  test('onOutcome: hears of each outcome as soon as it is certain, with the batch request', async () => {
    const heard: [string | undefined, Partial<OperationOutcome>][] = [];
    const gate = createGate();
    const app = host.create({
      options: {
        onOutcome: ({ id, index, status, result, executed, url }, request) => {
          heard.push([host.userOf(request), { id, index, status, result, executed, url }]);
          if (id === 'quick') gate.open();
        },
      },
      handle: async ({ url }) => {
        if (url !== '/slow') return { status: 201 };
        await gate.opened; // so its outcome comes second, though it was asked for first
        return { status: 409 };
      },
    });
    await sendOperations(
      app,
      [
        { id: 'slow', method: 'GET', url: '/slow' },
        { id: 'quick', method: 'POST', url: '/quick' },
        { id: 'never', method: 'GET', url: '/never', dependsOn: ['slow'] },
      ],
      { 'x-user': 'ana' },
    );
    const succeeded = { status: 201, result: 'succeeded', executed: true };
    expect(heard).toEqual([
      ['ana', { id: 'quick', index: 1, url: '/quick', ...succeeded }],
      ['ana', { id: 'slow', index: 0, url: '/slow', status: 409, result: 'failed', executed: true }],
      ['ana', { id: 'never', index: 2, url: '/never', status: 424, result: 'failed', executed: false }],
    ]);
  });

  test('onOutcome: gets status, headers and body of the response, cookies included', async () => {
    const outcomes: OperationOutcome[] = [];
    const app = host.create({
      options: { onOutcome: (outcome) => void outcomes.push(outcome) },
      handle: () => ({ headers: { 'set-cookie': ['a=1', 'b=2'], 'x-cost': '3' }, body: { photo: 7 } }),
    });
    await sendOperations(app, [{ method: 'GET', url: '/7' }]);
    const [{ headers, body, problem } = {}] = outcomes;
    expect(headers).toMatchObject({ 'set-cookie': ['a=1', 'b=2'], 'x-cost': '3' });
    expect([Buffer.from(body ?? []).toString(), problem]).toEqual(['{"photo":7}', undefined]);
  });

  test.each(['throws', 'rejects'])('onOutcome: that %s changes no answer, and onError hears', async (how) => {
    const errors: unknown[] = [];
    const failure = new Error('the log is full');
    const app = host.create({
      options: {
        onError: (error) => errors.push(error),
        onOutcome: () => {
          if (how === 'throws') throw failure;
          return Promise.reject(failure) as never;
        },
      },
    });
    const { status, responses } = await sendOperations(app, [{ method: 'GET', url: '/' }]);
    expect([status, responses[0]?.status]).toEqual([207, 200]);
    expect(errors).toEqual([failure]);
  });

  test('onError: hears what a target throws, and what the app answers itself it does not', async () => {
    const errors: unknown[] = [];
    const failure = new Error('no handler of errors there');
    const onError = (error: unknown): void => void errors.push(error);
    const raw = host.create({
      options: {
        onError,
        target: () => {
          throw failure;
        },
      },
    });
    const broken = await sendOperations(raw, [{ method: 'GET', url: '/' }]);
    expect(broken.responses).toMatchObject([{ status: 500, body: { executed: 'unknown' } }]);
    expect(broken.text).not.toContain('no handler');
    expect(errors.splice(0)).toEqual([failure]);

    const app = host.create({
      options: { onError },
      handle: () => Promise.reject(Object.assign(new Error('gone'), { status: 410 })),
    });
    const answered = await sendOperations(app, [{ method: 'GET', url: '/' }]);
    expect(answered.responses[0]?.status).toBe(410);
    expect(errors).toEqual([]);
  });

  test('onError: gets the operation, the group and the request that an error belongs to', async () => {
    const seen: unknown[] = [];
    const fail = (hook: string): never => {
      throw new Error(hook);
    };
    const app = host.create({
      options: {
        onError: (error, { operation, group, request }) => {
          seen.push([String(error), operation, group, host.userOf(request ?? {})]);
        },
        allow: ({ id }) => (id === 'a' ? fail('allow') : true),
        isSuccess: ({ id }) => (id === 'b' ? fail('isSuccess') : undefined),
        onOutcome: ({ id }) => (id === 'c' ? fail('onOutcome') : undefined),
        transaction: () => fail('transaction'),
        status: () => fail('status'),
      },
    });
    const operations = ['a', 'b', 'c', 'd'].map((id) => ({
      id,
      method: 'GET',
      url: `/${id}`,
      headers: { 'x-own': 'secret' },
      ...(id === 'd' ? { atomicityGroup: 'g' } : {}),
    }));
    await sendOperations(app, operations, { 'x-user': 'ana' });
    const of = (id: string): object => ({
      index: operations.findIndex((each) => each.id === id),
      id,
      method: 'GET',
      url: `/${id}`,
    });
    expect(seen.toSorted((a, b) => (String(a) < String(b) ? -1 : 1))).toEqual([
      ['Error: allow', of('a'), undefined, 'ana'],
      ['Error: isSuccess', of('b'), undefined, 'ana'],
      ['Error: onOutcome', of('c'), undefined, 'ana'],
      ['Error: status', undefined, undefined, 'ana'],
      ['Error: transaction', undefined, 'g', 'ana'],
    ]);
  });

  test('onError: gets the operation whose target throws, or that a strict batch asks `allow` about', async () => {
    const seen: unknown[] = [];
    const app = host.create({
      options: {
        onError: (error, context) => seen.push([String(error), context.operation?.id, context.group]),
        allow: ({ id }) => {
          if (id === 'b') throw new Error('allow');
          return true;
        },
        target: () => {
          throw new Error('target');
        },
      },
    });
    const operations = ['a', 'b'].map((id) => ({ id, method: 'GET', url: '/' }));
    await sendOperations(app, operations.slice(0, 1));
    await sendOperations(app, operations, { prefer: 'handling=strict' });
    expect(seen).toEqual([
      ['Error: target', 'a', undefined],
      ['Error: allow', 'b', undefined],
    ]);
  });

  test.each(['throws', 'rejects'])('onError: what it %s is lost, and the answer stays', async (how) => {
    const app = host.create({
      options: {
        onError: () => {
          if (how === 'throws') throw new Error('lost');
          return Promise.reject(new Error('lost')) as never;
        },
        allow: () => {
          throw new Error('first');
        },
      },
    });
    const { responses } = await sendOperations(app, [{ method: 'GET', url: '/' }]);
    expect(responses[0]?.status).toBe(500);
  });
});
