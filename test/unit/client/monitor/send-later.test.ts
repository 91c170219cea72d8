// `send` with `respondAsync`, to a server that does as a script says.
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Batch, type BatchProgress, createBatch, type SendOptions, send } from '@multistatus/client';
import { createStillClock, type StillClock } from '../still-clock.js';
import {
  type Answer,
  END,
  events,
  finished,
  json,
  MONITOR,
  outcome,
  problem,
  progress,
  running,
  type Script,
  type ScriptedMonitor,
  serveScript,
} from './scripted-monitor.js';

let server: ScriptedMonitor;
afterEach(() => server.close());

let clock: StillClock;
let seen: BatchProgress[];

function createPair(): Batch {
  const batch = createBatch();
  batch.request('a').post('/x', { a: 1 });
  batch.request('b').put('/x', { b: 1 });
  return batch;
}

/** Sends a pair to a server with a script. */
async function sendTo(script: Script, options: Partial<SendOptions> = {}) {
  server = await serveScript(script);
  clock = createStillClock();
  seen = [];
  const { retry = {}, ...others } = options;
  return await send(createPair(), {
    ...{ url: server.url, respondAsync: true, idempotencyKey: false, headers: { authorization: 'ana' } },
    ...{ onProgress: (each) => void seen.push(each), retry: { maxTries: 1, clock, ...retry } },
    ...others,
  });
}

const asked = (...rest: string[]): string[] => ['POST /batch application/json', ...rest];
const STREAM = `GET ${MONITOR} text/event-stream`;
const GET = `GET ${MONITOR} application/json`;
const destroyed: Answer = (res) => void res.destroy();
const doneOf = (): number[] => seen.map(({ done }) => done);

test('a batch is followed by its events, and its result is that of a synchronous one', async () => {
  const script = {
    events: [events(`retry: 1000\n\n${outcome(1)}${progress(1)}${outcome(2)}${END}`)],
    state: [finished()],
  };
  const urls: string[] = [];
  const result = await sendTo(script, { onMonitor: (url) => void urls.push(url) });
  expect(server.log).toEqual(asked(STREAM, GET));
  expect(server.requests.map(({ headers }) => headers['authorization'])).toEqual(['ana', 'ana', 'ana']);
  expect(server.requests.map(({ headers }) => headers['prefer'])).toEqual([
    'respond-async',
    undefined,
    undefined,
  ]);
  expect(
    [...result.outcomes.values()].map(({ status, tries, executed }) => [status, tries, executed]),
  ).toEqual([
    [201, 1, true],
    [201, 1, true],
  ]);
  expect(seen.at(-1)).toEqual({ total: 2, done: 2, succeeded: 2, failed: 0, other: 0, percent: 100 });
  expect(doneOf()).toEqual([0, 1, 2]);
  expect(urls).toEqual([`${server.origin}${MONITOR}`]);
  expect(clock.waits).toEqual([]);
});

test('a server that ignores the preference answers at once', async () => {
  const result = await sendTo({ post: [finished()] }, { respondAsync: { wait: 3 } });
  result.throwIfFailed();
  expect(server.log).toEqual(asked());
  expect(server.requests[0]?.headers['prefer']).toBe('respond-async, wait=3');
  expect(doneOf()).toEqual([2]);
});

test('a preference of the app is kept', async () => {
  await sendTo({ post: [finished()] }, { headers: { prefer: 'return=minimal' } });
  expect(server.requests[0]?.headers['prefer']).toBe('return=minimal, respond-async');
});

test.each<[string, Answer]>([
  ['JSON', running(1)],
  ['406', problem(406, 'not-acceptable')],
  ['too many watchers', problem(503, 'too-many-watchers', { headers: { 'retry-after': '1' } })],
  ['an event that is too long', events(`data: ${'x'.repeat(70_000)}\n\n`)],
])('a monitor without events is asked after the time that it says: %s', async (_name, answer) => {
  const result = await sendTo({ events: [answer], state: [running(1), running(1), finished()] });
  result.throwIfFailed();
  expect(server.log).toEqual(asked(STREAM, GET, GET, GET));
  // 7 seconds, and half of the 250 ms that are random.
  expect(clock.waits).toEqual([7_125, 7_125, 7_125]);
  expect(doneOf()).toEqual([0, 1, 2]);
});

test('Retry-After counts if the body does not say it, and has bounds', async () => {
  const bare = (retryAfter: string) => json(202, {}, { 'retry-after': retryAfter });
  const state = [bare('3'), bare('0'), bare('86400'), json(202, 'x'), finished()];
  await sendTo({ events: [problem(406, 'x')], state });
  expect(clock.waits).toEqual([7_125, 3_125, 625, 60_125, 1_125]);
});

describe('a connection that is lost', () => {
  test('is opened again, from the last event on', async () => {
    const cut = events(`${outcome(1)}${progress(1)}id: 2\nevent: outc`, 'destroy');
    const script = { events: [cut, events(`${outcome(2)}${END}`)], state: [running(1), finished()] };
    await sendTo(script);
    expect(server.log).toEqual(asked(STREAM, GET, `${STREAM} 1`, GET));
    // A second, of which a half is random.
    expect(clock.waits).toEqual([750]);
    expect(doneOf()).toEqual([0, 1, 2]);
  });

  test('waits as long as the server says', async () => {
    const script = {
      events: [events('retry: 4000\n\n', 'destroy'), events(END)],
      state: [running(), finished()],
    };
    await sendTo(script);
    expect(clock.waits).toEqual([3_000]);
  });

  test('is given up if nothing arrives over it twice', async () => {
    const script = { events: [events('', 'end')], state: [running(), running(), finished()] };
    await sendTo(script);
    expect(server.log).toEqual(asked(STREAM, GET, STREAM, GET, GET));
    expect(clock.waits).toEqual([750, 750, 7_125]);
  });

  test('after the end, 204 says that no more events come', async () => {
    const ended: Answer = (res) => void res.writeHead(204).end();
    const script = { events: [events(outcome(1), 'destroy'), ended], state: [running(1), finished()] };
    await sendTo(script);
    expect(server.log).toEqual(asked(STREAM, GET, `${STREAM} 1`, GET));
  });

  test('while the answer is read, is no reason to send the batch again', async () => {
    const half: Answer = (res) => {
      res.writeHead(207, { 'content-type': 'application/json', 'content-length': '9999' });
      res.write('{"responses":[', () => res.destroy());
    };
    const result = await sendTo(
      { events: [events(END)], state: [half, finished()] },
      { retry: { maxTries: 3 } },
    );
    result.throwIfFailed();
    expect(server.log).toEqual(asked(STREAM, GET, GET));
  });
});

test('a monitor that is busy is asked again when it says', async () => {
  const state = [
    problem(503, 'journal-unavailable', { headers: { 'retry-after': '5' } }),
    problem(429, 'too-many-polls', { headers: { 'retry-after': '2' } }),
    destroyed,
    finished(),
  ];
  const result = await sendTo({ events: [events(END)], state });
  result.throwIfFailed();
  expect(clock.waits).toEqual([5_187.5, 2_375, 750]);
});

describe('a monitor that cannot be read', () => {
  const lost = { executed: 'unknown', monitor: expect.stringContaining(MONITOR) };

  test.each<[string, Answer, object, number]>([
    ['404', problem(404, 'no-such-monitor'), { status: 404, problem: { title: 'no-such-monitor' } }, 1],
    ['401', (res) => void res.writeHead(401).end(), { status: 401 }, 1],
    ['a redirect', (res) => void res.writeHead(302, { location: '/login' }).end(), { status: 302 }, 1],
    ['503 for ever', problem(503, 'x', { headers: { 'retry-after': '40' } }), { status: 503 }, 3],
    ['no connection', destroyed, { message: expect.stringContaining('could not be reached') }, 11],
    [
      'a page in place of the answer',
      (res) => void res.writeHead(200, { 'content-type': 'text/html' }).end(),
      {},
      3,
    ],
  ])('rejects, and the batch is not sent again: %s', async (_name, answer, expected, gets) => {
    const sent = sendTo(
      { events: [events(END)], state: [answer] },
      { retry: { maxTries: 5 }, idempotencyKey: 'k', respondAsync: { maxUnreachableMs: 100_000 } },
    );
    await expect(sent).rejects.toMatchObject({ name: 'BatchError', ...lost, ...expected });
    expect(server.log).toEqual(asked(STREAM, ...Array.from({ length: gets }, () => GET)));
  });
});

test('the monitor has to be at the origin of the batch, unless an option allows another', async () => {
  const other = await serveScript({ state: [finished()], events: [events(END)] });
  try {
    const post = [running(0, { monitor: `${other.origin}${MONITOR}` })];
    const sent = sendTo({ post });
    await expect(sent).rejects.toMatchObject({
      executed: 'unknown',
      message: expect.stringContaining(
        `The monitor is at another origin, ${other.origin}, and was not asked`,
      ),
    });
    expect(other.log).toEqual([]);
    await server.close();
    const result = await sendTo({ post }, { respondAsync: { monitorOrigin: other.origin } });
    result.throwIfFailed();
    expect(other.log).toEqual([STREAM, GET]);
  } finally {
    await other.close();
  }
});

test.each([['javascript:alert(1)'], ['http://'], ['http://a:b@127.0.0.1/']])(
  'a monitor that is no URL is refused: %s',
  async (monitor) => {
    await expect(sendTo({ post: [running(0, { monitor })] })).rejects.toMatchObject({ executed: 'unknown' });
    expect(server.log).toEqual(asked());
  },
);

test('a 202 without a monitor has no outcomes', async () => {
  const sent = sendTo({ post: [json(202, {})] });
  await expect(sent).rejects.toMatchObject({ executed: 'unknown', status: 202 });
});

test('a lost 202 is asked for again, with the same key and bytes', async () => {
  const script = {
    post: [destroyed, running()],
    events: [events(END)],
    state: [finished()],
  };
  await sendTo(script, { idempotencyKey: 'k', retry: { maxTries: 2 } });
  expect(server.batches).toHaveLength(2);
  expect(server.batches[1]).toEqual(server.batches[0]);
  expect(server.batches[0]?.key).toBe('"k"');
});

test('an operation that may be repeated is sent again, and its progress is that of the whole batch', async () => {
  const busy = json(207, {
    responses: [
      { id: 'a', index: 0, href: '/x', status: 201 },
      { id: 'b', index: 1, href: '/x', status: 503, headers: { 'retry-after': '1' } },
    ],
  });
  const rest = json(207, { responses: [{ id: 'b', index: 0, href: '/x', status: 200 }] });
  const endOfRest = events('event: end\ndata: {"progress":{"total":1,"succeeded":1,"failed":0}}\n\n');
  const script = { events: [events(END), endOfRest], state: [busy, rest] };
  const result = await sendTo(script, { retry: { maxTries: 2 } });
  result.throwIfFailed();
  expect(
    server.batches.map(({ body }) => (JSON.parse(body) as { requests: object[] }).requests.length),
  ).toEqual([2, 1]);
  expect(doneOf()).toEqual([0, 2, 1, 2]);
});

test('a batch that somebody else has cancelled is not sent again', async () => {
  const script = {
    events: [events('event: end\ndata: {"status":"cancelled"}\n\n')],
    state: [problem(404, 'batch-cancelled', { result: `${MONITOR}/result` })],
    result: [finished(201, 503)],
  };
  const result = await sendTo(script, { retry: { maxTries: 3 } });
  expect(result.of('b')).toMatchObject({ status: 503, executed: false, tries: 1 });
  expect(server.log).toEqual(asked(STREAM, GET, `GET ${MONITOR}/result application/json`));
});

test('outcomes are reported when the batch has ended', async () => {
  const ids: string[] = [];
  const lines: Answer = (res) => {
    res.writeHead(207, { 'content-type': 'application/x-ndjson' });
    res.end(
      '{"id":"a","index":0,"href":"/x","status":201}\n{"id":"b","index":1,"href":"/x","status":201}\n{"summary":{"total":2,"succeeded":2,"failed":0,"other":0}}\n',
    );
  };
  await sendTo({ events: [events(END)], state: [lines] }, { onOutcome: ({ id }) => void ids.push(id) });
  expect(ids).toEqual(['a', 'b']);
  expect(server.log.at(-1)).toBe(`GET ${MONITOR} application/x-ndjson`);
});

test.each(['onProgress', 'onMonitor'])('an error of %s is thrown when the batch has ended', async (name) => {
  const failure = new Error('of the app');
  const fail = (): never => {
    throw failure;
  };
  const script = { events: [events(`${progress(1)}${END}`)], state: [finished()] };
  await expect(sendTo(script, { [name]: fail })).rejects.toBe(failure);
  expect(server.log).toEqual(asked(STREAM, GET));
});

test.each<[object, string]>([
  [{ respondAsync: { waits: 3 } }, 'send.respondAsync.waits is not an option; did you mean wait?'],
  [{ respondAsync: { wait: -1 } }, 'send.respondAsync.wait must be an integer >= 0, got -1'],
  [
    { respondAsync: { maxUnreachableMs: 0.5 } },
    'send.respondAsync.maxUnreachableMs must be an integer >= 0, got 0.5',
  ],
  [
    { respondAsync: { whenAborted: 'stop' } },
    "send.respondAsync.whenAborted must be 'cancel' or 'leave', got stop",
  ],
  [{ respondAsync: 'yes' }, 'send.respondAsync options must be an object, got yes'],
])('an invalid option is refused: %j', async (options, message) => {
  await expect(sendTo({}, options)).rejects.toThrow(message);
  expect(server.log).toEqual([]);
});
