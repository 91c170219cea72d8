import { afterEach, describe, expect, test } from '@jest/globals';
import { exchange, OpenExchange, readDocument, statusesOf } from '../bulk/exchange.js';
import { type AsyncApp, type AsyncHost, type AsyncSetup, asyncHosts } from './async-hosts.js';

const ANN = { 'x-client-name': 'ann' };
/** The longest that a test waits for a list to end, in seconds. */
const WAIT = 'respond-async, wait=10';

const started: AsyncApp[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((app) => app.close()));
});

async function start(host: AsyncHost, setup?: AsyncSetup): Promise<AsyncApp> {
  const app = await host.start(setup);
  started.push(app);
  return app;
}

describe.each(asyncHosts)('$name', (host) => {
  test('a JSON list is answered 202, and the monitor has the answer that the list itself would have had', async () => {
    const app = await start(host, { isPaused: true });
    const body = [{ id: 1 }, { id: 2 }];
    const answer = await exchange(app.port, { body, headers: { ...ANN, prefer: 'respond-async' } });
    expect(answer).toMatchObject({ status: 202, headers: { 'preference-applied': 'respond-async' } });
    const { location } = answer.headers;
    expect(location).toMatch(/^\/monitors\/[\w-]{24}$/);
    expect(JSON.parse(answer.text)).toMatchObject({ progress: { total: 2, done: 0 } });

    await app.startWorker();
    const ended = await endOf(app, location!);
    const atOnce = await exchange(app.port, { body });
    expect(ended).toMatchObject({ status: 207, headers: { asyncresult: '207' } });
    expect(readDocument(ended)).toEqual(readDocument(atOnce));
  });

  test('lines are kept as they arrive: more of them than one job has, and some that are not valid', async () => {
    const app = await start(host, { limits: { jobSize: 2 } });
    const body = '{"id":0}\nnot JSON\n\n{"id":2}\n{"id":3}\n{"id":4}';
    const answer = await exchange(app.port, {
      body,
      headers: { ...ANN, prefer: WAIT, accept: 'application/json' },
    });
    expect(answer).toMatchObject({ status: 207, headers: { 'preference-applied': WAIT } });
    expect(statusesOf(answer)).toEqual([200, 400, 200, 200, 200]);
    const { responses } = readDocument(answer);
    expect(responses.map(({ href }) => href)).toEqual(
      [0, 1, 2, 3, 4].map((index) => `/photos/items/${index}`),
    );
  });

  test('an upload that is refused at its end leaves nothing', async () => {
    const ran: string[] = [];
    const app = await start(host, {
      limits: { jobSize: 1, maxOperations: 3, maxBatchesPerClient: 1 },
      target: ({ url }) => ran.push(url),
    });
    const headers = { ...ANN, prefer: WAIT };
    const answer = await exchange(app.port, { body: '1\n2\n3\n4\n', headers });
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.text)).toMatchObject({ limit: 'maxOperations', max: 3, executed: false });
    // It is not under way any more: one more is not too many.
    expect((await exchange(app.port, { body: '5\n', headers })).status).toBe(207);
    expect(ran).toEqual(['5']);
  });

  test('an upload that breaks off leaves nothing', async () => {
    const ran: string[] = [];
    const app = await start(host, {
      limits: { jobSize: 1, maxBatchesPerClient: 1 },
      target: ({ url }) => ran.push(url),
    });
    const headers = { ...ANN, prefer: WAIT };
    const upload = new OpenExchange(app.port, { headers });
    await upload.send('1\n2\n');
    // The server has begun to keep it.
    await until(async () => (await exchange(app.port, { body: '3\n', headers })).status === 429);
    upload.leave();
    await until(async () => (await exchange(app.port, { body: '4\n', headers })).status === 207);
    expect(ran).not.toContain('1');
    expect(ran.at(-1)).toBe('4');
  });
});

async function endOf({ port }: AsyncApp, path: string): ReturnType<typeof exchange> {
  for (;;) {
    const answer = await exchange(port, { path, method: 'GET', headers: ANN });
    if (answer.status !== 202) return answer;
  }
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo()));
}
