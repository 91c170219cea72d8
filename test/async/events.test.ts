import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import compression from 'compression';
import { asyncHosts } from './async-hosts.js';
import { eventsOf, gate, open, type ReceivedEvent, send, sendBatch, things, until } from './client.js';
import { observedStore } from './observed-store.js';

const EVENTS = { accept: 'text/event-stream' };

/** Returns the events until one of them is the last that is wanted. */
async function eventsUntil(
  incoming: IncomingMessage,
  isLast: (event: ReceivedEvent) => boolean,
): Promise<readonly ReceivedEvent[]> {
  const events: ReceivedEvent[] = [];
  for await (const event of eventsOf(incoming)) {
    events.push(event);
    if (isLast(event)) break;
  }
  incoming.destroy();
  return events;
}

const allEvents = (incoming: IncomingMessage): Promise<readonly ReceivedEvent[]> =>
  eventsUntil(incoming, () => false);
const idsOf = (events: readonly ReceivedEvent[]): readonly number[] =>
  events.flatMap(({ id }) => (id === undefined ? [] : [Number(id)]));
const upTo = (last: number, first = 1): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, n) => first + n);

describe.each(asyncHosts.map((host) => [host.name, host] as const))('%s: events', (_name, host) => {
  test('each outcome is an event, the progress is told, and the end closes the stream', async () => {
    const goOn = gate();
    const app = await host.start({ isPaused: true, target: ({ url }) => (url.endsWith('/1') ? 404 : 200) });
    try {
      const [first, second] = things(2);
      const path = (await sendBatch(app, [{ ...first, id: 'one' }, second!])).headers.location ?? '';
      const incoming = await open(app, { path, headers: EVENTS });
      expect(incoming.statusCode).toBe(200);
      expect(incoming.headers).toMatchObject({
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
      });
      await app.startWorker();
      const events = await allEvents(incoming);
      const progress = { total: 2, done: 2, succeeded: 1, failed: 1, other: 0, percent: 100 };
      expect(events.at(-1)).toEqual({ event: 'end', data: { status: 207, progress } });
      expect(events.find(({ event }) => event === 'progress')?.data).toMatchObject({ total: 2 });
      const outcomes = events.filter(({ event }) => event === 'outcome');
      expect(idsOf(outcomes)).toEqual([1, 2]);
      expect(outcomes.map(({ data }) => data).sort((a, b) => a.index! - b.index!)).toEqual([
        { index: 0, id: 'one', status: 200, result: 'succeeded' },
        { index: 1, status: 404, result: 'failed' },
      ]);
      const again = await send(app, { path, headers: { ...EVENTS, 'last-event-id': '2' } });
      expect([again.status, again.text]).toEqual([204, '']);
      const replayed = await open(app, { path, headers: EVENTS });
      expect(idsOf(await allEvents(replayed))).toEqual([1, 2]);
      const head = await send(app, { method: 'HEAD', path, headers: EVENTS });
      expect([head.status, head.text, head.headers['content-type']]).toEqual([
        200,
        '',
        'text/event-stream; charset=utf-8',
      ]);
      expect(app.errors).toEqual([]);
    } finally {
      goOn.open();
      await app.close();
    }
  });

  test('a client that comes back gets what it has missed, three times, through compression', async () => {
    const gates = [gate(), gate(), gate()];
    const app = await host.start({
      express: compression() as never,
      limits: { jobSize: 100 },
      target: async ({ url }) => {
        const n = Number(url.slice('/things/'.length));
        await gates[Math.floor(n / 100)]?.opened;
        return 200;
      },
    });
    try {
      const path = (await sendBatch(app, things(300))).headers.location ?? '';
      const headers = { ...EVENTS, 'accept-encoding': 'gzip' };
      const received: number[] = [];
      for (const [at, each] of gates.entries()) {
        const lastEventId: Record<string, string> =
          at === 0 ? {} : { 'last-event-id': String(received.at(-1)) };
        const incoming = await open(app, { path, headers: { ...headers, ...lastEventId } });
        expect(incoming.headers['content-encoding']).toBeUndefined();
        each.open();
        const last = 90 + at * 100;
        received.push(...idsOf(await eventsUntil(incoming, ({ id }) => Number(id) === last)));
      }
      const incoming = await open(app, {
        path,
        headers: { ...headers, 'last-event-id': String(received.at(-1)) },
      });
      received.push(...idsOf(await allEvents(incoming)));
      expect(received).toEqual(upTo(300));
      const stop = await send(app, { path, headers: { ...headers, 'last-event-id': '300' } });
      expect(stop.status).toBe(204);
    } finally {
      for (const each of gates) each.open();
      await app.close();
    }
  });

  test('watchers of one record share one reader, and their number is limited', async () => {
    let reads = 0;
    const store = observedStore((name, call) => {
      if (name === 'readEvents') reads += 1;
      return call();
    });
    const app = await host.start({ isPaused: true, store, limits: { maxWatchers: 20 } });
    try {
      const path = (await sendBatch(app, things(100))).headers.location ?? '';
      const watchers = await Promise.all(upTo(20).map(() => open(app, { path, headers: EVENTS })));
      const refused = await send(app, { path, headers: EVENTS });
      expect(refused).toMatchObject({
        status: 503,
        headers: { 'retry-after': '10' },
        json: {
          type: 'urn:multistatus:problem:too-many-watchers',
          limit: 'maxWatchers',
          max: 20,
          actual: 20,
        },
      });
      reads = 0;
      const reading = watchers.map((watcher) => allEvents(watcher));
      await app.startWorker();
      for (const events of await Promise.all(reading)) expect(idsOf(events)).toEqual(upTo(100));
      // One reader looks a few times; twenty would look twenty times as often.
      expect(reads).toBeLessThan(20);
      expect((await send(app, { path, headers: EVENTS })).status).toBe(200);
    } finally {
      await app.close();
    }
  });

  test('a watcher that leaves makes place for another, and nothing is read for it any more', async () => {
    const app = await host.start({ isPaused: true, limits: { maxWatchers: 1 } });
    try {
      const path = (await sendBatch(app, things(1))).headers.location ?? '';
      const first = await open(app, { path, headers: EVENTS });
      expect((await send(app, { path, headers: { accept: 'application/x-ndjson' } })).status).toBe(503);
      first.destroy();
      let second: IncomingMessage | undefined;
      await until(async () => {
        second = await open(app, { path, headers: EVENTS });
        if (second.statusCode !== 200) second.destroy();
        return second.statusCode === 200;
      });
      second?.destroy();
    } finally {
      await app.close();
    }
  });

  test('outcomes are streamed as NDJSON while the request runs', async () => {
    const goOn = gate();
    const app = await host.start({
      limits: { jobSize: 2 },
      target: async ({ url }) => {
        if (/[246]$/.test(url)) await goOn.opened;
        return 200;
      },
    });
    try {
      const path = (await sendBatch(app, things(8))).headers.location ?? '';
      const incoming = await open(app, { path, headers: { accept: 'application/x-ndjson' } });
      expect(incoming.statusCode).toBe(207);
      let text = '';
      for await (const chunk of incoming.setEncoding('utf8')) {
        text += chunk as string;
        if (text.split('\n').length > 5) goOn.open();
      }
      const lines = text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { index?: number; summary?: object });
      expect(lines.at(-1)).toEqual({ summary: { total: 8, succeeded: 8, failed: 0, other: 0 } });
      const indexes = lines.slice(0, -1).map(({ index }) => index);
      expect(indexes.slice(0, 5).some((index) => [2, 4, 6].includes(index ?? -1))).toBe(false);
      expect(new Set(indexes)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7]));
      expect(indexes).toHaveLength(8);
      expect(app.errors).toEqual([]);
    } finally {
      goOn.open();
      await app.close();
    }
  });
});
