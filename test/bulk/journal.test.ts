import { request } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { type BatchStore, createJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import { processOf } from '../unit/journal/process-of.js';
import { type HostOptions, newestHosts } from './bulk-hosts.js';
import { type Answer, exchange, inOrder, NDJSON, readDocument, readLines, type Sent } from './exchange.js';

type Host = (typeof newestHosts)[number];

/** The lease of processes that are killed, in milliseconds. */
const LEASE_MS = 100;

function journalOn(store: BatchStore, leaseMs?: number): HostOptions['journal'] {
  return createJournal({ store, identify: 'anyone-with-the-url', leaseMs });
}

/** Starts an endpoint that records the items that it handles. */
async function start(host: Host, options: Partial<HostOptions> = {}) {
  const handled: unknown[] = [];
  const handle: HostOptions['handle'] = (item) => {
    handled.push(item);
    return { item };
  };
  const server = await host.start({
    item: { type: 'object' },
    journal: journalOn(memoryStore()),
    ...(options.handleMany === undefined ? { handle } : {}),
    onError: () => undefined,
    ...options,
  });
  return { ...server, handled };
}

function send(port: number, key: string, sent: Sent): Promise<Answer> {
  return exchange(port, { method: 'PATCH', headers: { 'idempotency-key': `"${key}"` }, ...sent });
}

/** Sends a request until it no longer runs elsewhere. */
async function sendUntilAnswered(port: number, key: string, sent: Sent): Promise<Answer> {
  for (;;) {
    const answer = await send(port, key, sent);
    if (answer.status !== 409) return answer;
    await turn();
  }
}

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

const linesOf = (items: readonly unknown[]): string =>
  items.map((item) => `${JSON.stringify(item)}\n`).join('');
const statusesOf = (answer: Answer): number[] =>
  (answer.headers['content-type']?.startsWith(NDJSON) === true
    ? inOrder(readLines(answer).outcomes)
    : readDocument(answer).responses
  ).map(({ status }) => status);

describe.each(newestHosts.map((host) => [host.name, host] as const))('%s: with a journal', (_name, host) => {
  test.each<[form: string, toBody: (items: readonly unknown[]) => unknown, accept: string]>([
    ['a list', (items) => items, 'application/json'],
    ['a list with an answer in NDJSON', (items) => items, NDJSON],
    ['NDJSON with an answer in JSON', linesOf, 'application/json'],
    ['NDJSON', linesOf, NDJSON],
  ])(
    '%s is answered from the journal the second time, and another list is refused',
    async (_form, toBody, accept) => {
      const { port, close, handled } = await start(host);
      try {
        const sent = { body: toBody([{ n: 1 }, 'invalid', { n: 2 }]), accept };
        const first = await send(port, 'k', sent);
        expect(statusesOf(first)).toEqual([200, 422, 200]);
        const again = await send(port, 'k', sent);
        expect(again.headers['idempotency-replayed']).toBe('true');
        const inAnyOrder = ({ text }: Answer): string[] => text.split('\n').sort();
        expect(inAnyOrder(again)).toEqual(inAnyOrder(first));
        expect(handled).toEqual([{ n: 1 }, { n: 2 }]);
        const other = await send(port, 'k', { body: toBody([{ n: 1 }, 'invalid', { n: 3 }]), accept });
        expect(handled).toHaveLength(2);
        if (other.status === 207) expect(statusesOf(other)).toEqual([200, 422, 422]);
        else
          expect([other.status, other.text]).toEqual([
            422,
            expect.stringContaining('idempotency-key-reused'),
          ]);
      } finally {
        await close();
      }
    },
  );

  test.each([
    ['has fewer', [{ n: 1 }], [200, 422]],
    ['has more', [{ n: 1 }, { n: 2 }, { n: 3 }], [200, 200, 422]],
  ])('NDJSON that %s items than the first time is refused from there', async (_how, items, statuses) => {
    const { port, close, handled } = await start(host);
    try {
      await send(port, 'k', { body: linesOf([{ n: 1 }, { n: 2 }]), accept: NDJSON });
      expect(statusesOf(await send(port, 'k', { body: linesOf(items), accept: NDJSON }))).toEqual(statuses);
      expect(handled).toHaveLength(2);
    } finally {
      await close();
    }
  });

  test('a request without a key is refused where one is required', async () => {
    const { port, close, handled } = await start(host, { idempotency: { required: true } });
    try {
      for (const body of [[{ n: 1 }], linesOf([{ n: 1 }])]) {
        const { status, headers, text } = await exchange(port, { method: 'PATCH', body });
        expect([status, text]).toEqual([400, expect.stringContaining('idempotency-key-missing')]);
        // GET of this URL is a route of the app, and no description of the endpoint.
        expect(headers.link).toBeUndefined();
      }
      expect(handled).toEqual([]);
    } finally {
      await close();
    }
  });

  test('an upload that is cut is sent again whole, and only the rest runs', async () => {
    const release: (() => void)[] = [];
    const handled: number[] = [];
    const { port, close } = await start(host, {
      limits: { concurrency: 2 },
      handle: async (item) => {
        handled.push((item as { n: number }).n);
        if (handled.length === 3) await new Promise<void>((resolve) => release.push(resolve));
        return undefined;
      },
    });
    try {
      const items = Array.from({ length: 10 }, (_, n) => ({ n }));
      const cut = request({
        port,
        path: '/photos',
        method: 'PATCH',
        headers: { 'content-type': NDJSON, accept: NDJSON, 'idempotency-key': '"k"' },
      });
      cut.on('error', () => undefined);
      cut.write(linesOf(items.slice(0, 4)));
      while (release.length === 0) await turn();
      cut.destroy();
      // What runs is not aborted: it is kept.
      release[0]?.();
      const answer = await sendUntilAnswered(port, 'k', { body: linesOf(items), accept: NDJSON });
      expect(statusesOf(answer)).toEqual(items.map(() => 204));
      expect(handled.toSorted((a, b) => a - b)).toEqual(items.map(({ n }) => n));
    } finally {
      await close();
    }
  });

  test.each<[what: string, options: Partial<HostOptions>, status: number, runs: number]>([
    ['has an unknown outcome', {}, 500, 1],
    [
      'runs again if it may',
      { idempotency: { isRepeatable: (item) => (item as { n: number }).n === 1 } },
      200,
      2,
    ],
  ])('an item that ran when the process was killed %s', async (_what, options, status, runs) => {
    for (const body of [[{ n: 0 }, { n: 1 }, { n: 2 }], linesOf([{ n: 0 }, { n: 1 }, { n: 2 }])]) {
      const store = memoryStore();
      const mortal = processOf(store);
      const counts = [0, 0, 0];
      const started: unknown[] = [];
      const hanging = deferred();
      const handle: HostOptions['handle'] = async (item) => {
        const { n } = item as { n: number };
        counts[n] = (counts[n] ?? 0) + 1;
        started.push(item);
        if (started.length === 2) await hanging.promise;
        return {};
      };
      const common = { ...options, handle, limits: { concurrency: 1 } };
      const first = await start(host, { ...common, journal: journalOn(mortal.store, LEASE_MS) });
      const second = await start(host, { ...common, journal: journalOn(store) });
      try {
        send(first.port, 'k', { body }).catch(() => undefined);
        while (started.length < 2) await turn();
        mortal.kill();
        const answer = await sendUntilAnswered(second.port, 'k', { body, accept: 'application/json' });
        expect(statusesOf(answer)).toEqual([200, status, 200]);
        expect(counts).toEqual([1, runs, 1]);
        if (status === 500)
          expect(readDocument(answer).responses[1]?.body).toMatchObject({
            type: 'urn:multistatus:problem:interrupted',
            executed: 'unknown',
          });
      } finally {
        hanging.resolve();
        await first.close();
        await second.close();
      }
    }
  });

  test('handleMany is called with the items only that have no outcome', async () => {
    const store = memoryStore();
    const mortal = processOf(store);
    const calls: unknown[] = [];
    const handleMany: HostOptions['handleMany'] = (items) => {
      calls.push(items);
      return calls.length === 1 ? hanging.promise.then(() => []) : items.map(() => ({}));
    };
    const hanging = deferred();
    const repeatable = {
      idempotency: { isRepeatable: (item: unknown) => (item as { n: number }).n > 1 },
      handleMany,
    };
    const first = await start(host, { ...repeatable, journal: journalOn(mortal.store, LEASE_MS) });
    const second = await start(host, { ...repeatable, journal: journalOn(store) });
    try {
      const body = [{ n: 1 }, { n: 2 }, { n: 3 }];
      send(first.port, 'k', { body }).catch(() => undefined);
      while (calls.length === 0) await turn();
      mortal.kill();
      const answer = await sendUntilAnswered(second.port, 'k', { body });
      expect(statusesOf(answer)).toEqual([500, 200, 200]);
      expect(calls[1]).toEqual([{ n: 2 }, { n: 3 }]);
    } finally {
      hanging.resolve();
      await first.close();
      await second.close();
    }
  });
});
