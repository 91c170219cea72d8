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
