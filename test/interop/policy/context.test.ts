import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, test } from '@jest/globals';
import type { Transaction } from '@multistatus/core';
import type { PolicyHost } from './policy-host.js';
import { policyHosts } from './policy-hosts.js';
import { sendOperations } from './send-operations.js';

const requestStorage = new AsyncLocalStorage<string>();
const transactionStorage = new AsyncLocalStorage<string>();

const GROUP = [
  { id: 'one', method: 'POST', url: '/one', atomicityGroup: 'g' },
  { id: 'two', method: 'POST', url: '/two', atomicityGroup: 'g' },
];
const ALONE = { id: 'alone', method: 'GET', url: '/alone' };

/** Sets a store for every request, the batch included, as `enterWith` or a middleware in front does. */
function enterStore(host: PolicyHost): (native: object) => void {
  return (native) => requestStorage.enterWith(host.userOf(native) ?? 'nobody');
}

function storesNow(): [string | undefined, string | undefined] {
  return [requestStorage.getStore(), transactionStorage.getStore()];
}

describe.each(policyHosts)('$name', (host) => {
  test('an operation does not see the stores of the batch request', async () => {
    const app = host.create({
      first: (native) => {
        const isBatch = (native as { originalUrl: string }).originalUrl === '/batch';
        if (isBatch) requestStorage.enterWith('the batch');
      },
      handle: async () => {
        const atFirst = storesNow();
        await new Promise((resolve) => setImmediate(resolve));
        return { body: [atFirst, storesNow()] };
      },
    });
    const { responses } = await sendOperations(app, [
      ALONE,
      { method: 'POST', url: '/x', body: { a: 1 } },
      { method: 'GET', url: '/after', dependsOn: ['alone'] },
    ]);
    const nothing = [null, null];
    expect(responses.map(({ body }) => body)).toEqual(Array(3).fill([nothing, nothing]));
  });

  test('each of several operations at the same time has the store that it enters', async () => {
    let waiting: (() => void)[] = [];
    const app = host.create({
      handle: async ({ url }) => {
        const found = requestStorage.getStore();
        requestStorage.enterWith(url);
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
          if (waiting.length < 4) return;
          for (const proceed of waiting) proceed();
          waiting = [];
        });
        return { body: [found ?? null, requestStorage.getStore()] };
      },
    });
    const urls = ['/a', '/b', '/c', '/d'];
    for (let time = 0; time < 2; time += 1) {
      const { responses } = await sendOperations(
        app,
        urls.map((url) => ({ method: 'GET', url })),
      );
      expect(responses.map(({ body }) => body)).toEqual(urls.map((url) => [null, url]));
    }
  });

  test('operations of a group see the store around run(tx), and others do not', async () => {
    const seen: unknown[] = [];
    const transaction: Transaction = (_group, run) => {
      seen.push(storesNow());
      return transactionStorage.run('tx', () => run('tx'));
    };
    const app = host.create({
      options: { transaction },
      first: (native) => {
        if ((native as { originalUrl: string }).originalUrl === '/batch')
          requestStorage.enterWith('the batch');
      },
      handle: () => ({ body: storesNow() }),
    });
    const { responses } = await sendOperations(app, [...GROUP, ALONE]);
    expect(seen).toEqual([[undefined, undefined]]);
    expect(responses.map(({ body }) => body)).toEqual([
      [null, 'tx'],
      [null, 'tx'],
      [null, null],
    ]);
  });

  test('what a transaction enters with enterWith ends with it', async () => {
    const transaction: Transaction = async (_group, run) => {
      const found = transactionStorage.getStore();
      transactionStorage.enterWith('tx');
      if (found === undefined) await run('tx');
    };
    const app = host.create({ options: { transaction }, handle: () => ({ body: storesNow() }) });
    for (let time = 0; time < 2; time += 1) {
      const { responses } = await sendOperations(app, [...GROUP, { ...ALONE, dependsOn: ['g'] }]);
      expect(responses.map(({ body }) => body)).toEqual([
        [null, 'tx'],
        [null, 'tx'],
        [null, null],
      ]);
    }
  });

  test('the callbacks that are about the batch see the store of its request, also for a group', async () => {
    const seen: string[] = [];
    const note = (name: string): void => {
      seen.push(`${name}: ${storesNow().join()}`);
    };
    const app = host.create({
      options: {
        allow: async () => {
          note('allow');
          return true;
        },
        prepare: () => note('prepare'),
        isSuccess: () => {
          note('isSuccess');
          return undefined;
        },
        onOutcome: () => note('onOutcome'),
        onError: () => note('onError'),
        status: () => {
          note('status');
          return 207;
        },
        transaction: (_group, run) =>
          transactionStorage.run('tx', async () => {
            await run('tx');
            throw new Error('a commit that fails');
          }),
      },
      first: enterStore(host),
    });
    await sendOperations(app, [...GROUP, ALONE], { 'x-user': 'ana' });
    const names = ['allow', 'isSuccess', 'onError', 'onOutcome', 'prepare', 'status'];
    expect([...new Set(seen)].toSorted()).toEqual(names.map((name) => `${name}: nobody,`));
    expect(seen.filter((line) => line.startsWith('prepare'))).toHaveLength(3);
  });

  test('prepare hands a store on', async () => {
    const stores = new WeakMap<object, string | undefined>();
    const app = host.create({
      options: {
        prepare: (inner) => void stores.set(inner, requestStorage.getStore()),
      },
      first: (native) => {
        const isBatch = (native as { originalUrl: string }).originalUrl === '/batch';
        requestStorage.enterWith(isBatch ? 'of the batch' : (stores.get(native) ?? 'none'));
      },
      handle: () => ({ body: storesNow() }),
    });
    const { responses } = await sendOperations(app, [ALONE, ...Array(3).fill({ method: 'GET', url: '/x' })]);
    expect(responses.map(({ body }) => body)).toEqual(Array(4).fill(['of the batch', null]));
  });

  test('the listeners of an aborted operation do not see the stores of the batch request', async () => {
    const seen: unknown[] = [];
    const app = host.create({
      options: { limits: { operationTimeoutMs: 20 } },
      first: (native) => {
        if ((native as { originalUrl: string }).originalUrl === '/batch')
          requestStorage.enterWith('the batch');
      },
      handle: ({ req, operation }) =>
        new Promise((resolve) => {
          operation?.signal.addEventListener('abort', () => void seen.push(storesNow()));
          req.once('close', () => {
            seen.push(storesNow());
            resolve({});
          });
        }),
    });
    const { responses } = await sendOperations(app, [ALONE]);
    await new Promise((resolve) => setImmediate(resolve));
    expect([responses[0]?.status, seen]).toEqual([504, Array(2).fill([undefined, undefined])]);
  });
});
