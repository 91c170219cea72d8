// Outcomes as they come: `send` with `onOutcome`, against an app of Express and against servers that misbehave.
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  type BatchResult,
  createBatch,
  type Outcome,
  type SendOptions,
  send,
  type WireBatch,
} from '@multistatus/client';
import { createMultistatus, sendMultistatus } from '@multistatus/express';
import { createAlbumApp } from '../album-app.js';
import { answerResponses, type Misbehaviour, ok, serveMisbehaving } from '../misbehaving-server.js';
import { serveTraffic, type Traffic } from '../serve-traffic.js';
import { createStillClock } from '../still-clock.js';

let traffic: Traffic | undefined;
afterEach(async () => {
  await traffic?.close();
  traffic = undefined;
});

interface Told {
  readonly result: BatchResult;
  /** What `onOutcome` was told, in order. */
  readonly told: readonly Outcome[];
}

const NDJSON = 'application/x-ndjson';
const STREAMED = 'application/x-ndjson, application/json;q=0.9';
/** GETs `0`, `1` and `2`, then a POST `3`. */
const FOUR: WireBatch = {
  requests: [
    ...['0', '1', '2'].map((id) => ({ id, method: 'get', url: `/${id}` })),
    { id: '3', method: 'POST', url: '/3', body: {} },
  ],
};
const SUMMARY = { summary: { total: 4, succeeded: 4, failed: 0, other: 0 } };
const brief = ({ id, status, executed, tries }: Outcome): unknown[] => [id, status, executed, tries];
const sortById = (outcomes: readonly Outcome[]): Outcome[] =>
  outcomes.toSorted((one, other) => one.id.localeCompare(other.id));
const retry = { clock: createStillClock() };

/** Writes lines and ends, or destroys the connection. */
function lines(...items: readonly (object | 'cut')[]): Misbehaviour {
  return (res) => {
    res.writeHead(207, { 'content-type': NDJSON });
    for (const item of items) {
      if (item !== 'cut') res.write(`${JSON.stringify(item)}\n`);
    }
    // Once what was written has gone out: what a destroyed socket still holds is lost.
    res.write('', () => (items.includes('cut') ? res.destroy() : res.end()));
  };
}

async function sendFour(tries: readonly Misbehaviour[], options: Partial<SendOptions> = {}): Promise<Told> {
  let count = 0;
  traffic = await serveMisbehaving((res, ids) => {
    tries[Math.min(count, tries.length - 1)]?.(res, ids);
    count += 1;
  });
  const told: Outcome[] = [];
  const onOutcome = (outcome: Outcome): unknown => told.push(outcome);
  return { result: await send(FOUR, { url: traffic.url, onOutcome, ...options }), told };
}

describe('a server that answers line by line', () => {
  test('reports an operation that did not run at once, if nothing is sent again', async () => {
    const { app } = createAlbumApp();
    let release: () => void = () => {};
    app.get('/slow/but/sure', (_req, res) => {
      release = () => void res.json('slow');
    });
    traffic = await serveTraffic(app);
    const told: string[] = [];
    await send(
      {
        requests: [
          { id: 'slow', method: 'GET', url: '/slow/but/sure' },
          { id: 'none', method: 'GET', url: '/albums/9' },
          { id: 'after', method: 'GET', url: '/albums', dependsOn: ['none'] },
        ],
      },
      {
        url: traffic.url,
        onOutcome: ({ id }) => {
          told.push(id);
          if (id === 'after') release();
        },
      },
    );
    expect(told).toEqual(['none', 'after', 'slow']);
  });

  test('tells of each outcome while others are still running', async () => {
    const { app } = createAlbumApp();
    let release: () => void = () => {};
    app.get('/slow/but/sure', (_req, res) => {
      release = () => void res.json('slow');
    });
    traffic = await serveTraffic(app);
    const batch = createBatch();
    batch.request('slow').get('/slow/but/sure');
    const made = batch.request('made').post<{ id: number }>('/albums', { title: 'Lisbon' });
    batch.request('none').get('/albums/9');
    const told: Outcome[] = [];
    const result = await send(batch, {
      url: traffic.url,
      onOutcome: (outcome) => {
        told.push(outcome);
        if (told.length === 2) release();
      },
    });
    expect(sortById(told).map(brief)).toEqual([
      ['made', 201, true, 1],
      ['none', 404, true, 1],
      ['slow', 200, true, 1],
    ]);
    expect(told[2]).toMatchObject({ id: 'slow', ok: true, body: 'slow' });
    expect([...result.outcomes.keys()]).toEqual(['slow', 'made', 'none']);
    expect(sortById([...result.outcomes.values()])).toEqual(sortById(told));
    const outcome = result.of(made);
    expect(outcome.ok && outcome.body.id).toBe(1);
    expect(result.reading.document.summary).toEqual({ total: 3, succeeded: 2, failed: 1, other: 0 });
    expect(traffic.requests.map(({ headers }) => headers.accept)).toEqual(['application/json', STREAMED]);
  });

  test('tells how a 207 inside has ended, once the summary says it', async () => {
    const { app } = createAlbumApp();
    app.delete('/albums/:id', async (req, res) => {
      const report = createMultistatus();
      report.response({ href: '/albums/4/1.jpg', status: req.params.id === '4' ? 204 : 423 });
      await sendMultistatus(req, res, report);
    });
    traffic = await serveTraffic(app);
    const told: Outcome[] = [];
    const batch = createBatch();
    batch.request('tree').delete('/albums/4');
    const result = await send(batch, { url: traffic.url, onOutcome: (outcome) => told.push(outcome) });
    expect(told).toMatchObject([{ id: 'tree', status: 207, ok: true }]);
    expect(result.of('tree').ok).toBe(true);
  });

  test('is asked for JSON where nobody listens', async () => {
    traffic = await serveTraffic(createAlbumApp().app);
    const batch = createBatch();
    batch.request().get('/albums/9');
    await send(batch, { url: traffic.url });
    expect(traffic.requests.map(({ headers }) => headers.accept)).toEqual(['application/json']);
  });
});

test.each<[string, Misbehaviour]>([
  ['JSON', answerResponses((ids) => ids.map(ok))],
  ['NDJSON in another order', lines(...['2', '3', '1', '0'].map(ok), SUMMARY)],
  ['NDJSON with outcomes of others', lines(ok('x'), ...['0', '1', '2', '3'].map(ok), SUMMARY)],
])('each operation is told of once by a server that answers %s', async (_title, misbehave) => {
  const { result, told } = await sendFour([misbehave]);
  expect(sortById(told).map(brief)).toEqual(['0', '1', '2', '3'].map((id) => [id, 200, true, 1]));
  expect([...result.outcomes.keys()]).toEqual(['0', '1', '2', '3']);
});

test('a server that takes one media type alone is refused by nothing of ours', async () => {
  const { told } = await sendFour([
    (res, ids) => {
      if (/application\/json/.test(String(res.req.headers.accept)))
        answerResponses((all) => all.map(ok))(res, ids);
      else res.writeHead(406).end();
    },
  ]);
  expect(told).toHaveLength(4);
});

describe('an answer that is cut midway', () => {
  const unknown = (id: string): unknown[] => [id, 502, 'unknown', 1];
  test.each<[string, Misbehaviour]>([
    ['by the connection', lines(ok('1'), ok('0'), 'cut')],
    ['before its last line', lines(ok('1'), ok('0'))],
    ['by a line that is none', lines(ok('1'), ok('0'), { href: '/2' }, ok('2'), ok('3'))],
  ])('%s: what has come counts, the rest is unknown', async (_how, misbehave) => {
    const { result, told } = await sendFour([misbehave]);
    expect(told.map(brief)).toEqual([['1', 200, true, 1], ['0', 200, true, 1], unknown('2'), unknown('3')]);
    expect(result.of('2').problem).toMatchObject({
      type: 'urn:multistatus:problem:no-outcome',
      detail: expect.stringContaining('the answer to the batch broke off before it'),
    });
    expect(result.of('0')).toMatchObject({ ok: true, body: '0' });
    expect(traffic?.seen).toEqual(['GET /batch', 'POST /batch']);
  });

  test('goes again for what is missing and does no harm twice, and for nothing else', async () => {
    const sent: string[][] = [];
    const record =
      (misbehave: Misbehaviour): Misbehaviour =>
      (res, ids) => {
        sent.push([...ids]);
        misbehave(res, ids);
      };
    const { told } = await sendFour(
      [record(lines(ok('1'), 'cut')), record(lines(ok('2'), ok('0'), SUMMARY))],
      {
        retry,
      },
    );
    expect(sent).toEqual([
      ['0', '1', '2', '3'],
      ['0', '2'],
    ]);
    // Of the POST it is clear at the end of the first try that it is not sent again.
    expect(told.map(brief)).toEqual([
      ['1', 200, true, 1],
      unknown('3'),
      ['2', 200, true, 2],
      ['0', 200, true, 2],
    ]);
  });

  test('before anything came, is one of which nothing is known', async () => {
    const sending = sendFour([lines('cut')]);
    await expect(sending).rejects.toMatchObject({ name: 'BatchError', executed: 'unknown' });
    await traffic?.close();
    await expect(sendFour([lines()])).rejects.toMatchObject({ executed: 'unknown', status: 207 });
    await traffic?.close();
    const cut: Misbehaviour = (res) => void res.writeHead(400, { 'content-type': NDJSON }).end('{"id":"0",');
    await expect(sendFour([cut])).rejects.toMatchObject({ executed: 'unknown', status: 400 });
  });
});

test('what may be sent again is told of when it is not', async () => {
  const busy = { ...ok('0'), status: 503, headers: { 'retry-after': '1' } };
  const first = lines(busy, { ...ok('1'), status: 404 }, ok('2'), ok('3'), SUMMARY);
  const { told } = await sendFour([first, lines(busy, SUMMARY), lines(ok('0'), SUMMARY)], { retry });
  expect(told.map(brief)).toEqual([
    ['1', 404, true, 1],
    ['2', 200, true, 1],
    ['3', 200, true, 1],
    ['0', 200, true, 3],
  ]);
});

test('what onOutcome throws is thrown once the answer is read, and then it is not called again', async () => {
  const calls: string[] = [];
  const fault = new Error('mine');
  const onOutcome = ({ id }: Outcome): void => {
    calls.push(id);
    throw fault;
  };
  const sending = sendFour([lines(...['0', '1', '2', '3'].map(ok), SUMMARY)], { onOutcome });
  await expect(sending).rejects.toBe(fault);
  expect(calls).toEqual(['0']);
});

test('a signal ends a batch that is being answered, with its reason', async () => {
  const abort = new AbortController();
  const endless: Misbehaviour = (res) => {
    res.writeHead(207, { 'content-type': NDJSON });
    res.write(`${JSON.stringify(ok('0'))}\n`);
  };
  const onOutcome = (): void => abort.abort('enough');
  await expect(sendFour([endless], { onOutcome, signal: abort.signal })).rejects.toBe('enough');
});

test('a batch as JSON has it is sent as it is', async () => {
  traffic = await serveTraffic(createAlbumApp().app);
  const requests = [
    { id: 'a', method: 'POST', url: '/albums', body: { title: 'x' } },
    { id: 'b', method: 'PUT', url: '$a', body: { title: 'y' }, dependsOn: ['a'] },
  ];
  const result = await send({ requests, execution: 'sequential' }, { url: traffic.url });
  result.throwIfFailed();
  expect(result.of('b').body).toEqual({ title: 'y' });
});

test.each([
  ['PATCH', {}, 1],
  ['PATCH', { 'Idempotency-Key': 'k' }, 2],
  ['put', {}, 2],
])(
  'of a batch as JSON has it, what may run twice is known by method and headers: %s %j',
  async (method, headers, times) => {
    traffic = await serveMisbehaving((res) => void res.destroy());
    const batch = { requests: [{ id: 'a', method, url: '/a', headers }] };
    const options = { url: traffic.url, retry: { ...retry, maxTries: 2 } };
    await expect(send(batch, options)).rejects.toMatchObject({ executed: 'unknown' });
    expect(traffic.seen.filter((request) => request === 'POST /batch')).toHaveLength(times);
  },
);
