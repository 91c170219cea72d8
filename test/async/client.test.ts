// The client against endpoints of Express and Koa that answer later: over sockets, with a worker in the process.
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  BatchAbortError,
  type BatchProgress,
  type BatchResult,
  cancelMonitor,
  createBatch,
  followMonitor,
  type SendOptions,
  send,
} from '@multistatus/client';
import { createTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { type AsyncApp, type AsyncSetup, asyncHosts } from './async-hosts.js';

const headers = { 'x-client-name': 'ana' };

/** A batch of POSTs with the ids `0` to `count - 1`. */
function createPosts(count: number): ReturnType<typeof createBatch> {
  const batch = createBatch();
  for (let index = 0; index < count; index += 1) batch.request(String(index)).post(`/things/${index}`, {});
  return batch;
}

/** Lets operations wait until they are let through. */
function createGate(): { readonly open: () => void; readonly opened: Promise<void> } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe.each(asyncHosts)('$name', ({ start }) => {
  let app: AsyncApp;
  let proxy: TcpProxy | undefined;
  /** How often each operation ran. */
  let effects: Map<string, number>;
  afterEach(async () => {
    await proxy?.close();
    proxy = undefined;
    await app.close();
  });

  async function startApp(
    target: (index: number) => number | Promise<number> = () => 201,
    setup: AsyncSetup = {},
  ): Promise<string> {
    effects = new Map();
    app = await start({
      ...setup,
      target: ({ url }) => {
        effects.set(url, (effects.get(url) ?? 0) + 1);
        return target(Number(url.split('/').at(-1)));
      },
    });
    return `http://127.0.0.1:${app.port}/batch`;
  }

  const sendLater = (count: number, options: SendOptions): Promise<BatchResult> =>
    send(createPosts(count), { headers, respondAsync: true, ...options });
  const statusesOf = ({ outcomes }: BatchResult): unknown[] =>
    [...outcomes.values()].map(({ status }) => status);
  const once = (): unknown[] => [...effects.values()].filter((times) => times !== 1);

  test('the result is that of a synchronous request', async () => {
    const url = await startApp((index) => (index === 1 ? 409 : 201));
    const seen: BatchProgress[] = [];
    const later = await sendLater(3, { url, onProgress: (progress) => void seen.push(progress) });
    const now = await send(createPosts(3), { url, headers });
    const plain = ({ reading, outcomes }: BatchResult) => ({
      responses: reading.document.responses.map(({ body, problem, status, id, index, href }) => {
        return { body: body?.text, problem, status, id, index, href };
      }),
      outcomes: [...outcomes.values()].map(({ id, status, executed, body, tries }) => [
        id,
        status,
        executed,
        body,
        tries,
      ]),
      summary: reading.document.summary,
    });
    expect(plain(later)).toEqual(plain(now));
    expect(statusesOf(later)).toEqual([201, 409, 201]);
    expect(seen.at(-1)).toEqual({ total: 3, done: 3, succeeded: 2, failed: 1, other: 0, percent: 100 });
  });

  test('one that ends within the time that the client waits is answered at once', async () => {
    const url = await startApp();
    const monitors: string[] = [];
    const options = {
      respondAsync: { wait: 20 },
      onMonitor: (monitor: string) => void monitors.push(monitor),
    };
    expect(statusesOf(await sendLater(3, { url, ...options }))).toEqual([201, 201, 201]);
    expect(monitors).toEqual([]);
  });

  test('a stream whose socket is destroyed goes on where it was', async () => {
    const gate = createGate();
    const url = await startApp(async (index) => {
      if (index >= 4) await gate.opened;
      return 201;
    });
    proxy = await createTcpProxy(app.port);
    const resumed: string[] = [];
    proxy.onRequest((head) => {
      const [, id] = /^last-event-id: (\d+)$/im.exec(head) ?? [];
      if (id === undefined) return;
      resumed.push(id);
      gate.open();
    });
    const taken = createGate();
    let monitor = '';
    const sent = sendLater(8, {
      url: url.replace(String(app.port), new URL(proxy.origin).port),
      idempotencyKey: false,
      onMonitor: (each) => {
        monitor = each;
        taken.open();
      },
    });
    await taken.opened;
    const indexes: number[] = [];
    const followed = followMonitor(monitor, {
      headers,
      onOutcome: ({ index }) => {
        indexes.push(index);
        // The connections of both.
        if (indexes.length === 4) proxy?.cutAll();
      },
    });
    const [result, { reading }] = await Promise.all([sent, followed]);
    expect(statusesOf(result)).toEqual(Array.from({ length: 8 }, () => 201));
    expect([...reading.succeeded()]).toHaveLength(8);
    expect(indexes.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(resumed.length).toBeGreaterThan(0);
    expect(resumed.every((id) => id === '4')).toBe(true);
    expect(proxy.requests().filter((head) => head.startsWith('POST '))).toHaveLength(1);
    expect(once()).toEqual([]);
  });

  test('a lost 202 is asked for again, and leads to the same monitor', async () => {
    await startApp();
    proxy = await createTcpProxy(app.port);
    proxy.loseAnswer(/^POST /);
    const monitors: string[] = [];
    const result = await sendLater(3, {
      url: `${proxy.origin}/batch`,
      idempotencyKey: 'one',
      onMonitor: (monitor) => void monitors.push(monitor),
    });
    expect(statusesOf(result)).toEqual([201, 201, 201]);
    expect(proxy.requests().filter((head) => head.startsWith('POST '))).toHaveLength(2);
    expect(monitors).toHaveLength(1);
    const again = await sendLater(3, {
      url: `${proxy.origin}/batch`,
      idempotencyKey: 'one',
      onMonitor: (monitor) => void monitors.push(monitor),
    });
    expect(again.reading.document.responses).toEqual(result.reading.document.responses);
    expect(monitors[1]).toBe(monitors[0]);
    expect(once()).toEqual([]);
  });

  test('aborting cancels the batch, and the error says what became of each operation', async () => {
    const gate = createGate();
    const url = await startApp(
      async (index) => {
        if (index >= 2) await gate.opened;
        return 201;
      },
      { batch: { limits: { concurrency: 2 } }, respondAsync: { limits: { jobSize: 2 } } as never },
    );
    const controller = new AbortController();
    let followed: ReturnType<typeof followMonitor> | undefined;
    const sent = sendLater(40, {
      url,
      signal: controller.signal,
      onMonitor: (monitor) => {
        followed = followMonitor(monitor, {
          headers,
          onOutcome: ({ index }) => {
            if (index !== 1) return;
            controller.abort(new Error('enough'));
            gate.open();
          },
        });
      },
    });
    const error: unknown = await sent.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(BatchAbortError);
    expect((await followed)?.isCancelled).toBe(true);
    const { result, isCancelled, cause } = error as BatchAbortError;
    expect([isCancelled, cause]).toEqual([true, new Error('enough')]);
    const outcomes = [...(result?.outcomes.values() ?? [])];
    expect(outcomes).toHaveLength(40);
    for (const { id, status, executed } of outcomes) {
      const ran = effects.has(`/things/${id}`);
      expect([id, status, executed]).toEqual(ran ? [id, 201, true] : [id, 503, false]);
    }
    expect(outcomes.at(-1)?.problem?.type).toBe('urn:multistatus:problem:cancelled');
    expect(outcomes.some(({ status }) => status === 201)).toBe(true);
  });

  test('a batch that another client has cancelled says so, and is not sent again', async () => {
    const gate = createGate();
    const url = await startApp(
      async () => {
        await gate.opened;
        return 201;
      },
      { batch: { limits: { concurrency: 1 } }, respondAsync: { limits: { jobSize: 1 } } as never },
    );
    let cancelled: ReturnType<typeof cancelMonitor> | undefined;
    const result = await sendLater(30, {
      url,
      retry: { baseDelayMs: 1 },
      onMonitor: (monitor) => {
        cancelled = cancelMonitor(monitor, { headers });
        gate.open();
      },
    });
    const { isCancelled, reading } = (await cancelled)!;
    expect(isCancelled).toBe(true);
    expect(reading?.document.responses.map(({ status }) => status)).toEqual(statusesOf(result));
    expect(result.of('29')).toMatchObject({ status: 503, executed: false, tries: 1 });
  });

  test('a monitor of somebody else, and one that is not there, are the same', async () => {
    const url = await startApp();
    let monitor = '';
    await sendLater(1, { url, onMonitor: (each) => (monitor = each) });
    const absent = {
      name: 'BatchError',
      status: 404,
      problem: { type: 'urn:multistatus:problem:no-such-monitor' },
    };
    await expect(followMonitor(monitor, { headers: { 'x-client-name': 'eve' } })).rejects.toMatchObject(
      absent,
    );
    await expect(followMonitor(`${url}/monitors/none`, { headers })).rejects.toMatchObject(absent);
    const { reading } = await followMonitor(monitor, { headers });
    expect([...reading.succeeded()]).toHaveLength(1);
  });

  test('without events, the monitor is asked', async () => {
    const url = await startApp();
    const fetchWithoutEvents: typeof fetch = async (input, init) => {
      const sent = new Headers(init?.headers);
      if (sent.get('accept')?.startsWith('text/event-stream') === true)
        sent.set('accept', 'application/json');
      return await fetch(input, { ...init, headers: sent });
    };
    const result = await sendLater(3, { url, fetch: fetchWithoutEvents });
    expect(statusesOf(result)).toEqual([201, 201, 201]);
  });
});
