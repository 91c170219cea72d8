import { describe, expect, jest, test } from '@jest/globals';
import type { BatchOptions } from '@multistatus/core';
import { createBatchHandler, type Dispatch, type EnvelopeResponse } from '@multistatus/core/adapter';
import fc from 'fast-check';
import { NDJSON_TYPES } from '#wire/media-type.js';
import { anyCharacter } from '../../../support/any-character.js';
import { isWellFormedMultistatus } from '../is-well-formed-multistatus.js';
import { toAnswer } from '../outcomes.js';
import { settled } from '../settled.js';
import { toEnvelope } from '../to-envelope.js';

const ONE = JSON.stringify({ requests: [{ method: 'GET', url: '/a' }] });

/** Answers every operation with what it was sent. */
const echo: Dispatch = async ({ method, url, headers, body }) =>
  toAnswer({
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ method, url, headers, body: Buffer.from(body ?? '').toString() }),
  });

function send(
  envelope: Parameters<typeof toEnvelope>[0],
  options: BatchOptions = {},
  dispatch: Dispatch = echo,
): Promise<TextResponse> {
  return createBatchHandler(options)(toEnvelope(envelope), dispatch).then(asText);
}

/** An answer in one piece, in text or in UTF-8. */
interface TextResponse extends EnvelopeResponse {
  readonly body: string;
}

function asText(response: EnvelopeResponse): TextResponse {
  const { body } = response;
  if (typeof body !== 'string' && !(body instanceof Uint8Array))
    throw new TypeError('the answer came in pieces');
  return { ...response, body: Buffer.from(body as string).toString() };
}

function slugOf({ body }: TextResponse): string {
  return String((JSON.parse(body) as { type?: unknown }).type).replace('urn:multistatus:problem:', '');
}

const BATCH_TYPES = ['application/json', ...NDJSON_TYPES].join(', ');

describe('createBatchHandler', () => {
  test('answers 207 with an outcome for each operation, and inherits what an operation may not say', async () => {
    const requests = [
      { method: 'GET', url: '/a?b' },
      { id: 'b', method: 'POST', url: '/b', headers: { 'X-Own': '1' }, body: { c: 2 } },
    ];
    const headers = { cookie: 's=1', 'accept-encoding': 'gzip', 'x-forwarded-for': '192.0.2.1' };
    const response = await send({ text: JSON.stringify({ requests }), headers });
    expect({ ...response, body: JSON.parse(response.body) as unknown }).toEqual({
      status: 207,
      sendTimeoutMs: 30_000,
      headers: {
        vary: 'Accept',
        'cache-control': 'no-store',
        'content-type': 'application/json; charset=utf-8',
      },
      body: {
        summary: { total: 2, succeeded: 2, failed: 0, other: 0 },
        responses: [
          {
            id: '0',
            href: '/a?b',
            status: 200,
            headers: { 'content-type': 'application/json' },
            body: {
              method: 'GET',
              url: '/a?b',
              headers: { host: 'photos.example', cookie: 's=1', 'x-forwarded-for': '192.0.2.1' },
              body: '',
            },
          },
          {
            id: 'b',
            href: '/b',
            status: 200,
            headers: { 'content-type': 'application/json' },
            body: {
              method: 'POST',
              url: '/b',
              headers: {
                host: 'photos.example',
                cookie: 's=1',
                'x-forwarded-for': '192.0.2.1',
                'x-own': '1',
                'content-type': 'application/json',
              },
              body: '{"c":2}',
            },
          },
        ],
      },
    });
  });

  test.each([
    ['application/xml', 'application/xml; charset=utf-8'],
    ['text/xml', 'text/xml; charset=utf-8'],
  ])('answers in %s if that is accepted', async (accept, contentType) => {
    const { headers, body } = await send({ text: ONE, headers: { accept } });
    expect(headers['content-type']).toBe(contentType);
    expect(isWellFormedMultistatus(body)).toBe(true);
  });

  test('answers in defaultFormat if the client has no preference', async () => {
    const { headers } = await send({ text: ONE, headers: { accept: '*/*' } }, { defaultFormat: 'xml' });
    expect(headers['content-type']).toBe('application/xml; charset=utf-8');
  });

  test('places a repeated href under its own path, without query and last slash', async () => {
    const twice = JSON.stringify({ requests: [...Array(2)].map(() => ({ method: 'GET', url: '/a' })) });
    const { body } = await send({ text: twice, url: '/api/batch/?x=/', headers: { accept: 'text/xml' } });
    expect(body).toContain('<D:href>/api/batch/operations/1</D:href>');
  });

  test.each(['GET', 'HEAD', 'OPTIONS'])('tells by %s what it takes', async (method) => {
    const response = await send({ method }, { limits: { maxOperations: 5 } });
    expect(response).toMatchObject({
      status: 200,
      headers: { 'cache-control': 'max-age=300', allow: 'GET, HEAD, OPTIONS, POST, QUERY' },
    });
    expect(JSON.parse(response.body)).toMatchObject({
      limits: { maxOperations: 5, concurrency: 100 },
      accept: ['application/json', ...NDJSON_TYPES],
      formats: ['application/json', 'application/xml', 'text/xml', ...NDJSON_TYPES],
      basePath: '',
    });
  });

  test('decides in this order, and nothing runs before all is decided', async () => {
    const dispatch = jest.fn(echo);
    const options = { limits: { maxOperations: 1, maxBodyBytes: 200 } };
    const wrong = { method: 'PUT', 'content-type': 'text/plain', accept: 'image/png', text: 'x'.repeat(201) };
    const steps: [fix: Partial<typeof wrong>, status: number, slug: string][] = [
      [{}, 405, 'method-not-allowed'],
      [{ method: 'POST' }, 415, 'unsupported-media-type'],
      [{ 'content-type': 'application/json' }, 413, 'limit-exceeded'],
      [{ text: '{' }, 400, 'malformed-json'],
      [{ text: '{"requests":[1,2]}' }, 400, 'invalid-batch'],
      [{ text: ONE.replace('}]', '},{"method":"GET","url":"/"}]') }, 413, 'limit-exceeded'],
      [{ text: ONE }, 406, 'not-acceptable'],
    ];
    let sent = wrong;
    for (const [fix, status, slug] of steps) {
      sent = { ...sent, ...fix };
      const { method, text, accept, 'content-type': contentType } = sent;
      const headers = { accept, 'content-type': contentType };
      const response = await send({ method, text, headers }, options, dispatch);
      expect([response.status, slugOf(response)]).toEqual([status, slug]);
      expect(response.headers).toMatchObject({
        'content-type': 'application/problem+json; charset=utf-8',
        vary: 'Accept',
        'cache-control': 'no-store',
      });
    }
    expect(dispatch).not.toHaveBeenCalled();
  });

  test('refuses in XML where that is what is accepted', async () => {
    const response = await send({ text: '{', headers: { accept: 'application/xml' } });
    expect(response.headers['content-type']).toBe('application/problem+xml; charset=utf-8');
    expect(response.body).toContain('urn:multistatus:problem:malformed-json');
  });

  test.each([
    ['an unknown method', { method: 'PUT' }, { allow: 'GET, HEAD, OPTIONS, POST, QUERY' }],
    [
      'an unknown type',
      { headers: { 'content-type': 'text/plain' } },
      { accept: BATCH_TYPES, 'accept-post': BATCH_TYPES },
    ],
  ])('tells with the refusal of %s what would do', async (_what, envelope, headers) => {
    expect((await send(envelope)).headers).toMatchObject(headers);
  });

  test('lists with a 406 what there is', async () => {
    const response = await send({ text: ONE, headers: { accept: 'image/png' } });
    expect(JSON.parse(response.body)).toMatchObject({
      available: ['application/json', 'application/xml', 'text/xml', ...NDJSON_TYPES],
    });
  });

  test('does not run inside a batch', async () => {
    const response = await send({ text: ONE, isOperation: true });
    expect([response.status, slugOf(response)]).toEqual([403, 'nested-batch']);
  });

  test('puts cookies on the envelope, after those that it has, and into no document', async () => {
    const dispatch: Dispatch = async () => toAnswer({ headers: { 'set-cookie': ['a=1', 'b=2'] } });
    const { headers, body } = await send(
      { text: ONE, responseHeaders: { 'set-cookie': 'session=0' } },
      {},
      dispatch,
    );
    expect(headers['set-cookie']).toEqual(['session=0', 'a=1', 'b=2']);
    expect(body).not.toContain('cookie');
  });

  test('refuses a batch beyond maxConcurrentRequests, until one has ended', async () => {
    const errors: unknown[] = [];
    const onError = (error: unknown): unknown => errors.push(error);
    const batch = createBatchHandler({ limits: { maxConcurrentRequests: 1 }, onError });
    const waiting: (() => void)[] = [];
    const hold: Dispatch = () =>
      new Promise((resolve) => {
        waiting.push(() => resolve(toAnswer()));
      });
    const entered = new Promise<void>((resolve) => {
      void batch(toEnvelope({ text: ONE }), (request) => {
        resolve();
        return hold(request);
      });
    });
    await entered;
    const refused = asText(await batch(toEnvelope({ text: ONE }), echo));
    expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    expect(slugOf(refused)).toBe('no-capacity');
    for (const answer of waiting) answer();
    await new Promise((resolve) => setImmediate(resolve));
    expect((await batch(toEnvelope({ text: ONE }), () => Promise.reject(new Error('boom')))).status).toBe(
      207,
    );
    expect((await batch(toEnvelope({ text: ONE }), echo)).status).toBe(207);
    expect(errors).toEqual([new Error('boom')]);
  });

  test('keeps a fault of its own from the client, and tells onError', async () => {
    const errors: unknown[] = [];
    const unserialisable = { toJSON: () => JSON.parse('secret') as never };
    const response = await send(
      { body: { kind: 'parsed', value: unserialisable } },
      { onError: (error) => errors.push(error) },
    );
    expect([response.status, slugOf(response)]).toEqual([500, 'internal']);
    expect(response.body).not.toContain('secret');
    expect(errors).toEqual([expect.any(SyntaxError)]);
  });

  test.each<[label: string, create: () => unknown]>([
    ['()', () => createBatchHandler()],
    ['{}', () => createBatchHandler({})],
    ['undefined', () => createBatchHandler(undefined)],
    ['a null-prototype object', () => createBatchHandler(Object.create(null) as BatchOptions)],
  ])('takes %s for its options', (_label, create) => {
    expect(create()).toEqual(expect.any(Function));
  });

  test('refuses options when it is made, not when it is used', () => {
    expect(() => createBatchHandler({ limits: { concurrency: 0 } })).toThrow(RangeError);
    expect(() => createBatchHandler({ concurency: 1 } as BatchOptions)).toThrow(
      'did you mean limits.concurrency?',
    );
    expect(() => createBatchHandler({ path: '/' } as BatchOptions)).toThrow(TypeError);
    expect(() => createBatchHandler({ path: '/' } as BatchOptions, ['path'])).not.toThrow();
  });

  test('refuses a group where there are no transactions, before anything runs', async () => {
    const dispatch = jest.fn(echo);
    const text = JSON.stringify({
      requests: [
        { method: 'GET', url: '/a' },
        { method: 'GET', url: '/b', atomicityGroup: 'g' },
      ],
    });
    const response = await send({ text }, {}, dispatch);
    expect([response.status, slugOf(response)]).toEqual([501, 'transactions-not-supported']);
    expect(dispatch).not.toHaveBeenCalled();
    const transaction: BatchOptions['transaction'] = (_group, run) => run(1);
    expect((await send({ text }, { transaction }, dispatch)).status).toBe(207);
  });

  describe('stops at the first failure', () => {
    const failing: Dispatch = async ({ url }) => toAnswer({ status: url === '/a' ? 500 : 200 });
    const requests = ['/a', '/b'].map((url) => ({ method: 'GET', url }));
    const stopped = (response: TextResponse): boolean => response.body.includes(':stopped');

    test.each([
      [{}, undefined, false, undefined],
      [{ onError: 'stop' }, undefined, true, undefined],
      [{ onError: 'continue' }, undefined, false, undefined],
      [{}, 'continue-on-error=false', true, 'continue-on-error=false'],
      [{}, 'odata.continue-on-error=false', true, 'continue-on-error=false'],
      [{}, 'continue-on-error', false, undefined],
      [{ onError: 'continue' }, 'continue-on-error=false', false, undefined],
      [{ onError: 'stop' }, 'continue-on-error', true, undefined],
      [{ onError: 'stop', execution: 'parallel' }, undefined, true, undefined],
    ])('for %j with Prefer: %s: %s', async (members, prefer, stops, applied) => {
      const headers: Record<string, string> = prefer === undefined ? {} : { prefer };
      const response = await send({ text: JSON.stringify({ requests, ...members }), headers }, {}, failing);
      expect(stopped(response)).toBe(stops);
      expect(response.headers['preference-applied']).toBe(applied);
    });
  });

  test.each([
    [{}, {}, 2],
    [{ execution: 'sequential' }, {}, 1],
    [{}, { execution: 'sequential' }, 1],
    [{ execution: 'parallel' }, { execution: 'sequential' }, 2],
    [{ execution: 'parallel' }, { limits: { concurrency: 1 } }, 1],
    [{ onError: 'stop' }, {}, 1],
  ] as const)('runs for %j with the options %j at most %i at a time', async (members, options, most) => {
    let inside = 0;
    let peak = 0;
    const dispatch: Dispatch = async () => {
      inside += 1;
      peak = Math.max(peak, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
      return toAnswer();
    };
    const requests = [
      { method: 'GET', url: '/a' },
      { method: 'GET', url: '/b' },
    ];
    await send({ text: JSON.stringify({ requests, ...members }) }, options, dispatch);
    expect(peak).toBe(most);
  });

  describe('with Prefer: handling=strict', () => {
    const text = JSON.stringify({ requests: ['/a', '/b'].map((url) => ({ method: 'GET', url })) });
    const headers = { prefer: 'handling=strict' };

    test('is refused as a whole if one operation may not run, and nothing runs', async () => {
      const dispatch = jest.fn(echo);
      const allow = ({ url }: { url: string }): boolean => url !== '/b';
      const response = await send({ text, headers }, { allow }, dispatch);
      expect([response.status, slugOf(response)]).toEqual([403, 'not-allowed']);
      expect(response.headers['preference-applied']).toBe('handling=strict');
      expect(dispatch).not.toHaveBeenCalled();
      expect((await send({ text }, { allow }, dispatch)).status).toBe(207);
      expect(dispatch).toHaveBeenCalledTimes(1);
    });

    test('asks for each operation once', async () => {
      const allow = jest.fn(() => true);
      expect((await send({ text, headers }, { allow })).status).toBe(207);
      expect(allow).toHaveBeenCalledTimes(2);
    });

    test('tells that nothing has run where allow throws', async () => {
      const errors: unknown[] = [];
      const error = new Error('secret');
      const allow = (): boolean => {
        throw error;
      };
      const dispatch = jest.fn(echo);
      const response = await send(
        { text, headers },
        { allow, onError: (each) => void errors.push(each) },
        dispatch,
      );
      expect([response.status, slugOf(response)]).toEqual([500, 'internal']);
      expect(response.body).not.toContain('secret');
      expect(errors).toEqual([error]);
      expect(dispatch).not.toHaveBeenCalled();
      expect(JSON.parse(response.body)).toMatchObject({ executed: false });
    });

    test('is answered at batchTimeoutMs though allow hangs, and frees its place', async () => {
      const batch = createBatchHandler({
        allow: () => new Promise<boolean>(() => undefined),
        limits: { batchTimeoutMs: 5, operationTimeoutMs: 5, maxConcurrentRequests: 1 },
      });
      jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
      try {
        const statuses: number[] = [];
        const send = async (given: Record<string, string>): Promise<void> => {
          void batch(toEnvelope({ text, headers: given }), echo).then(({ status }) => statuses.push(status));
          await settled();
          jest.advanceTimersByTime(5);
          await settled();
        };
        await send(headers);
        expect(statuses).toHaveLength(1);
        await send({});
        expect(statuses).toEqual([expect.any(Number), 207]);
      } finally {
        jest.useRealTimers();
      }
    });
  });

  test('omits with Prefer: return=minimal the bodies of successes that change something', async () => {
    const requests = ['GET', 'POST'].map((method) => ({ method, url: '/a' }));
    const response = await send({
      text: JSON.stringify({ requests }),
      headers: { prefer: 'return=minimal' },
    });
    expect(response.headers).toMatchObject({
      'preference-applied': 'return=minimal',
      vary: 'Accept, Prefer',
    });
    const { responses } = JSON.parse(response.body) as { responses: { bodyOmitted?: string }[] };
    expect(responses.map(({ bodyOmitted }) => bodyOmitted)).toEqual([undefined, 'minimal']);
  });

  test('gives each unsafe operation a key of its own', async () => {
    const keys: unknown[] = [];
    const dispatch: Dispatch = async ({ headers }) => {
      keys.push(headers['idempotency-key']);
      return toAnswer();
    };
    const requests = [
      { id: 'a', method: 'POST', url: '/a' },
      { id: 'b', method: 'GET', url: '/b' },
      { id: 'c', method: 'PUT', url: '/c', headers: { 'Idempotency-Key': '"own"' } },
    ];
    await send(
      { text: JSON.stringify({ requests }), headers: { 'idempotency-key': '"8e03"' } },
      {},
      dispatch,
    );
    expect(keys).toEqual(['"8e03:a"', undefined, '"own"']);
  });

  test.each(['if-match', 'if-none-match', 'if-unmodified-since'])('refuses a batch with %s', async (name) => {
    const dispatch = jest.fn(echo);
    const response = await send({ text: ONE, headers: { [name]: '*' } }, {}, dispatch);
    expect([response.status, slugOf(response)]).toEqual([400, 'conditional-batch']);
    expect(response.body).toContain(name);
    expect(dispatch).not.toHaveBeenCalled();
  });

  describe('onOutcome', () => {
    test('hears of each outcome before the batch is answered, with the request of the batch', async () => {
      const heard: [id: string, status: number, request: unknown][] = [];
      const outer = {};
      await send(
        { text: ONE, outer },
        { onOutcome: ({ id, status }, request) => heard.push([id, status, request]) },
      );
      expect(heard).toEqual([['0', 200, outer]]);
      expect(heard[0]![2]).toBe(outer);
    });

    test.each([
      [
        'throws',
        () => {
          throw new Error('lost');
        },
      ],
      ['rejects', () => Promise.reject(new Error('lost'))],
    ])('that %s changes nothing, and onError hears', async (_how, hook) => {
      const onOutcome = hook as () => void;
      const errors: unknown[] = [];
      const response = await send({ text: ONE }, { onOutcome, onError: (error) => void errors.push(error) });
      expect(response.status).toBe(207);
      await new Promise((resolve) => setImmediate(resolve));
      expect(errors.map(String)).toEqual(['Error: lost']);
    });
  });

  test('runs every operation of one batch with the same id of it, and of another with another', async () => {
    const ids: string[] = [];
    const dispatch: Dispatch = async ({ context }) => {
      ids.push(context.batchId);
      return toAnswer();
    };
    const text = JSON.stringify({ requests: ['/a', '/b'].map((url) => ({ method: 'GET', url })) });
    await send({ text }, {}, dispatch);
    await send({ text }, {}, dispatch);
    expect(ids[0]).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect([ids[1] === ids[0], ids[3] === ids[2], ids[2] === ids[0]]).toEqual([true, true, false]);
  });

  test('answers anything that is sent with a 207 or a problem, and never rejects', async () => {
    // Mostly valid in each member, so that whole batches are valid often enough.
    const or = <T>(usual: fc.Arbitrary<T>, unusual: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
      fc.oneof({ arbitrary: usual, weight: 15 }, { arbitrary: unusual, weight: 1 });
    const anything = fc.oneof(fc.string({ unit: anyCharacter }), fc.jsonValue());
    const request = fc.record(
      {
        id: or(fc.stringMatching(/^[a-z]{8}$/), fc.constantFrom('a', '0', '__proto__', 5)),
        method: or(fc.constantFrom('POST', 'patch', 'PUT'), anything),
        url: or(fc.constantFrom('/a', '/b?c', '/%20', '/a'), anything),
        headers: or(fc.dictionary(fc.constantFrom('x-a', 'X-B'), fc.string()), fc.object()),
        body: fc.jsonValue(),
      },
      { requiredKeys: ['method', 'url'] },
    );
    const garbage = fc.oneof(
      fc.string({ unit: anyCharacter }),
      fc.json(),
      fc.array(or(request, anything), { maxLength: 4 }).map((requests) => JSON.stringify({ requests })),
    );
    const accept = or(fc.constantFrom('application/json', 'text/xml', '*/*'), fc.string());
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(garbage, accept, async (text, wanted) => {
        const { status, headers, body } = await send({ text, headers: { accept: String(wanted) } });
        statuses.add(status);
        const contentType = String(headers['content-type']);
        if (status === 207) expect(contentType).toMatch(/^(application\/json|application\/xml|text\/xml);/);
        else expect(contentType).toMatch(/^application\/problem\+(json|xml);/);
        if (contentType.includes('json')) {
          const document = JSON.parse(body) as { status?: number; responses?: unknown[] };
          if (status === 207) expect(document.responses).not.toHaveLength(0);
          else expect(document.status).toBe(status);
        }
        expect([207, 400, 406, 413]).toContain(status);
      }),
      { numRuns: 1_000 },
    );
    expect([...statuses]).toEqual(expect.arrayContaining([207, 400]));
  });
});

describe('a long batch', () => {
  test('hands each body on exactly as it was sent', async () => {
    const bodies = [
      `{ "a" : 1.0, "a": 1e400, "__proto__" : {"b":[${'1.50, '.repeat(40)}-0]} ,"c":"\\u0041\\/é😀" }`,
      `[${'"x"\t,'.repeat(60)}\r\n 123456789012345678901234567890]`,
      '"text"',
      '[]',
    ];
    const text = `{"requests":[${bodies.map((body) => `{"method":"POST","url":"/a","body": ${body} }`).join(',\n')}],"pad":0}`;
    const padded = text.replace(',"pad":0', `${' '.repeat(1_024)}`);
    const response = await send({ text: padded });
    const { responses } = JSON.parse(response.body) as { responses: { body: { body: string } }[] };
    expect(responses.map(({ body }) => body.body)).toEqual(bodies);
  });

  test('runs nothing if its last operation is refused, although it was read in many turns', async () => {
    let now = 0;
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => {
      now += 10;
      return now;
    });
    const dispatch = jest.fn(echo);
    const requests = Array.from({ length: 3_000 }, (_, id) => ({
      method: 'POST',
      url: id === 2_999 ? 'x' : `/${id}`,
      body: { text: 'x'.repeat(200) },
    }));
    const options = { limits: { maxOperations: 3_000 } };
    const response = await send({ text: JSON.stringify({ requests }) }, options, dispatch);
    clock.mockRestore();
    expect(slugOf(response)).toBe('invalid-batch');
    expect(dispatch).not.toHaveBeenCalled();
  });
});
