import type { ServerResponse } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type BeginRequest, createJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import { RawRequest } from '../support/raw-request.js';
import { processOf } from '../unit/journal/process-of.js';
import { type BulkServer, type HostOptions, newestHosts, type Surroundings } from './bulk-hosts.js';
import { type Answer, createGate, exchange, JSON_TYPE, NDJSON, type Sent } from './exchange.js';

const BATCH = JSON.stringify({ requests: [{ method: 'GET', url: '/other' }] });
const limits = { maxConcurrentRequests: 1 };

let server: BulkServer | undefined;
let closed = createGate();
afterEach(async () => {
  await server?.close();
  server = undefined;
  closed = createGate();
});

/** Opens `closed` when the server knows that a client has left. */
const watch = (res: ServerResponse): void => {
  res.once('close', () => {
    if (!res.writableFinished) closed.open();
  });
};

async function start(
  host: (typeof newestHosts)[number],
  options: Partial<HostOptions>,
  batch: Surroundings['batch'] = {},
): Promise<void> {
  const surroundings: Surroundings = {
    batch,
    express: (_req, res, next) => {
      watch(res);
      next();
    },
    koa: (ctx, next) => {
      watch(ctx.res);
      return next();
    },
  };
  server = await host.start({ item: {}, handle: () => undefined, ...options } as HostOptions, surroundings);
}

/** Sends a request with a key whose client leaves once `entered` is open. */
async function sendAndLeave(entered: Promise<void>, sent: Sent & { readonly body: string }): Promise<void> {
  const { path = '/photos', body, type = JSON_TYPE, accept = JSON_TYPE } = sent;
  const request = await RawRequest.open(server!.port, path, {
    'content-type': type,
    'content-length': String(Buffer.byteLength(body)),
    accept,
    'idempotency-key': '"k"',
  });
  request.send(body);
  await entered;
  request.leave();
  await closed.promise;
}

function send(sent: Sent, key = 'k'): Promise<Answer> {
  const bytes = Buffer.from(String(sent.body));
  return exchange(server!.port, {
    method: 'POST',
    headers: { 'idempotency-key': `"${key}"` },
    ...sent,
    body: bytes,
  });
}

/** Sends a request until it no longer runs elsewhere, and there is a place for it. */
async function sendUntilAnswered(sent: Sent): Promise<Answer> {
  for (;;) {
    const answer = await send(sent);
    if (answer.status !== 409 && answer.status !== 503) return answer;
    await turn();
  }
}

/** Returns a function whose first call waits. */
function firstHeld() {
  const entered = createGate();
  const released = createGate();
  let calls = 0;
  const hold = async (): Promise<void> => {
    calls += 1;
    if (calls > 1) return;
    entered.open();
    await released.promise;
  };
  return { entered: entered.promise, release: () => released.open(), hold };
}

describe.each(newestHosts)('$name: a client that leaves', (host) => {
  describe.each([
    ['NDJSON', '1\n2\n', NDJSON, NDJSON],
    ['NDJSON with an answer in JSON', '1\n2\n', NDJSON, JSON_TYPE],
    ['a list with an answer in NDJSON', '[1,2]', JSON_TYPE, NDJSON],
  ])('%s', (_form, body, type, accept) => {
    test('while it is identified makes nothing run', async () => {
      const { entered, release, hold } = firstHeld();
      const identify = (): Promise<string> => hold().then(() => 'client');
      let handled = 0;
      const handle = (): void => {
        handled += 1;
      };
      await start(host, { handle, journal: createJournal({ store: memoryStore(), identify }), limits });
      await sendAndLeave(entered, { body, type, accept });
      // Nobody waits for `identify` any more.
      expect((await send({ body, type, accept })).status).toBe(207);
      release();
      await turn();
      expect(handled).toBe(2);
      expect((await send({ body, type, accept })).headers['idempotency-replayed']).toBe('true');
    });

    test('while the entry is opened keeps neither its key nor its place', async () => {
      const { entered, release, hold } = firstHeld();
      const store = memoryStore();
      const slow = {
        ...processOf(store).store,
        begin: (request: BeginRequest) => hold().then(() => store.begin(request)),
      };
      const journal = createJournal({ store: slow, identify: () => 'client' });
      await start(host, { journal, limits });
      await sendAndLeave(entered, { body, type, accept });
      release();
      expect((await sendUntilAnswered({ body, type, accept })).status).toBe(207);
    });
  });

  test.each([
    ['/batch', BATCH, JSON_TYPE, JSON_TYPE],
    ['/batch', BATCH, JSON_TYPE, NDJSON],
    ['/photos', '[1]', JSON_TYPE, JSON_TYPE],
    ['/photos', '[1]', JSON_TYPE, NDJSON],
    ['/photos', '1', NDJSON, NDJSON],
  ])('%s %s %s %s holds its place while what it sent runs on', async (path, body, type, accept) => {
    const { entered, release, hold } = firstHeld();
    const journal = createJournal({ store: memoryStore(), identify: () => 'client' });
    const allow = (): Promise<boolean> => hold().then(() => true);
    await start(host, { limits, journal, handle: () => hold() }, { limits, journal, allow });
    await sendAndLeave(entered, { path, body, type, accept });
    const other = await send({ path, body, type, accept }, 'other');
    expect([other.status, other.text]).toEqual([503, expect.stringContaining('maxConcurrentRequests')]);
    release();
    const answer = await sendUntilAnswered({ path, body, type, accept });
    expect([answer.status, answer.headers['idempotency-replayed']]).toEqual([207, 'true']);
    expect((await send({ path, body, type, accept }, 'other')).status).toBe(207);
  });
});
