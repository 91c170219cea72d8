// Many clients follow the same batch, each over a connection that is lost before the end.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, jest, test } from '@jest/globals';
import { createWorker, respondAsync } from '@multistatus/async';
import { memoryQueue } from '@multistatus/async/memory';
import { createBatch, followMonitor, send } from '@multistatus/client';
import { batch } from '@multistatus/express';
import { createJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import express from 'express';
import { sized } from '../journal/proof-size.js';

// In the long form 200,000 events and 200 answers of 1,000 operations, on machines that have other work.
jest.setTimeout(300_000);

const WATCHERS = sized({ short: 20, long: 200 });
const OPERATIONS = 1_000;
const BEFORE_CUT = 990;

test(`${WATCHERS} watchers get 1,000 events each without a gap, over a connection that is lost after 990`, async () => {
  const journal = createJournal({ store: memoryStore(), identify: 'anyone-with-the-url' });
  const queue = memoryQueue();
  // The last operations wait for all watchers.
  const limits = { operationTimeoutMs: 290_000 };
  const endpoint = batch({
    journal,
    limits,
    async: respondAsync({ queue, name: 'batch', limits: { jobSize: 10 } }),
  });
  const app = express();
  app.use('/batch', endpoint);
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  app.post('/things/:index', async (req, res) => {
    if (Number(req.params.index) >= BEFORE_CUT) await opened;
    res.status(201).end();
  });
  const resumedAfter: unknown[] = [];
  const server = createServer((req, res) => {
    const { accept = '', 'last-event-id': lastId } = req.headers;
    if (accept.startsWith('text/event-stream') && lastId !== undefined) {
      resumedAfter.push(lastId);
      if (resumedAfter.length === WATCHERS) open();
    }
    app(req, res);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const worker = createWorker({ target: app, endpoints: [endpoint], journal, queue });

  const operations = createBatch();
  for (let index = 0; index < OPERATIONS; index += 1) operations.request().post(`/things/${index}`);
  const watching: ReturnType<typeof watch>[] = [];
  const watch = async (monitor: string): Promise<{ indexes: number[]; succeeded: number }> => {
    const connection = new AbortController();
    const indexes: number[] = [];
    const { reading } = await followMonitor(monitor, {
      fetch: (input, init) => {
        const signals = [init?.signal as AbortSignal];
        if (!connection.signal.aborted) signals.push(connection.signal);
        return fetch(input, { ...init, signal: AbortSignal.any(signals) });
      },
      onOutcome: ({ index }) => {
        indexes.push(index);
        if (indexes.length === BEFORE_CUT) connection.abort();
      },
    });
    return { indexes, succeeded: [...reading.succeeded()].length };
  };
  const result = await send(operations, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/batch`,
    respondAsync: true,
    onMonitor: (monitor) => {
      for (let count = 0; count < WATCHERS; count += 1) watching.push(watch(monitor));
    },
  });
  result.throwIfFailed();
  const expected = Array.from({ length: OPERATIONS }, (_, index) => index);
  for (const { indexes, succeeded } of await Promise.all(watching)) {
    expect(succeeded).toBe(OPERATIONS);
    expect(indexes).toHaveLength(OPERATIONS);
    expect(indexes.toSorted((a, b) => a - b)).toEqual(expected);
  }
  expect(resumedAfter).toHaveLength(WATCHERS);
  expect(new Set(resumedAfter)).toEqual(new Set([String(BEFORE_CUT)]));
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  await worker.stop();
  journal.close();
});
