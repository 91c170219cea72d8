import { describe, expect, test } from '@jest/globals';
import { GroupFailedError, type Transaction } from '@multistatus/core';
import { readMultistatus } from '@multistatus/document';
import createError from 'http-errors';
import { type BulkHost, bulkHosts, type HostOptions } from './bulk-hosts.js';
import {
  type Answer,
  exchange,
  type ItemResponse,
  inOrder,
  JSON_TYPE,
  NDJSON,
  readDocument,
  readLines,
  type Sent,
} from './exchange.js';

const ITEM = { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } };

interface Ran extends Answer {
  readonly responses: readonly ItemResponse[];
  readonly errors: readonly string[];
}

async function ran(host: BulkHost, options: Partial<HostOptions>, sent: Sent): Promise<Ran> {
  const errors: string[] = [];
  const server = await host.start({
    item: ITEM,
    handle: () => undefined,
    onError: (error) => errors.push(String(error)),
    ...options,
  } as HostOptions);
  try {
    const answer = await exchange(server.port, { accept: JSON_TYPE, ...sent });
    const isLines = answer.headers['content-type']!.startsWith(NDJSON);
    const responses = isLines ? inOrder(readLines(answer).outcomes) : (readDocument(answer).responses ?? []);
    return { ...answer, responses, errors };
  } finally {
    await server.close();
  }
}

/** One list in every form in which it can be sent and answered. */
function everyForm(items: readonly unknown[]): readonly Sent[] {
  const lines = items.map((item) => `${JSON.stringify(item)}\n`).join('');
  return [
    { body: items },
    { body: { items } },
    { body: lines },
    { body: items, accept: NDJSON },
    { body: lines, accept: NDJSON },
  ];
}

function slugsOf(responses: readonly ItemResponse[]): string[] {
  return responses.map(({ status, body }) => {
    const { type = '' } = (body ?? {}) as { type?: string };
    return type.startsWith('urn:')
      ? `${status} ${type.replace('urn:multistatus:problem:', '')}`
      : `${status}`;
  });
}

/** A store with transactions: what is committed can be seen, and nothing else. */
class Store {
  committed: unknown[] = [];
  readonly transaction: Transaction = async (_group, run) => {
    const pending: unknown[] = [];
    await run(pending);
    this.committed = [...this.committed, ...pending];
  };
}

const save: NonNullable<HostOptions['handle']> = async (item, { transaction }) => {
  const { id } = item as { id: number };
  if (id < 0) throw createError(409, 'below zero');
  (transaction as unknown[]).push(id);
  return { id };
};

describe.each(bulkHosts)('$name', (host) => {
  describe('atomic', () => {
    test('all succeed, within one transaction, one after another', async () => {
      for (const sent of everyForm([{ id: 1 }, { id: 2 }, { id: 3 }])) {
        const store = new Store();
        const options = { handle: save, atomic: true, transaction: store.transaction };
        const { status, responses } = await ran(host, options, sent);
        expect([status, slugsOf(responses), store.committed]).toEqual([
          207,
          ['200', '200', '200'],
          [1, 2, 3],
        ]);
      }
    });

    test('one fails: nothing has an effect, the culprit keeps its status', async () => {
      for (const sent of everyForm([{ id: 1 }, { id: -2 }, { id: 3 }])) {
        const store = new Store();
        const options = { handle: save, atomic: true, transaction: store.transaction };
        const { responses } = await ran(host, options, sent);
        expect(slugsOf(responses)).toEqual(['424 rolled-back', '409', '424 rolled-back']);
        expect(responses[0]!.body).toMatchObject({ because: ['1'], executed: false });
        expect(store.committed).toEqual([]);
      }
    });

    test('one is not valid: nothing runs', async () => {
      for (const sent of everyForm([{ id: 1 }, { id: 'a' }, { id: 3 }])) {
        let calls = 0;
        const transaction: Transaction = async (_group, run) => {
          calls += 1;
          await run(undefined);
        };
        const { responses } = await ran(host, { handle: save, atomic: true, transaction }, sent);
        expect(slugsOf(responses)).toEqual(['424 rolled-back', '422 invalid-item', '424 rolled-back']);
        expect(calls).toBe(0);
      }
    });

    test.each<[string, Transaction, string, boolean | 'unknown']>([
      [
        'swallows the rejection',
        async (_group, run) => run([]).catch(() => undefined),
        'transaction-contract-broken',
        'unknown',
      ],
      ['never calls run', async () => undefined, 'transaction-contract-broken', false],
      [
        'does not wait for run',
        async (_group, run) => {
          run([]).catch(() => undefined);
        },
        'transaction-contract-broken',
        'unknown',
      ],
      [
        'does not begin',
        async () => {
          throw new Error('secret');
        },
        'transaction-unavailable',
        false,
      ],
      [
        'throws at once',
        () => {
          throw new Error('secret');
        },
        'transaction-unavailable',
        false,
      ],
    ])('a transaction that %s', async (_title, transaction, slug, executed) => {
      for (const accept of [JSON_TYPE, NDJSON]) {
        const { responses, errors, text } = await ran(
          host,
          { handle: save, atomic: true, transaction },
          { body: [{ id: 1 }, { id: -2 }], accept },
        );
        expect(responses.map(({ body }) => body)).toMatchObject([
          { type: `urn:multistatus:problem:${slug}`, executed },
          { type: `urn:multistatus:problem:${slug}`, executed },
        ]);
        expect(errors.length).toBeGreaterThan(0);
        expect(text).not.toContain('secret');
      }
    });

    test('a commit that fails leaves everything in doubt', async () => {
      const transaction: Transaction = async (_group, run) => {
        await run([]);
        throw new Error('secret');
      };
      const { responses } = await ran(
        host,
        { handle: save, atomic: true, transaction },
        { body: [{ id: 1 }, { id: 2 }] },
      );
      expect(slugsOf(responses)).toEqual(['500 commit-failed', '500 commit-failed']);
    });

    test('run may be called once: a second call is told, and does not run the items again', async () => {
      let calls = 0;
      const handle = (): void => {
        calls += 1;
      };
      const transaction: Transaction = async (_group, run) => {
        await run(1);
        await run(2).catch(() => undefined);
      };
      const { responses } = await ran(host, { handle, atomic: true, transaction }, { body: [{ id: 1 }] });
      expect([slugsOf(responses), calls]).toEqual([['204'], 1]);
    });

    test('a transaction hears of the rejection as GroupFailedError', async () => {
      const heard: unknown[] = [];
      const transaction: Transaction = async (_group, run) => {
        await run([]).catch((error: unknown) => {
          heard.push(error instanceof GroupFailedError);
          throw error;
        });
      };
      await ran(host, { handle: save, atomic: true, transaction }, { body: [{ id: -1 }] });
      expect(heard).toEqual([true]);
    });

    test('with handleMany all is handled by one call within the transaction', async () => {
      const store = new Store();
      const handleMany: HostOptions['handleMany'] = (items, { transaction }) => {
        (transaction as unknown[]).push(...items);
        return items.map((item) =>
          (item as { id: number }).id < 0 ? createError(409, 'below zero') : undefined,
        );
      };
      const options = { handle: undefined, handleMany, atomic: true, transaction: store.transaction };
      expect(slugsOf((await ran(host, options, { body: [{ id: 1 }, { id: 2 }] })).responses)).toEqual([
        '204',
        '204',
      ]);
      expect(store.committed).toEqual([{ id: 1 }, { id: 2 }]);
      expect(slugsOf((await ran(host, options, { body: [{ id: 1 }, { id: -2 }] })).responses)).toEqual([
        '424 rolled-back',
        '409',
      ]);
      expect(store.committed).toHaveLength(2);
    });

    test('at bulkTimeoutMs the transaction is left, in doubt', async () => {
      let signal: AbortSignal | undefined;
      const transaction: Transaction = async (group, run) => {
        signal = group.signal;
        await run([]);
      };
      const handle = (): Promise<void> => new Promise(() => undefined);
      const options = { handle, atomic: true, transaction, limits: { bulkTimeoutMs: 30 } };
      const { responses } = await ran(host, options, { body: [{ id: 1 }, { id: 2 }] });
      expect(slugsOf(responses)).toEqual(['504 operation-timeout', '503 not-started']);
      expect(signal!.aborted).toBe(true);
    });
  });

  describe('key', () => {
    test('items that share it are refused, all of them, and the others run', async () => {
      const called: unknown[] = [];
      const handle = (item: unknown): void => {
        called.push((item as { id: number }).id);
      };
      for (const sent of everyForm([{ id: 1 }, { id: 2 }, { id: 1 }, { id: 3 }, { id: 'bad' }, { id: 1 }])) {
        called.length = 0;
        const { responses } = await ran(host, { handle, key: 'id' }, sent);
        expect(slugsOf(responses)).toEqual([
          '409 duplicate-key',
          '204',
          '409 duplicate-key',
          '204',
          '422 invalid-item',
          '409 duplicate-key',
        ]);
        expect(called).toEqual([2, 3]);
        expect(responses[0]!.body).toMatchObject({ because: ['2', '5'], executed: false });
      }
    });
  });

  describe('validateAll', () => {
    test('one fault: nothing runs, and all faults are told with where they are', async () => {
      let calls = 0;
      const handle = (): void => {
        calls += 1;
      };
      for (const sent of everyForm([{ id: 1 }, { id: 'a' }, {}, 7])) {
        const place = (sent.body as { items?: unknown }).items === undefined ? '#' : '#/items';
        const { status, text, headers } = await ran(host, { handle, validateAll: true, key: 'id' }, sent);
        expect(status).toBe(422);
        expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
        expect(JSON.parse(text)).toMatchObject({
          type: 'urn:multistatus:problem:invalid-items',
          executed: false,
          errors: [
            { pointer: `${place}/1/id`, detail: 'must be integer' },
            { pointer: `${place}/2/id`, detail: "must have required property 'id'" },
            { pointer: `${place}/3`, detail: 'must be object' },
          ],
        });
      }
      expect(calls).toBe(0);
    });

    test('a line that is no JSON, and a shared key, are faults too', async () => {
      const { status, text } = await ran(
        host,
        { validateAll: true, key: 'id' },
        { body: '{"id":1}\n{\n{"id":1}\n' },
      );
      expect(status).toBe(422);
      expect(
        (JSON.parse(text) as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer),
      ).toEqual(['#/0', '#/1', '#/2']);
    });

    test('no fault: all runs', async () => {
      for (const sent of everyForm([{ id: 1 }, { id: 2 }])) {
        expect(slugsOf((await ran(host, { validateAll: true }, sent)).responses)).toEqual(['204', '204']);
      }
    });

    test('in XML', async () => {
      const server = await host.start({ item: ITEM, handle: () => undefined, validateAll: true });
      const answer = await exchange(server.port, { body: [{}], accept: 'application/xml' });
      await server.close();
      expect([answer.status, answer.headers['content-type']]).toEqual([
        422,
        'application/problem+xml; charset=utf-8',
      ]);
      expect(answer.text).toContain('#/0/id');
    });

    test('a validator that fails is the fault of the server', async () => {
      const item = {
        '~standard': {
          version: 1,
          vendor: 'test',
          validate: () => {
            throw new Error('secret');
          },
        },
      } as unknown as HostOptions['item'];
      const { status, text, errors } = await ran(host, { item, validateAll: true }, { body: [1] });
      expect(status).toBe(500);
      expect(text).not.toContain('secret');
      expect(errors).toEqual(['Error: secret']);
    });
  });

  test('status and onOutcome are as of a batch', async () => {
    const heard: unknown[] = [];
    const onOutcome: HostOptions['onOutcome'] = ({ index, status, executed }) => {
      heard.push([index, status, executed]);
    };
    const options: Partial<HostOptions> = { onOutcome, status: 'ok-or-multi-status' };
    expect((await ran(host, options, { body: [{ id: 1 }] })).status).toBe(200);
    expect((await ran(host, options, { body: [{ id: 1 }, {}] })).status).toBe(207);
    expect((await ran(host, options, { body: '{"id":1}\n', accept: NDJSON })).status).toBe(207);
    expect(heard.length).toBe(4);
    expect(heard).toContainEqual([1, 422, false]);
  });

  test('a reader of the client side reads the answer', async () => {
    const { text } = await ran(host, {}, { body: [{ id: 1 }, {}] });
    const reading = await readMultistatus(text);
    expect(reading.failed().map(({ status }) => status)).toEqual([422]);
    expect(() => reading.throwIfFailed()).toThrow('422');
  });
});
