// A batch with an Idempotency-Key, against servers that lose the answer in every way.
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  type Batch,
  type BatchError,
  type BatchResult,
  createBatch,
  type Outcome,
  type SendOptions,
  send,
} from '@multistatus/client';
import { created, cut, inProgress, type KeyedTraffic, refuse, replay, serveKeyed } from '../keyed-server.js';
import { answer, answerResponses, type Misbehaviour } from '../misbehaving-server.js';
import { createStillClock } from '../still-clock.js';

let traffic: KeyedTraffic;
afterEach(() => traffic.close());

const UUID = /^"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"$/;

/** Two POSTs and a GET, with bodies that are written in one way only. */
function createOrder(): Batch {
  const batch = createBatch({ execution: 'sequential' });
  const order = batch.request('order').post('/orders', { total: 1.5, lines: [{ b: 1, a: 'ä' }] });
  batch.request().post('/payments', { order: order.ref('/body/id') });
  batch.request().get('/orders');
  return batch;
}

async function sendTo(
  tries: readonly Misbehaviour[],
  { retry = {}, ...options }: Partial<SendOptions> = {},
): Promise<BatchResult> {
  traffic = await serveKeyed(tries);
  return send(createOrder(), {
    url: traffic.url,
    retry: { clock: createStillClock(), ...retry },
    ...options,
  });
}

const errorOf = (sent: Promise<BatchResult>): Promise<BatchError> =>
  sent.then(
    () => Promise.reject(new Error('it did not reject')),
    (error: BatchError) => error,
  );
const statusesOf = ({ outcomes }: BatchResult): number[] =>
  [...outcomes.values()].map(({ status }) => status);
const half: Misbehaviour = (res, ids) => {
  res.writeHead(207, { 'content-type': 'application/json', 'content-length': '500' });
  res.write(`{"responses":[{"id":"${ids[0]}","href":"/orders/1","status":201},{"id":`, () => res.destroy());
};

describe('after a lost answer the same bytes go with the same key', () => {
  test.each<[string, Misbehaviour]>([
    ['a connection that is cut before the answer', cut],
    [
      'one that is cut after the head of the answer',
      (res) => {
        res.writeHead(207, { 'content-type': 'application/json', 'content-length': '9' });
        res.write(' ', () => res.destroy());
      },
    ],
    ['one that is cut in the middle of the answer', half],
    ['the error page of a proxy', answer(502, 'text/html', '<h1>Bad Gateway</h1>')],
    ['an error without a body', answer(500, 'text/plain', '')],
    ['half a document', answer(207, 'application/json', '{"responses":[')],
  ])('%s', async (_title, lose) => {
    const result = await sendTo([lose, lose, replay]);
    expect(statusesOf(result)).toEqual([201, 201, 201]);
    expect(result.of('order').tries).toBe(3);
    expect(result.isReplayed).toBe(true);
    expect(traffic.seen).toEqual(['GET /batch', 'POST /batch', 'POST /batch', 'POST /batch']);
    const [first] = traffic.posts;
    expect(first?.key).toMatch(UUID);
    expect(result.idempotencyKey).toBe(first?.key?.slice(1, -1));
    expect(new Set(traffic.posts.map((post) => JSON.stringify(post))).size).toBe(1);
  });

  test('by itself at most three times, and retry.maxTries says otherwise', async () => {
    const error = await errorOf(sendTo([cut], { retry: { clock: createStillClock() } }));
    expect(traffic.posts).toHaveLength(3);
    expect(error).toMatchObject({ name: 'BatchError', executed: 'unknown', status: undefined });
    await traffic.close();
    await errorOf(sendTo([cut], { retry: { clock: createStillClock(), maxTries: 5 } }));
    expect(traffic.posts).toHaveLength(5);
    await traffic.close();
    await errorOf(sendTo([cut], { retry: { maxTries: 1 } }));
    expect(traffic.posts).toHaveLength(1);
  });

  test('without options for it too', async () => {
    traffic = await serveKeyed([cut, created]);
    const result = await send(createOrder(), { url: traffic.url });
    expect(statusesOf(result)).toEqual([201, 201, 201]);
    expect(result.isReplayed).toBe(false);
  });

  test('when the server restarts: no connection, then one that is busy', async () => {
    let count = 0;
    const busy = answer(503, 'text/html', '');
    traffic = await serveKeyed([cut, (res, ids) => busy(res.setHeader('retry-after', '1'), ids), replay]);
    const fetchOnce: typeof fetch = (input, init) => {
      count += init?.method === 'POST' ? 1 : 0;
      return count === 1 && init?.method === 'POST' ? fetch('http://127.0.0.1:1/', init) : fetch(input, init);
    };
    const retry = { clock: createStillClock(), maxTries: 4 };
    const result = await send(createOrder(), { url: traffic.url, fetch: fetchOnce, retry });
    expect([count, traffic.posts.length, result.isReplayed]).toEqual([4, 3, true]);
  });

  test('but not to a server that is only busy, unless retry says so', async () => {
    const busy = refuse(503, 'overloaded', { executed: false, headers: { 'retry-after': '1' } });
    traffic = await serveKeyed([busy, created]);
    const error = await errorOf(send(createOrder(), { url: traffic.url }));
    expect(error).toMatchObject({ executed: false, status: 503 });
    expect(traffic.posts).toHaveLength(1);
    const result = await send(createOrder(), { url: traffic.url, retry: { clock: createStillClock() } });
    expect(statusesOf(result)).toEqual([201, 201, 201]);
  });

  test('and a lost answer is not forgotten because a later try was refused', async () => {
    const error = await errorOf(sendTo([cut, answer(404, 'text/html', '')]));
    expect(error).toMatchObject({ executed: 'unknown', status: undefined });
  });
});

test('what is lost for good carries the key, with which the same batch goes on later', async () => {
  const error = await errorOf(sendTo([cut]));
  expect(error.message).toBe(
    'The connection failed before the batch was answered (UND_ERR_SOCKET); the operation may have run; send the same batch again with the idempotencyKey of this error, which runs nothing twice',
  );
  const { posts } = traffic;
  expect(error.idempotencyKey).toBe(posts[0]?.key?.slice(1, -1));
  await traffic.close();
  traffic = await serveKeyed([replay]);
  const kept = JSON.parse(JSON.stringify(createOrder())) as ReturnType<Batch['toJSON']>;
  const result = await send(kept, { url: traffic.url, idempotencyKey: error.idempotencyKey });
  expect(result.isReplayed).toBe(true);
  expect(traffic.posts).toEqual([posts[0]]);
  expect(traffic.seen).toEqual(['POST /batch']);
});

test('a server that does not know the client keeps no key, so the advice for a lost answer is another', async () => {
  const unidentified = refuse(403, 'unidentified', { executed: false });
  const error = await errorOf(sendTo([cut, unidentified]));
  expect(error.message).toBe(
    'The connection failed before the batch was answered (UND_ERR_SOCKET); the operation may have run; the server keeps no key for a client that it does not know (403 unidentified), so check its effect before you send it again, with credentials or without a key',
  );
  expect(error).toMatchObject({ executed: 'unknown', status: undefined });
  expect(traffic.posts).toHaveLength(2);
});

describe('an outcome that has arrived', () => {
  const line = (value: object): string => `${JSON.stringify(value)}\n`;
  const SUMMARY = line({ summary: { total: 3, succeeded: 3, failed: 0, other: 0 } });
  const INTERRUPTED = {
    type: 'urn:multistatus:problem:interrupted',
    title: 'The server was interrupted',
    status: 500,
    executed: 'unknown',
  };
  const streamed =
    (toText: (ids: readonly string[]) => string, isCut = false): Misbehaviour =>
    (res, ids) => {
      res.writeHead(207, { 'content-type': 'application/x-ndjson' });
      res.write(toText(ids), () => (isCut ? res.destroy() : res.end()));
    };
  const done = (id: string | undefined, index: number): string =>
    line({ id, index, href: `/${id}`, status: 201 });

  test('is reported once, however often the batch is sent', async () => {
    const told: Outcome[] = [];
    const result = await sendTo(
      [
        streamed((ids) => done(ids[1], 1), true),
        streamed((ids) => done(ids[1], 1) + done(ids[0], 0), true),
        streamed((ids) => ids.map(done).join('') + SUMMARY),
      ],
      { onOutcome: (outcome) => void told.push(outcome) },
    );
    expect(told.map(({ id, status, tries }) => [id, status, tries])).toEqual([
      ['~1', 201, 1],
      ['order', 201, 2],
      ['~2', 201, 3],
    ]);
    expect(result.reading.document.summary).toMatchObject({ total: 3, succeeded: 3 });
  });

  test('stays when the server has lost it, and what stayed unknown is shown and not sent again', async () => {
    const interrupted = (id: string | undefined, index: number): string =>
      line({
        ...{ id, index, href: `/${id}`, status: 500 },
        ...{ headers: { 'content-type': 'application/problem+json' }, body: INTERRUPTED },
      });
    const result = await sendTo(
      [
        streamed((ids) => done(ids[0], 0), true),
        streamed(
          (ids) =>
            interrupted(ids[0], 0) +
            interrupted(ids[1], 1) +
            done(ids[2], 2) +
            line({ summary: { total: 3, succeeded: 1, failed: 2, other: 0 } }),
        ),
      ],
      { onOutcome: () => {} },
    );
    expect([...result.outcomes.values()].map(({ status, executed }) => [status, executed])).toEqual([
      [201, true],
      [500, 'unknown'],
      [201, true],
    ]);
    expect(result.of('~1').problem).toMatchObject(INTERRUPTED);
    expect(traffic.posts).toHaveLength(2);
  });

  test('counts when the rest is lost for good, and nothing goes again in parts', async () => {
    const onOutcome = (): void => {};
    const result = await sendTo([streamed((ids) => done(ids[0], 0), true), cut, cut], { onOutcome });
    expect(statusesOf(result)).toEqual([201, 502, 502]);
    expect(result.idempotencyKey).toBe(traffic.posts[0]?.key?.slice(1, -1));
    expect(traffic.posts).toHaveLength(3);
    expect(new Set(traffic.posts.map(({ body }) => body)).size).toBe(1);
  });
});

describe('a part that is sent again', () => {
  const busyOnce = answerResponses((ids) =>
    ids.map((id) =>
      id === 'order'
        ? { id, href: '/orders/7', status: 201, body: { id: 7 } }
        : { id, href: `/${id}`, status: 503, headers: { 'retry-after': '1' } },
    ),
  );
  const keys = (): unknown[] => traffic.posts.map(({ key }) => key);

  test('has a key of its own, the same each time that the batch is sent', async () => {
    const result = await sendTo([busyOnce, cut, replay, created], { idempotencyKey: 'k' });
    expect(statusesOf(result)).toEqual([201, 201, 201]);
    expect(keys()).toEqual(['"k"', '"k.2"', '"k.2"']);
    const [, part, again] = traffic.posts;
    expect(part).toEqual(again);
    expect([result.idempotencyKey, result.isReplayed]).toEqual(['k', true]);
  });

  test('and parts of it: keys are numbered', async () => {
    const busy = answerResponses((ids) => ids.map((id) => ({ id, href: `/${id}`, status: 429 })));
    await sendTo([busyOnce, busy, busy], { idempotencyKey: 'k', retry: { clock: createStillClock() } });
    expect(keys()).toEqual(['"k"', '"k.2"', '"k.3"']);
  });

  test('keeps the key that was given, for handlers of a server that keeps none', async () => {
    traffic = await serveKeyed([busyOnce, created], answer(200, 'application/json', '{}'));
    const options = { url: traffic.url, retry: { clock: createStillClock() } };
    await send(createOrder(), { ...options, headers: { 'idempotency-key': 'k' } });
    expect(keys()).toEqual(['k', 'k']);
    expect(traffic.seen).toEqual(['POST /batch', 'GET /batch', 'POST /batch']);
  });
});

describe('while an earlier request with the key is running', () => {
  test('the server is asked again when it says, which is no try', async () => {
    const clock = createStillClock();
    const result = await sendTo([inProgress('2'), inProgress(), inProgress('0'), replay], {
      retry: { clock, maxTries: 2 },
    });
    expect(result.isReplayed).toBe(true);
    expect(result.of('order').tries).toBe(1);
    expect(clock.waits).toEqual([2125, 1125, 1125]);
    expect(new Set(traffic.posts.map((post) => JSON.stringify(post))).size).toBe(1);
  });

  test('but not longer than maxInProgressMs in all, by default a minute', async () => {
    const clock = createStillClock(0);
    const error = await errorOf(sendTo([inProgress('25')], { retry: { clock } }));
    expect(clock.waits).toEqual([25_000, 25_000]);
    expect(error).toMatchObject({ executed: 'unknown', status: 409 });
    expect(error.idempotencyKey).toBe(traffic.posts[0]?.key?.slice(1, -1));
    await traffic.close();
    await errorOf(sendTo([inProgress('2')], { retry: { clock, maxInProgressMs: 1_999 } }));
    expect(traffic.posts).toHaveLength(1);
    await traffic.close();
    await errorOf(sendTo([inProgress('2')], { retry: { clock, maxTries: 1 } }));
    expect(traffic.posts).toHaveLength(1);
  });

  test('an abort ends the wait at once', async () => {
    const controller = new AbortController();
    traffic = await serveKeyed([inProgress('20')]);
    const wait = (): Promise<void> => {
      setImmediate(() => controller.abort('enough'));
      return new Promise(() => {});
    };
    const retry = { clock: { ...createStillClock(), wait } };
    const sent = send(createOrder(), { url: traffic.url, signal: controller.signal, retry });
    await expect(sent).rejects.toBe('enough');
    expect(traffic.posts).toHaveLength(1);
  });
});

test('a journal that cannot be reached has run nothing: the batch is sent again', async () => {
  const unavailable = refuse(503, 'journal-unavailable', { executed: false });
  traffic = await serveKeyed([unavailable, created]);
  const result = await send(createOrder(), { url: traffic.url });
  expect(statusesOf(result)).toEqual([201, 201, 201]);
  await traffic.close();
  const error = await errorOf(sendTo([unavailable]));
  expect(error.message).toBe('The batch was answered 503: of journal-unavailable; nothing has run');
  expect([error.executed, traffic.posts.length]).toEqual([false, 3]);
});

test.each([
  [422, 'idempotency-key-reused'],
  [400, 'invalid-idempotency-key'],
  [403, 'unidentified'],
])('%d %s is an error that says so', async (status, slug) => {
  const error = await errorOf(sendTo([refuse(status, slug, { executed: false })], { idempotencyKey: 'k' }));
  expect(error).toMatchObject({ executed: false, status, idempotencyKey: 'k' });
  expect(error.message).toBe(`The batch was answered ${status}: of ${slug}; nothing has run`);
  expect(traffic.posts).toHaveLength(1);
});
