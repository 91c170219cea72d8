import { afterEach, describe, expect, test } from '@jest/globals';
import { batchFetch } from '@multistatus/client';
import { batch } from '@multistatus/express';
import express, { type Application } from 'express';
import { answer, answerResponses, type Misbehaviour, ok, serveMisbehaving } from '../misbehaving-server.js';
import { serveTraffic, type Traffic } from '../serve-traffic.js';
import { createStillClock } from '../still-clock.js';

let traffic: Traffic | undefined;
afterEach(async () => {
  await traffic?.close();
  traffic = undefined;
});

/** An app whose `/flaky/<name>` answers `status` so many times, then 200; `log` has each time that one ran. */
function createFlakyApp(
  times: number,
  answerOnce: (res: express.Response) => void,
): { app: Application; log: string[] } {
  const app = express();
  const log: string[] = [];
  const counts = new Map<string, number>();
  app.use('/batch', batch());
  app.use(express.text());
  app.all('/flaky/:name', (req, res) => {
    const { name } = req.params;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    log.push(`${req.method} ${name}`);
    if (count <= times) answerOnce(res);
    else res.send(`${name} after ${count}: ${typeof req.body === 'string' ? req.body : ''}`);
  });
  app.get('/fine', (_req, res) => void res.send('fine'));
  return { app, log };
}

describe('in a batch and alone', () => {
  test.each<[string, (res: express.Response) => void]>([
    ['429', (res) => void res.status(429).end()],
    ['503 with Retry-After', (res) => void res.status(503).set('retry-after', '2').end()],
  ])('%s is sent again, whatever its method, until it is answered', async (_title, answerOnce) => {
    const { app, log } = createFlakyApp(2, answerOnce);
    traffic = await serveTraffic(app);
    const clock = createStillClock();
    const api = batchFetch({ url: traffic.url, retry: { clock } });
    const [a, b] = await Promise.all([
      api('/flaky/a', { method: 'POST', body: 'A' }),
      api('/flaky/b', { method: 'PATCH', body: 'B' }),
      api('/fine'),
    ]);
    expect([await a.text(), await b.text()]).toEqual(['a after 3: A', 'b after 3: B']);
    expect(traffic.seen).toEqual(['GET /batch', 'POST /batch', 'POST /batch', 'POST /batch']);
    expect(log).toHaveLength(6);
    expect(clock.waits).toHaveLength(2);
    const c = await api('/flaky/c', { method: 'POST', body: 'C' });
    expect(await c.text()).toBe('c after 3: C');
  });

  test.each([502, 504])('%d is sent again if it does no harm', async (status) => {
    const { app, log } = createFlakyApp(1, (res) => void res.status(status).end());
    traffic = await serveTraffic(app);
    const api = batchFetch({ url: traffic.url, retry: { clock: createStillClock() } });
    const inits: RequestInit[] = [
      { method: 'GET' },
      { method: 'PUT', body: 'x' },
      { method: 'DELETE' },
      { method: 'POST', body: 'x' },
      { method: 'PATCH', body: 'x' },
      { method: 'POST', body: 'x', headers: { 'idempotency-key': '"k"' } },
    ];
    const expected = [200, 200, 200, status, status, 200];
    const together = await Promise.all(inits.map((init, index) => api(`/flaky/${index}`, init)));
    expect(together.map((response) => response.status)).toEqual(expected);
    for (const [index, init] of inits.entries()) {
      expect((await api(`/flaky/alone${index}`, init)).status).toBe(expected[index]);
    }
    expect(log.filter((line) => line.startsWith('POST'))).toHaveLength(6);
    expect(log.filter((line) => line.startsWith('PATCH'))).toHaveLength(2);
  });

  test.each([400, 404, 409, 500, 501])('%d is not sent again', async (status) => {
    const { app, log } = createFlakyApp(1, (res) => void res.status(status).end());
    traffic = await serveTraffic(app);
    const clock = createStillClock();
    const api = batchFetch({ url: traffic.url, retry: { clock } });
    const [a, b] = await Promise.all([api('/flaky/a'), api('/flaky/b')]);
    expect([a.status, b.status, log.length, clock.waits]).toEqual([status, status, 2, []]);
  });

  test('the tries are bounded, and the last answer is told', async () => {
    const { app, log } = createFlakyApp(9, (res) => void res.status(429).end());
    traffic = await serveTraffic(app);
    const clock = createStillClock();
    const api = batchFetch({ url: traffic.url, retry: { maxTries: 4, baseDelayMs: 100, clock } });
    const responses = await Promise.all([api('/flaky/a'), api('/flaky/b')]);
    expect(responses.map(({ status }) => status)).toEqual([429, 429]);
    expect(log).toHaveLength(8);
    expect(clock.waits).toEqual([50, 100, 200]);
    expect((await api('/flaky/c')).status).toBe(429);
    expect(log).toHaveLength(12);
  });

  test('a server that asks for too long a wait is not asked again', async () => {
    const { app, log } = createFlakyApp(1, (res) => void res.status(429).set('retry-after', '3600').end());
    traffic = await serveTraffic(app);
    const api = batchFetch({ url: traffic.url, retry: { clock: createStillClock() } });
    const [a, fine] = await Promise.all([api('/flaky/a'), api('/fine')]);
    expect([a.status, a.headers.get('retry-after'), fine.status, log]).toEqual([429, '3600', 200, ['GET a']]);
  });
});

test('without the option nothing is sent again', async () => {
  const { app, log } = createFlakyApp(1, (res) => void res.status(429).end());
  traffic = await serveTraffic(app);
  const api = batchFetch({ url: traffic.url });
  const responses = await Promise.all([api('/flaky/a'), api('/flaky/b')]);
  expect([...responses.map(({ status }) => status), log.length]).toEqual([429, 429, 2]);
});

test('a call that is aborted while it waits is not sent again', async () => {
  const { app, log } = createFlakyApp(1, (res) => void res.status(429).end());
  traffic = await serveTraffic(app);
  const abort = new AbortController();
  const clock = { ...createStillClock(), wait: async () => abort.abort('no more') };
  const api = batchFetch({ url: traffic.url, retry: { clock } });
  const calls = [api('/flaky/a', { signal: abort.signal }), api('/flaky/b', { signal: abort.signal })];
  for (const call of calls) await expect(call).rejects.toBe('no more');
  expect(log).toHaveLength(2);
});

describe('a batch that got lost', () => {
  /** Loses the first batch in some way, and answers those after it. */
  function loseOnce(lose: Misbehaviour): Misbehaviour {
    let count = 0;
    return (res, ids) => {
      count += 1;
      if (count === 1) lose(res, ids);
      else answerResponses((all) => all.map(ok))(res, ids);
    };
  }

  test.each<[string, Misbehaviour]>([
    ['by its connection', (res) => void res.destroy()],
    ['by a 500', answer(500, 'text/html', '')],
    ['by half a document', answer(207, 'application/json', '{"responses":[{"id"')],
    ['without outcomes', answerResponses(() => [])],
  ])('%s goes again for what does no harm twice, and is told for the rest', async (_title, lose) => {
    traffic = await serveMisbehaving(loseOnce(lose));
    const api = batchFetch({ url: traffic.url, retry: { clock: createStillClock() } });
    const post = api('/c', { method: 'POST', body: 'x' });
    const [a, b] = await Promise.all([
      api('/a'),
      api('/b', { method: 'PUT', body: 'x' }),
      post.catch(() => {}),
    ]);
    expect([a?.status, b?.status]).toEqual([200, 200]);
    await expect(post).rejects.toMatchObject({ name: 'BatchError', executed: 'unknown' });
    expect(traffic.seen).toEqual(['GET /batch', 'POST /batch', 'POST /batch']);
  });

  test.each([429, 503])('by a %d that says when to come back goes again as a whole', async (status) => {
    traffic = await serveMisbehaving(
      loseOnce((res) => void res.writeHead(status, { 'retry-after': '3' }).end()),
    );
    const clock = createStillClock();
    const api = batchFetch({ url: traffic.url, retry: { clock } });
    const responses = await Promise.all(['/a', '/b'].map((url) => api(url, { method: 'POST', body: 'x' })));
    expect(responses.map((response) => response.status)).toEqual([200, 200]);
    expect(traffic.seen).toEqual(['GET /batch', 'POST /batch', 'POST /batch']);
    expect(clock.waits).toEqual([3_125]);
  });
});

test('an operation that had not started when the batch ended goes again', async () => {
  const app = express();
  let slow = 0;
  const release: (() => void)[] = [];
  app.use('/batch', batch({ limits: { concurrency: 1, batchTimeoutMs: 50 } }));
  app.get('/slow', (_req, res) => {
    slow += 1;
    if (slow > 1) res.send('slow');
    else release.push(() => res.end());
  });
  let posts = 0;
  app.post('/post', (_req, res) => {
    posts += 1;
    res.send(`post ${posts}`);
  });
  traffic = await serveTraffic(app);
  const api = batchFetch({ url: traffic.url, retry: { clock: createStillClock() } });
  const [a, b] = await Promise.all([api('/slow'), api('/post', { method: 'POST', body: 'x' })]);
  expect([await a.text(), await b.text(), posts]).toEqual(['slow', 'post 1', 1]);
  for (const end of release) end();
});

test('a call keeps its id when it is sent again, and no other call gets it', async () => {
  const sent: string[][] = [];
  const busy = (id: string): object => ({ ...ok(id), status: 503, headers: { 'retry-after': '1' } });
  traffic = await serveMisbehaving((res, ids) => {
    sent.push([...ids]);
    answerResponses((all) => all.map((id, index) => (sent.length === 1 && index > 0 ? busy(id) : ok(id))))(
      res,
      ids,
    );
  });
  const api = batchFetch({ url: traffic.url, retry: { clock: createStillClock() } });
  await Promise.all(['/a', '/b', '/c'].map((url) => api(url)));
  await Promise.all(['/a', '/b'].map((url) => api(url)));
  const [first = [], again, later = []] = sent;
  expect(again).toEqual(first.slice(1));
  expect(new Set([...first, ...later]).size).toBe(5);
});
