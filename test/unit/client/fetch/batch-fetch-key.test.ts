// Batches of `batchFetch` with an Idempotency-Key.
import { afterEach, describe, expect, test } from '@jest/globals';
import { type BatchFetchOptions, batchFetch } from '@multistatus/client';
import { created, cut, inProgress, type KeyedTraffic, refuse, replay, serveKeyed } from '../keyed-server.js';
import { answer, answerResponses, type Misbehaviour } from '../misbehaving-server.js';
import { createStillClock } from '../still-clock.js';

let traffic: KeyedTraffic;
afterEach(() => traffic.close());

const json = (description: unknown): Misbehaviour =>
  answer(200, 'application/json', JSON.stringify(description));
const POST: RequestInit = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' };

/** Sends two calls in one batch, and returns their statuses, or the errors of those that rejected. */
async function callTwo(
  inits: readonly [RequestInit, RequestInit],
  options: Partial<BatchFetchOptions> = {},
): Promise<unknown[]> {
  const api = batchFetch({ url: traffic.url, onFallback: () => {}, ...options });
  const settled = await Promise.allSettled(inits.map((init, index) => api(`/${index}`, init)));
  return settled.map((each) => (each.status === 'fulfilled' ? each.value.status : each.reason));
}

const keys = (): unknown[] => traffic.posts.map(({ key }) => key);

describe('a batch has a key', () => {
  const KEY = expect.stringMatching(/^"[0-9a-f-]{36}"$/);
  const LIMITS = { maxOperations: 9, maxBodyBytes: 9_999, maxUrlLength: 99, maxHeaderBytes: 999 };

  test.each<[string, readonly [RequestInit, RequestInit], Partial<BatchFetchOptions>, object, unknown]>([
    ['that may change something', [POST, {}], {}, { idempotency: true }, KEY],
    ['but not one of GETs', [{}, {}], {}, { idempotency: true }, undefined],
    ['but not for a server that keeps none', [POST, {}], {}, {}, undefined],
    [
      'but not if the option says so',
      [POST, {}],
      { idempotencyKey: false },
      { idempotency: true },
      undefined,
    ],
    ['whatever the server says, if the option says so', [POST, {}], { idempotencyKey: true }, {}, KEY],
    ['but not if the server is not asked', [POST, {}], { limits: LIMITS }, { idempotency: true }, undefined],
  ])('%s', async (_title, inits, options, description, expected) => {
    traffic = await serveKeyed([created], json(description));
    expect(await callTwo(inits, options)).toEqual([201, 201]);
    expect(keys()).toEqual([expected]);
  });

  test('of its own', async () => {
    traffic = await serveKeyed([created]);
    const api = batchFetch({ url: traffic.url });
    for (const path of ['/a', '/b']) await Promise.all([api(path, POST), api(`${path}2`, POST)]);
    expect(new Set(keys()).size).toBe(2);
    expect(traffic.seen).toEqual(['GET /batch', 'POST /batch', 'POST /batch']);
  });

  test('and a call that is sent alone has none', async () => {
    traffic = await serveKeyed([created]);
    const api = batchFetch({ url: traffic.url });
    await api('/alone', POST);
    expect(traffic.requests.map(({ headers }) => headers['idempotency-key'])).toEqual([undefined]);
  });
});

test('a lost answer is asked for again, with the same bytes and key, before a call rejects', async () => {
  const half: Misbehaviour = (res) => {
    res.writeHead(207, { 'content-type': 'application/json', 'content-length': '99' });
    res.write('{"responses":[', () => res.destroy());
  };
  traffic = await serveKeyed([cut, half, replay]);
  expect(await callTwo([POST, POST])).toEqual([201, 201]);
  expect(new Set(traffic.posts.map((post) => JSON.stringify(post))).size).toBe(1);
  await traffic.close();
  traffic = await serveKeyed([cut]);
  const [error] = await callTwo([POST, POST], { retry: { clock: createStillClock(), maxTries: 2 } });
  expect(error).toMatchObject({
    executed: 'unknown',
    idempotencyKey: undefined,
    message: expect.stringContaining('check its effect before you send it again'),
  });
  expect(traffic.seen).toEqual(['GET /batch', 'POST /batch', 'POST /batch']);
});

test('after a lost answer, a batch that is refused is not taken apart: its calls may have run', async () => {
  traffic = await serveKeyed([cut, answer(404, 'text/html', '')]);
  const [error] = await callTwo([POST, POST]);
  expect(error).toMatchObject({ executed: 'unknown' });
  expect(traffic.seen).toEqual(['GET /batch', 'POST /batch', 'POST /batch']);
});

test('a batch that is still running is waited for', async () => {
  traffic = await serveKeyed([cut, inProgress('1'), replay]);
  const clock = createStillClock(0);
  expect(await callTwo([POST, {}], { retry: { clock } })).toEqual([201, 201]);
  expect(clock.waits).toEqual([0, 1_000]);
});

test('a part that is sent again has another key', async () => {
  const busy = answerResponses((ids) =>
    ids.map((id, index) => ({
      ...{ id, href: `/${index}`, status: index === 0 ? 201 : 503 },
      headers: { 'retry-after': '1' },
    })),
  );
  traffic = await serveKeyed([busy, created]);
  const api = batchFetch({ url: traffic.url, retry: { clock: createStillClock() } });
  const responses = await Promise.all(['/a', '/b', '/c'].map((path) => api(path, POST)));
  expect(responses.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect(new Set(keys()).size).toBe(2);
});

test('a server that does not know the client gets the batch without a key', async () => {
  traffic = await serveKeyed([refuse(403, 'unidentified', { executed: false }), created]);
  expect(await callTwo([POST, POST])).toEqual([201, 201]);
  expect(keys()).toEqual([expect.any(String), undefined]);
});

test('once all calls are aborted, nobody waits for the batch any more', async () => {
  const controller = new AbortController();
  traffic = await serveKeyed([inProgress('20')]);
  const wait = (): Promise<void> => {
    setImmediate(() => controller.abort('enough'));
    return new Promise(() => {});
  };
  const retry = { clock: { ...createStillClock(), wait } };
  const { signal } = controller;
  expect(
    await callTwo(
      [
        { ...POST, signal },
        { ...POST, signal },
      ],
      { retry },
    ),
  ).toEqual(['enough', 'enough']);
  expect(traffic.posts).toHaveLength(1);
});

test('a body that the server has not stored fails when it is read, and a GET is made again', async () => {
  traffic = await serveKeyed([
    cut,
    answerResponses((ids) =>
      ids.map((id) => ({ id, href: `/${id}`, status: 200, bodyOmitted: 'not-stored' })),
    ),
  ]);
  const api = batchFetch({ url: traffic.url });
  const [posted, got] = await Promise.all([api('/a', POST), api('/b')]);
  expect(posted.status).toBe(200);
  await expect(posted.text()).rejects.toThrow('the server did not store this body');
  expect(await got.text()).toBe('single');
});

test.each(['k', 1, null])('the option %j is refused', async (idempotencyKey) => {
  traffic = await serveKeyed([created]);
  expect(() => batchFetch({ url: traffic.url, idempotencyKey: idempotencyKey as never })).toThrow(
    new TypeError(`batchFetch.idempotencyKey must be a boolean, got ${typeof idempotencyKey}`),
  );
});
