import { describe, expect, test } from '@jest/globals';
import { BatchProblem, type Format, json, ndjson } from '@multistatus/core';
import { createBatchEndpoint, createBulkHandler, type EnvelopeResponse } from '@multistatus/core/adapter';
import { toAnswer } from '../outcomes.js';
import { settled } from '../settled.js';
import { toEnvelope } from '../to-envelope.js';

const toSchema = (): object => ({});
const DECODED = { value: { requests: [{ method: 'POST', url: '/a' }] }, bodyOf: () => undefined };
const ENCODED = { contentType: 'text/own', body: 'answered' };
const fail = (): never => {
  throw new Error('hidden');
};

/** A format that works, but for the members that a test replaces with ones that break its contract. */
function own(parts: { batch?: object; answer?: object; problem?: object }): Format {
  const batch = { mediaTypes: ['text/own'], decode: () => DECODED, toSchema, ...parts.batch };
  const answer = {
    mediaTypes: ['text/own'],
    order: 'request',
    encode: () => ENCODED,
    toSchema,
    ...parts.answer,
  };
  const problem = parts.problem && { mediaType: 'text/own', toSchema, ...parts.problem };
  return { name: 'own', batch, answer, problem } as unknown as Format;
}

interface Exchange {
  readonly response: EnvelopeResponse;
  readonly errors: readonly Error[];
  readonly dispatched: number;
}

async function send(format: Format): Promise<Exchange> {
  const errors: Error[] = [];
  let dispatched = 0;
  const { handle } = createBatchEndpoint({
    formats: [format],
    onError: (error) => void errors.push(error as Error),
  });
  const envelope = toEnvelope({ text: 'x', headers: { 'content-type': 'text/own' } });
  const response = await handle(envelope, async () => {
    dispatched += 1;
    return toAnswer();
  });
  return { response, errors, dispatched };
}

const JSON_500 = { status: 500, headers: { 'content-type': 'application/problem+json; charset=utf-8' } };

describe('a decoder that breaks its contract', () => {
  const decoding = (members: object): object => ({ decode: () => ({ ...DECODED, ...members }) });
  test.each<[what: string, batch: object]>([
    ['answerType throws', { answerType: fail }],
    ['answerType names a media type that nothing writes', { answerType: () => 'text/none' }],
    ['decode throws', { decode: fail }],
    ['decode rejects', { decode: async () => fail() }],
    ['decode returns undefined', { decode: () => undefined }],
    ['decode returns a number', { decode: () => 5 }],
    ['decode returns no bodyOf', decoding({ bodyOf: undefined })],
    ['bodyOf throws', decoding({ bodyOf: fail })],
    ['bodyOf returns null', decoding({ bodyOf: () => null })],
    ['bodyOf returns a promise', decoding({ bodyOf: async () => undefined })],
    ['bodyOf returns another kind', decoding({ bodyOf: () => ({ kind: 'xml', text: '<a/>' }) })],
    ['bodyOf returns a text without text', decoding({ bodyOf: () => ({ kind: 'text' }) })],
    ['bodyOf returns text as bytes', decoding({ bodyOf: () => ({ kind: 'bytes', bytes: 'abc' }) })],
    ['refusalOf throws', decoding({ refusalOf: fail })],
    ['refusalOf returns null', decoding({ refusalOf: () => null })],
    ['refusalOf returns no status', decoding({ refusalOf: () => ({ type: 'about:blank', title: 'No' }) })],
    [
      'refusalOf returns a success',
      decoding({ refusalOf: () => ({ type: 'a:b', title: 'No', status: 200 }) }),
    ],
    ['clientIdOf throws', decoding({ clientIdOf: fail })],
    ...[0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '2', null].map((stopAfter): [string, object] => [
      `stopAfter is ${JSON.stringify(stopAfter)} (${String(stopAfter)})`,
      decoding({ stopAfter }),
    ]),
  ])('is answered 500, and nothing runs: %s', async (_what, batch) => {
    const { response, errors, dispatched } = await send(own({ batch }));
    expect(response).toMatchObject(JSON_500);
    expect(JSON.parse(response.body as string)).toMatchObject({
      detail: 'The server failed to read the batch; nothing has run',
      executed: false,
    });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toBeInstanceOf(Error);
    expect(dispatched).toBe(0);
  });

  test('makes accept reject with a problem, which refuse answers', async () => {
    const errors: unknown[] = [];
    const { accept, refuse } = createBatchEndpoint({
      formats: [own({ batch: { answerType: fail } })],
      onError: (error) => void errors.push(error),
    });
    const envelope = toEnvelope({ text: 'x', headers: { 'content-type': 'text/own' } });
    const problem = await accept(envelope).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(BatchProblem);
    expect(await refuse(problem, envelope)).toMatchObject(JSON_500);
    expect(errors).toEqual([new Error('hidden')]);
  });

  test('may be asynchronous with a promise of its own', async () => {
    // biome-ignore lint/suspicious/noThenProperty: a promise of another library
    const thenable = { then: (resolve: (decoded: unknown) => void) => resolve(DECODED) };
    const { response, dispatched } = await send(own({ batch: { decode: () => thenable } }));
    expect([response.status, dispatched]).toEqual([207, 1]);
  });
});

const BROKEN: [what: string, encoded: unknown][] = [
  ['nothing', undefined],
  ['null', null],
  ['a number', 5],
  ['no content type', { body: '' }],
  ['no body', { contentType: 'text/own' }],
  ['a body that is a list', { ...ENCODED, body: ['a'] }],
  ['a content type of two lines', { ...ENCODED, contentType: 'a/b\r\nx: y' }],
  ['status 204', { ...ENCODED, status: 204 }],
  ['status 99', { ...ENCODED, status: 99 }],
  ['no number as status', { ...ENCODED, status: Number.NaN }],
  ['a header with a name of two words', { ...ENCODED, headers: { 'x y': '1' } }],
  ['a header with two lines', { ...ENCODED, headers: { x: ['1', '2\n3'] } }],
  ['a header of the connection', { ...ENCODED, headers: { connection: 'upgrade' } }],
  ['a length of its own', { ...ENCODED, headers: { 'Content-Length': '9' } }],
];

describe('an encoder that breaks its contract', () => {
  test.each(BROKEN)('is answered 500: an answer with %s', async (_what, encoded) => {
    for (const order of ['request', 'completion']) {
      const { response, errors, dispatched } = await send(own({ answer: { order, encode: () => encoded } }));
      expect(response).toMatchObject(JSON_500);
      expect(errors.map(({ message }) => message)).toEqual([
        expect.stringContaining('encode of the format own must return { contentType, body }: '),
      ]);
      expect(dispatched).toBe(1);
    }
  });

  test('is answered 500: an answer whose pieces fail before the first', async () => {
    async function* pieces(): AsyncGenerator<string> {
      yield fail();
    }
    const { response, errors } = await send(
      own({ answer: { encode: () => ({ ...ENCODED, body: pieces() }) } }),
    );
    expect(response).toMatchObject(JSON_500);
    expect(errors).toEqual([new Error('hidden')]);
  });

  test('may write in pieces, and learns when nobody reads them any more', async () => {
    const ended: string[] = [];
    async function* pieces(): AsyncGenerator<string> {
      try {
        yield 'a';
        yield 'b';
      } finally {
        ended.push('ended');
      }
    }
    const format = own({ answer: { encode: () => ({ ...ENCODED, body: pieces() }) } });
    const read: unknown[] = [];
    const body = (await send(format)).response.body as AsyncIterable<string>;
    for await (const piece of body) read.push(piece);
    expect(read).toEqual(['a', 'b']);
    const unread = (await send(format)).response.body as AsyncIterable<string>;
    await unread[Symbol.asyncIterator]().return?.();
    expect(ended).toEqual(['ended', 'ended']);
  });

  test.each(BROKEN)('is replaced by JSON: a problem with %s', async (_what, encoded) => {
    const format = own({ batch: { decode: fail }, problem: { encode: async () => encoded } });
    const { response, errors } = await send(format);
    expect(response).toMatchObject(JSON_500);
    expect(errors.map(({ message }) => message)).toEqual([
      'hidden',
      expect.stringContaining('problem.encode of the format own must return { contentType, body }: '),
    ]);
  });
});

test('a batch whose answer cannot be streamed has its place until it ends', async () => {
  let answer = (): void => undefined;
  const running = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const { handle } = createBatchEndpoint({
    formats: [own({ answer: { order: 'completion', encode: fail } })],
    limits: { maxConcurrentRequests: 1 },
    onError: () => undefined,
  });
  const post = async (): Promise<number> => {
    const envelope = toEnvelope({ text: 'x', headers: { 'content-type': 'text/own' } });
    return (await handle(envelope, () => running.then(() => toAnswer()))).status;
  };
  expect([await post(), await post()]).toEqual([500, 503]);
  answer();
  await settled();
  expect(await post()).toBe(500);
});

/** Options of a bulk endpoint that takes any item. */
const ANY_ITEM = {
  item: {},
  ajv: { compile: () => Object.assign(() => true, { errors: null }) } as never,
  handle: () => undefined,
};

test('a bulk endpoint whose format cannot write the answer is not full after that', async () => {
  const answer = { order: 'completion', encode: fail };
  const handle = createBulkHandler({
    ...ANY_ITEM,
    formats: [ndjson(), own({ answer })],
    limits: { maxConcurrentRequests: 1 },
    onError: () => undefined,
  });
  for (let request = 0; request < 3; request += 1) {
    const headers = { 'content-type': 'application/x-ndjson', accept: 'text/own' };
    const envelope = toEnvelope({ text: '1\n', headers });
    expect(await handle({ envelope, extra: {}, message: {} })).toMatchObject(JSON_500);
  }
});

const GARBAGE: readonly unknown[] = [null, undefined, 5, {}, { slug: 'unknown', detail: '' }];

test.each(['application/json', 'application/x-ndjson'])(
  'an item that a format should not have returned is a 500 of its own in %s',
  async (accept) => {
    async function* items(): AsyncGenerator {
      yield* [{ value: 1 }, ...GARBAGE, { value: 2 }];
    }
    const part = { mediaTypes: ['text/own'], toSchema };
    for (const decoder of [
      { ...part, kind: 'stream', decode: items },
      {
        ...part,
        kind: 'list',
        decode: () => ({ items: [{ value: 1 }, ...GARBAGE, { value: 2 }], pointer: [] }),
      },
    ]) {
      const errors: unknown[] = [];
      const handle = createBulkHandler({
        ...ANY_ITEM,
        formats: [json(), ndjson(), { name: 'own', items: decoder } as unknown as Format],
        onError: (error) => void errors.push(error),
      });
      const envelope = toEnvelope({ text: 'x', headers: { 'content-type': 'text/own', accept } });
      const { body } = await handle({ envelope, extra: {}, message: {} });
      let text = '';
      if (typeof body === 'string') text = body;
      else for await (const piece of body as AsyncIterable<string>) text += piece;
      expect(text).toContain('"summary":{"total":7,"succeeded":2,"failed":5,"other":0}');
      expect(errors).toHaveLength(GARBAGE.length);
    }
  },
);

test('a bulk endpoint answers 500 if the format of the list fails to choose the answer', async () => {
  const errors: unknown[] = [];
  const handle = createBulkHandler({
    ...ANY_ITEM,
    formats: [json(), own({ batch: { answerType: fail } })],
    onError: (error) => void errors.push(error),
  });
  const envelope = toEnvelope({ text: '[1]', headers: { 'content-type': 'text/own' } });
  const response = await handle({ envelope, extra: {}, message: {} });
  expect(response).toMatchObject(JSON_500);
  expect(errors).toEqual([new Error('hidden')]);
});
