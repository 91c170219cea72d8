import { getEventListeners } from 'node:events';
import { constants } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import compression from 'compression';
import compress from 'koa-compress';
import { type BulkServer, bulkHosts, type HostOptions, type Surroundings } from './bulk-hosts.js';
import { createGate, type Gate, NDJSON, OpenExchange, until } from './exchange.js';

const INFINITE = {
  maxItems: Number.POSITIVE_INFINITY,
  maxBodyBytes: Number.POSITIVE_INFINITY,
  bulkTimeoutMs: Number.POSITIVE_INFINITY,
};

let server: BulkServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** Handlers that settle when the test says so, and what they have seen. */
class Gates {
  readonly entered: number[] = [];
  readonly signals = new Map<number, AbortSignal>();
  readonly #gates = new Map<number, Gate<unknown>>();

  readonly handle: NonNullable<HostOptions['handle']> = (item, { signal }) => {
    const number = item as number;
    this.entered.push(number);
    this.signals.set(number, signal);
    return this.#gate(number).promise;
  };

  settle(number: number, value?: unknown): void {
    this.#gate(number).open(value);
  }

  #gate(number: number): Gate<unknown> {
    const gate = this.#gates.get(number) ?? createGate<unknown>();
    this.#gates.set(number, gate);
    return gate;
  }
}

describe.each(bulkHosts)('$name', (host) => {
  async function start(options: Partial<HostOptions>, surroundings?: Surroundings): Promise<number> {
    server = await host.start({ item: {}, handle: () => undefined, ...options } as HostOptions, surroundings);
    return server.port;
  }

  /** Koa tells of every client that leaves in the middle of a stream. */
  function appErrors(): unknown[] {
    const own = /^(HPE_INVALID_EOF_STATE|ERR_STREAM_PREMATURE_CLOSE|ECONNRESET)$/;
    return server!.errors.filter(
      (error) => !(host.name.startsWith('Koa') && own.test((error as { code: string }).code)),
    );
  }

  test('an item is answered while the next is not yet sent', async () => {
    const open = new OpenExchange(await start({ handle: (item) => item }));
    for (let index = 0; index < 20; index += 1) {
      await open.send(`${index}\n`);
      expect(await open.nextLine()).toMatchObject({ index, status: 200, body: index });
    }
    open.end();
    expect(await open.nextLine()).toEqual({ summary: { total: 20, succeeded: 20, failed: 0, other: 0 } });
    expect(await open.nextLine()).toBeUndefined();
  });

  test('an item runs while the rest of the next is under way', async () => {
    const open = new OpenExchange(await start({ handle: (item) => item }));
    await open.send('"first"\n"sec');
    expect(await open.nextLine()).toMatchObject({ body: 'first' });
    await open.send('ond"');
    open.end();
    expect(await open.nextLine()).toMatchObject({ body: 'second' });
  });

  test.each([
    ['NDJSON', NDJSON, '0\n1\n2\n'],
    ['a JSON list', 'application/json', '[0,1,2]'],
  ])('outcomes of %s come in the order in which they settle', async (_title, type, body) => {
    const gates = new Gates();
    const open = new OpenExchange(await start({ handle: gates.handle }), { type });
    await open.send(body);
    open.end();
    await until(() => gates.entered.length === 3);
    for (const index of [2, 0, 1]) {
      gates.settle(index);
      expect(await open.nextLine()).toMatchObject({ index, status: 204 });
    }
    expect(await open.nextLine()).toMatchObject({ summary: { total: 3 } });
  });

  test.each<[string, string | undefined, Surroundings]>([
    ['as it is by default', undefined, { express: compression(), koa: compress() }],
    [
      'told to compress everything',
      'gzip',
      {
        express: compression({ threshold: 0, filter: () => true }),
        koa: compress({ threshold: 0, filter: () => true, gzip: { flush: constants.Z_SYNC_FLUSH } }),
      },
    ],
  ])('progress shows behind compression, %s', async (_title, coding, surroundings) => {
    const port = await start({ handle: (item) => item }, surroundings);
    const open = new OpenExchange(port, { headers: { 'accept-encoding': 'gzip' } });
    for (let index = 0; index < 5; index += 1) {
      await open.send(`${index}\n`);
      expect(await open.nextLine()).toMatchObject({ index });
    }
    expect((await open.response()).headers['content-encoding']).toBe(coding);
    open.end();
    expect(await open.nextLine()).toMatchObject({ summary: { total: 5 } });
  });

  test('a handler that is slow holds back the client: no more is read than can run', async () => {
    const gates = new Gates();
    let checked = 0;
    const item = {
      '~standard': {
        version: 1 as const,
        vendor: 'test',
        validate: (value: unknown) => {
          checked += 1;
          return { value };
        },
      },
    };
    const open = new OpenExchange(
      await start({ item, handle: gates.handle, limits: { ...INFINITE, concurrency: 4 } }),
    );
    const line = `${' '.repeat(50_000)}7\n`;
    let sent = 0;
    const flood = (async () => {
      for (; sent < 2_000; sent += 1) await open.send(line);
    })().catch(() => undefined);
    await until(() => gates.entered.length === 4);
    let before = -1;
    // Until nothing moves any more: the buffers of both sides are full, long before 100 MB.
    for (let still = 0; still < 2_000; still = sent === before ? still + 1 : 0) {
      before = sent;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect([gates.entered.length, checked]).toEqual([4, 4]);
    expect(sent).toBeLessThan(1_000);
    open.leave();
    await flood;
  });

  test('a client that stops reading holds back the handlers: no more runs than can be sent', async () => {
    let calls = 0;
    const handle = (): string => {
      calls += 1;
      return 'x'.repeat(100_000);
    };
    const open = new OpenExchange(await start({ handle, limits: { ...INFINITE, concurrency: 4 } }));
    const response = open.response();
    await open.send('0\n'.repeat(300));
    open.end();
    (await response).pause();
    let before = -1;
    // Until nothing moves any more: the buffers of both sides are full, long before 20 MB.
    for (let still = 0; still < 2_000; still = calls === before ? still + 1 : 0) {
      before = calls;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(calls).toBeLessThan(200);
    let lines = 0;
    for (let line = await open.nextLine(); line !== undefined; line = await open.nextLine()) lines += 1;
    expect([calls, lines]).toEqual([300, 301]);
  });

  test.each([
    ['in the middle of the list', false],
    ['after the whole list', true],
  ])(
    'a client that leaves %s: what runs is aborted, nothing new starts, nobody is told of an error',
    async (_title, isWhole) => {
      const gates = new Gates();
      const errors: unknown[] = [];
      const onError = (error: unknown): void => {
        errors.push(error);
      };
      const open = new OpenExchange(
        await start({ handle: gates.handle, limits: { concurrency: 2 }, onError }),
      );
      await open.send('0\n1\n2\n3\n');
      if (isWhole) open.end();
      await until(() => gates.entered.length === 2);
      gates.settle(0);
      expect(await open.nextLine()).toMatchObject({ index: 0 });
      await until(() => gates.entered.length === 3);
      open.leave();
      await until(() => gates.signals.get(1)!.aborted && gates.signals.get(2)!.aborted);
      gates.settle(1);
      gates.settle(2);
      for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      expect(gates.entered).toEqual([0, 1, 2]);
      expect([errors, appErrors()]).toEqual([[], []]);
      for (const signal of gates.signals.values()) expect(getEventListeners(signal, 'abort')).toEqual([]);
    },
  );

  test('a client that leaves within a line, while nothing runs: nobody is told of an error', async () => {
    const errors: unknown[] = [];
    const gate = createGate();
    const onOutcome = (): void => gate.open();
    const open = new OpenExchange(await start({ onOutcome, onError: (error) => errors.push(error) }));
    const leaving = open.response();
    await open.send('0\n1');
    await gate.promise;
    await leaving;
    open.leave();
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect([errors, appErrors()]).toEqual([[], []]);
  });

  test('a client that leaves a JSON list: what runs is aborted, nothing new starts', async () => {
    const gates = new Gates();
    const open = new OpenExchange(await start({ handle: gates.handle, limits: { concurrency: 2 } }), {
      type: 'application/json',
    });
    await open.send('[0,1,2,3]');
    open.end();
    await until(() => gates.entered.length === 2);
    open.leave();
    await until(() => gates.signals.get(0)!.aborted && gates.signals.get(1)!.aborted);
    expect(gates.entered).toEqual([0, 1]);
  });

  test('onOutcome hears of each before its line can be read', async () => {
    const heard: number[] = [];
    const onOutcome: HostOptions['onOutcome'] = ({ index }) => {
      heard.push(index);
    };
    const open = new OpenExchange(await start({ onOutcome }));
    for (let index = 0; index < 3; index += 1) {
      await open.send('{}\n');
      await open.nextLine();
      expect(heard).toEqual([...Array(index + 1).keys()]);
    }
    open.end();
    await open.nextLine();
  });
});
