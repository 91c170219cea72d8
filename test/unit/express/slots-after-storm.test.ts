import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, expect, jest, test } from '@jest/globals';
import { batch, bulk } from '@multistatus/express';
import { createJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import express from 'express';
import { createGate } from '../../bulk/exchange.js';
import { type Served, serve } from '../../support/serve.js';
import { randomNumbers } from '../../support/simulated-endpoint.js';

const NDJSON = 'application/x-ndjson';
const FATES = ['fine', 'fine', 'fine', 'fails', 'busy', 'never', 'throws', 'cut'] as const;
const REQUESTS = 60;
const AT_ONCE = 6;
/** Of four long batches: 100 of each of the first two, what is left of 256, and the own 8 of the last. */
const MOST = 100 + 100 + 56 + 8;

let served: Served | undefined;
afterEach(async () => {
  jest.restoreAllMocks();
  await served?.close();
  served = undefined;
});

/** What handlers have in common. */
interface Held {
  /** How many have started, by the number of the batch that they say that they are of. */
  readonly startedOf: number[];
  /** What they wait for. @defaultValue a turn of the event loop */
  release: Promise<unknown> | undefined;
}

async function start(held: Held): Promise<Served> {
  const app = express();
  app.get('/:fate', async ({ params: { fate }, query }, res) => {
    const batchIndex = Number(query['batch']);
    if (batchIndex in held.startedOf) held.startedOf[batchIndex] = (held.startedOf[batchIndex] ?? 0) + 1;
    await (held.release ?? turn());
    if (fate === 'throws') throw new Error('It throws');
    if (fate === 'cut') res.destroy();
    else if (fate !== 'never') res.status(fate === 'fails' ? 404 : fate === 'busy' ? 503 : 200).end();
  });
  const limits = { operationTimeoutMs: 40, batchTimeoutMs: 100, maxOperations: 200 };
  const onError = (): void => undefined;
  const journal = createJournal({ store: memoryStore(), identify: () => 'ana', onError });
  const common = { journal, onError };
  const transaction = async (
    { name }: { name: string },
    run: (value: unknown) => Promise<void>,
  ): Promise<void> => {
    if (name.startsWith('refused')) throw new Error('No transaction');
    await run(name);
    if (name.startsWith('lost')) throw new Error('The commit failed');
    if (name.startsWith('stuck')) await new Promise(() => undefined);
  };
  app.use('/batch', batch({ ...common, limits, transaction }));
  app.patch(
    '/items',
    bulk({
      ...common,
      limits: { itemTimeoutMs: 40, bulkTimeoutMs: 100 },
      item: { type: 'string' },
      handle: async (fate: string) => {
        await turn();
        if (fate === 'throws') throw new Error('It throws');
        if (fate === 'never') await new Promise(() => undefined);
      },
    }),
  );
  app.use((_error: unknown, _req: unknown, res: express.Response, _next: unknown) => res.status(500).end());
  served = await serve(app);
  return served;
}

/** Returns what one request of the storm sends. */
function requestOf(random: () => number): { path: string; type: string; body: string } {
  const oneOf = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const length = 5 + Math.floor(random() * 40);
  const isLines = random() < 0.4;
  const toBody = (list: readonly unknown[], rest: object, name: string): string =>
    isLines
      ? list.map((each) => `${JSON.stringify(each)}\n`).join('')
      : JSON.stringify({ ...rest, [name]: list });
  const type = isLines ? NDJSON : 'application/json';
  if (random() < 0.3) {
    const items = Array.from({ length }, () => (random() < 0.1 ? 7 : oneOf(FATES)));
    return { path: '/items', type, body: isLines ? toBody(items, {}, '') : JSON.stringify(items) };
  }
  const group = oneOf(['', '', 'kept', 'refused', 'lost', 'stuck']);
  const requests = Array.from({ length }, (_, index) => ({
    id: `o${index}`,
    method: 'GET',
    url: random() < 0.03 ? 'nowhere' : `/${oneOf(FATES)}`,
    ...(index > 0 && random() < 0.1 ? { dependsOn: [`o${Math.floor(random() * index)}`] } : {}),
    ...(group !== '' && !isLines && index % 5 < 2
      ? { atomicityGroup: `${group}${Math.floor(index / 5)}` }
      : {}),
  }));
  const rest = random() < 0.2 ? { onError: 'stop' } : random() < 0.1 ? { execution: 'sequential' } : {};
  return { path: '/batch', type, body: toBody(requests, rest, 'requests') };
}

/** Sends one request. Its client may leave at any point: before the answer, or while it reads it. */
async function exchange(port: number, random: () => number): Promise<number | undefined> {
  const { path, type, body } = requestOf(random);
  const client = new AbortController();
  const leavesAfter = random() < 0.4 ? Math.floor(random() * 60) : Number.POSITIVE_INFINITY;
  const key: Record<string, string> = random() < 0.4 ? { 'idempotency-key': `"${randomUUID()}"` } : {};
  const headers = { 'content-type': type, accept: random() < 0.5 ? NDJSON : 'application/json', ...key };
  const method = path === '/items' ? 'PATCH' : 'POST';
  const leave = async (): Promise<void> => {
    for (let turns = 0; turns < leavesAfter && turns < 60; turns += 1) await turn();
    if (leavesAfter < 60) client.abort();
  };
  void leave();
  try {
    const times = 'idempotency-key' in key ? 2 : 1;
    let status = 0;
    for (let time = 0; time < times; time += 1) {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers,
        body,
        signal: client.signal,
      });
      await response.text();
      ({ status } = response);
    }
    return status;
  } catch (error) {
    if (client.signal.aborted || error instanceof TypeError) return undefined;
    throw error;
  }
}

async function storm(port: number, random: () => number): Promise<(number | undefined)[]> {
  const statuses: (number | undefined)[] = [];
  const client = async (): Promise<void> => {
    while (statuses.length < REQUESTS) statuses.push(await exchange(port, random));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  return statuses;
}

/**
 * Returns how many operations of four batches run at the same time, once the endpoint has learned that none waits. All of them wait until
 * no other starts.
 */
async function mostAtOnce(port: number, held: Held): Promise<number> {
  jest.spyOn(performance, 'now').mockReturnValue(performance.now());
  let atOnce = 0;
  for (let round = 0; round < 60 && atOnce !== MOST; round += 1) {
    const gate = createGate();
    held.release = gate.promise;
    held.startedOf.fill(0);
    const answers = held.startedOf.map((_, batchIndex) => sendFine(port, batchIndex));
    atOnce = await untilSettled(held);
    held.release = undefined;
    gate.open();
    await Promise.all(answers);
  }
  return atOnce;
}

async function sendFine(port: number, batchIndex: number): Promise<void> {
  const requests = Array.from({ length: 200 }, () => ({ method: 'GET', url: `/fine?batch=${batchIndex}` }));
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ requests });
  const response = await fetch(`http://127.0.0.1:${port}/batch`, { method: 'POST', headers, body });
  await response.text();
}

/** Resolves to how many have started when all batches have arrived, and nothing more has started for some turns. */
async function untilSettled({ startedOf }: Held): Promise<number> {
  let started = 0;
  for (let still = 0; still < 5; ) {
    await turn();
    const now = startedOf.reduce((sum, count) => sum + count, 0);
    still = now === started && startedOf.every((count) => count >= 8) ? still + 1 : 0;
    started = now;
  }
  return started;
}

test('after a storm, no slot is taken', async () => {
  const held: Held = { startedOf: [0, 0, 0, 0], release: undefined };
  const { port } = await start(held);
  const statuses = await storm(port, randomNumbers(20_260));
  const seen = new Set(statuses);
  expect(seen).toContain(207);
  expect(seen).toContain(undefined);
  expect(await mostAtOnce(port, held)).toBe(MOST);
});
