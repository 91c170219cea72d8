import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import compression from 'compression';
import { show, sized } from '../journal/proof-size.js';
import { toBatch } from '../journal/to-batch.js';
import { type NginxServer, startNginx } from '../nginx/nginx-server.js';
import { askLater, monitorIn } from './ask.js';
import { type OpenedApp, openLocalApp } from './open-local-app.js';
import { collectEvents, type EventSource, type MonitorEvent, numbersOf, openEvents } from './read-events.js';

let opened: OpenedApp;
let nginx: NginxServer;
let release: () => void = () => {};
let released: Promise<void>;
let workMs = 0;

beforeAll(async () => {
  opened = await openLocalApp({
    setUp: (app) => void app.use(compression({ threshold: 0 })),
    work: async (operation) => {
      if (operation.endsWith('/1')) await released;
      if (workMs > 0) await setTimeout(workMs);
    },
  });
  nginx = await startNginx(Number(new URL(opened.app.origin).port));
  await opened.app.startWorker();
});

afterAll(async () => {
  await nginx.stop();
  await opened.close();
});

const upTo = (last: number, first = 1): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

test('events pass compression() and nginx as they happen, and a client that reconnects misses none', async () => {
  released = new Promise((resolve) => {
    release = resolve;
  });
  const operations = 120;
  const path = monitorIn(await askLater(opened.app, toBatch('proxied', operations)));
  const to = { socketPath: nginx.socketPath };
  const received: number[] = [];
  const connect = async (): Promise<Awaited<ReturnType<typeof openEvents>>> => {
    const response = await openEvents({ to, path, after: received.at(-1) ?? 0 });
    expect(response.headers['content-encoding']).toBeUndefined();
    expect(response.statusCode).toBe(200);
    return response;
  };
  // All but one of the operations have ended when the connection is cut for the third time.
  for (const last of [1, 40, operations - 1]) {
    const events = await collectEvents(await connect(), ({ id }) => id === last);
    received.push(...numbersOf(events));
    expect(received).toEqual(upTo(last));
  }
  const rest = connect();
  release();
  const events = await collectEvents(await rest);
  received.push(...numbersOf(events));
  expect(received).toEqual(upTo(operations));
  expect(events.at(-1)).toMatchObject({ event: 'end', data: expect.stringContaining('"status":207') });
  // What keeps an EventSource from connecting for ever.
  const afterEnd = await openEvents({ to, path, after: operations });
  expect(afterEnd.statusCode).toBe(204);
  afterEnd.destroy();
});

test('many watchers of 1,000 events: each receives all in order, also one that was away', async () => {
  released = Promise.resolve();
  workMs = 2;
  const watchers = sized({ short: 20, long: 200 });
  const path = monitorIn(await askLater(opened.app, toBatch('watched', 1_000)));
  const source: EventSource = { to: { port: Number(new URL(opened.app.origin).port) }, path };
  const watch = async (watcher: number): Promise<readonly number[]> => {
    // Every tenth loses its connection in the middle.
    const cut = watcher % 10 === 0 ? 1 + ((watcher * 97) % 900) : undefined;
    const events: MonitorEvent[] = [];
    // As an EventSource does: whenever its connection is lost, it goes on after the last event.
    while (events.at(-1)?.event !== 'end') {
      const response = await openEvents({ ...source, after: numbersOf(events).at(-1) ?? 0 });
      events.push(...(await collectEvents(response, ({ id }) => id !== undefined && id === cut)));
    }
    return numbersOf(events);
  };
  const all = await Promise.all(Array.from({ length: watchers }, (_, watcher) => watch(watcher)));
  show('watchers of 1,000 events', { watchers, events: all.reduce((sum, { length }) => sum + length, 0) });
  for (const numbers of all) expect(numbers).toEqual(upTo(1_000));
  const resumed = await collectEvents(await openEvents({ ...source, after: 990 }));
  expect(numbersOf(resumed)).toEqual(upTo(1_000, 991));
  expect(resumed.at(-1)?.event).toBe('end');
}, 120_000);
