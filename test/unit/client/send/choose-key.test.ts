// Which batches get an Idempotency-Key, and how the endpoint is asked.
import { afterEach, describe, expect, test } from '@jest/globals';
import { createBatch, type SendOptions, send } from '@multistatus/client';
import { createKey, keyOfPart, readKeyField, toKeyField } from '#client/idempotency-key.js';
import { created, cut, type KeyedTraffic, refuse, serveKeyed } from '../keyed-server.js';
import { answer, type Misbehaviour } from '../misbehaving-server.js';

let traffic: KeyedTraffic;
afterEach(() => traffic.close());

/** Sends one operation, and returns the keys of all batches that have arrived so far. */
async function sendOne(
  method: string,
  options: Partial<SendOptions> = {},
): Promise<readonly (string | undefined)[]> {
  const batch = createBatch();
  batch.request('one').custom(method, '/one');
  const result = await send(batch, { url: traffic.url, ...options });
  const key = traffic.posts.at(-1)?.key;
  expect(result.idempotencyKey).toBe(key && readKeyField(key));
  return traffic.posts.map((post) => post.key);
}

const json = (description: unknown): Misbehaviour =>
  answer(200, 'application/json', JSON.stringify(description));

test.each(['GET', 'HEAD', 'OPTIONS'])(
  'a batch of %s has no key, and the endpoint is not asked',
  async (method) => {
    traffic = await serveKeyed([created]);
    expect(await sendOne(method)).toEqual([undefined]);
    expect(traffic.seen).toEqual(['POST /batch']);
  },
);

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'LOCK'])(
  'each batch with %s has a new key, and the endpoint is asked once',
  async (method) => {
    traffic = await serveKeyed([created]);
    await Promise.all([sendOne(method), sendOne(method)]);
    const keys = await sendOne(method);
    expect(keys.filter((key) => key !== undefined)).toHaveLength(3);
    expect(new Set(keys).size).toBe(3);
    expect(traffic.seen.filter((request) => request === 'GET /batch')).toHaveLength(1);
  },
);

describe('a server that does not say that it keeps keys gets none', () => {
  test.each<[string, Misbehaviour, timesAsked: number]>([
    ['a description without the member', json({ limits: {} }), 1],
    ['idempotency: false', json({ idempotency: false }), 1],
    ['another value', json({ idempotency: 'true' }), 1],
    ['a list', json([true]), 1],
    ['null', json(null), 1],
    ['a web page', answer(200, 'text/html', '<h1>App</h1>'), 1],
    ['404', answer(404, 'text/html', ''), 1],
    ['405', answer(405, 'text/plain', ''), 1],
    ['401, asked again next time', answer(401, 'application/json', { idempotency: true }), 2],
    ['503, asked again next time', answer(503, 'text/plain', ''), 2],
    ['a connection that is cut, asked again next time', (res) => void res.destroy(), 2],
    [
      'half an answer, asked again next time',
      (res) => {
        res.writeHead(200, { 'content-length': '99' });
        res.write('{"idempotency":true', () => res.destroy());
      },
      2,
    ],
  ])('%s', async (_title, describeEndpoint, timesAsked) => {
    traffic = await serveKeyed([created], describeEndpoint);
    await sendOne('POST');
    expect(await sendOne('POST')).toEqual([undefined, undefined]);
    expect(traffic.seen.filter((request) => request === 'GET /batch')).toHaveLength(timesAsked);
  });
});

test('the endpoint is asked with the headers of the batch', async () => {
  traffic = await serveKeyed([created]);
  await sendOne('POST', { headers: { authorization: 'Bearer t', accept: 'text/html' } });
  const [{ headers } = {}] = traffic.requests;
  expect(headers).toMatchObject({ authorization: 'Bearer t', accept: 'application/json' });
});

test.each<[string, Partial<SendOptions>, string | RegExp | undefined]>([
  ['false: none', { idempotencyKey: false }, undefined],
  ['true: a random one', { idempotencyKey: true }, /^"[0-9a-f-]{36}"$/],
  ['a string', { idempotencyKey: 'order 7' }, '"order 7"'],
  ['a string with quotes in it', { idempotencyKey: 'a"b\\c' }, '"a\\"b\\\\c"'],
  ['a string in quotes', { idempotencyKey: '"order 7"' }, '"order 7"'],
  ['a header', { headers: { 'Idempotency-Key': 'k' } }, 'k'],
  [
    'a header, whatever the option says',
    { headers: [['idempotency-key', '"k"']], idempotencyKey: 'no' },
    '"k"',
  ],
])('without asking: %s', async (_title, options, expected) => {
  traffic = await serveKeyed([created], json({}));
  const [key] = await sendOne('POST', options);
  if (expected instanceof RegExp) expect(key).toMatch(expected);
  else expect(key).toBe(expected);
  expect(traffic.seen).toEqual(['POST /batch']);
});

test('a batch of GETs has a key too if it is asked for', async () => {
  traffic = await serveKeyed([created]);
  expect(await sendOne('GET', { idempotencyKey: 'k' })).toEqual(['"k"']);
});

describe('a server that does not know the client', () => {
  const unidentified = refuse(403, 'unidentified', { executed: false });

  test('gets the batch without a key, if nobody asked for one', async () => {
    traffic = await serveKeyed([unidentified, created]);
    expect(await sendOne('POST')).toEqual([expect.any(String), undefined]);
  });

  test('does not get it without a key once it may have run', async () => {
    traffic = await serveKeyed([cut, unidentified, created]);
    const retry = { baseDelayMs: 0 };
    await expect(sendOne('POST', { retry })).rejects.toMatchObject({ executed: 'unknown' });
    expect(traffic.posts.map((post) => post.key)).toEqual([expect.any(String), expect.any(String)]);
  });

  test('refuses a key that was asked for', async () => {
    traffic = await serveKeyed([unidentified, created]);
    await expect(sendOne('POST', { idempotencyKey: true })).rejects.toMatchObject({
      message: 'The batch was answered 403: of unidentified; nothing has run',
      problem: { type: 'urn:multistatus:problem:unidentified' },
    });
  });
});

test.each([
  [7, 'send.idempotencyKey must be a boolean or a string, got number'],
  ['', 'send.idempotencyKey must have 1 to 250 printable characters of ASCII, got ""'],
  ['a\n', 'send.idempotencyKey must have 1 to 250 printable characters of ASCII, got "a\\n"'],
  ['é', 'send.idempotencyKey must have 1 to 250 printable characters of ASCII, got "é"'],
  ['a'.repeat(251), 'send.idempotencyKey must have 1 to 250 printable characters'],
])('%j is refused before anything is sent', async (idempotencyKey, message) => {
  traffic = await serveKeyed([created]);
  const sent = sendOne('POST', { idempotencyKey: idempotencyKey as string });
  await expect(sent).rejects.toThrow(TypeError);
  await expect(sendOne('POST', { idempotencyKey: idempotencyKey as string })).rejects.toThrow(message);
  expect(traffic.seen).toEqual([]);
});

test('an abort does not wait for the answer of the endpoint', async () => {
  const controller = new AbortController();
  traffic = await serveKeyed([created], () => controller.abort('enough'));
  await expect(sendOne('POST', { signal: controller.signal })).rejects.toBe('enough');
  expect(traffic.seen).toEqual(['GET /batch']);
});

describe('keys', () => {
  const { crypto } = globalThis;
  afterEach(() => {
    Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true });
  });
  const UUID = /^"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"$/;

  test.each<[string, unknown]>([
    ['randomUUID', crypto],
    ['a page without TLS', { getRandomValues: crypto.getRandomValues.bind(crypto) }],
    ['no crypto', undefined],
  ])('are random UUIDs with %s', async (_title, value) => {
    traffic = await serveKeyed([created]);
    Object.defineProperty(globalThis, 'crypto', { value, configurable: true });
    const keys = Array.from({ length: 100 }, createKey);
    for (const key of keys) expect(key).toMatch(UUID);
    expect(new Set(keys).size).toBe(100);
  });

  test.each(['a', 'a b', '"', '\\', 'a"b\\"', '"a', 'a"'])('%j is read back from its field', async (key) => {
    traffic = await serveKeyed([created]);
    expect(readKeyField(toKeyField('send', key))).toBe(key);
    expect(readKeyField(keyOfPart(key, 2))).toBe(`${key}.2`);
  });
});
