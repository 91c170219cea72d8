import { describe, expect, test } from '@jest/globals';
import {
  type BatchDecoder,
  type BatchOptions,
  bytesOf,
  type Format,
  type ItemDecoder,
  json,
} from '@multistatus/core';
import {
  createBatchEndpoint,
  createBulkHandler,
  type Dispatch,
  type EnvelopeResponse,
} from '@multistatus/core/adapter';
import { encode } from 'cbor-x';
import { z } from 'zod';
import { cbor } from '../../../formats/cbor.js';
import { toAnswer } from '../outcomes.js';
import { toEnvelope } from '../to-envelope.js';

/** A line for each operation: `<client id> <method> <URL relative to /api> <header>`. */
function lines(more: Partial<BatchDecoder> = {}): Format {
  return {
    name: 'lines',
    batch: {
      mediaTypes: ['text/plain'],
      decode: (body, { path }) => {
        const text = new TextDecoder().decode(bytesOf(body));
        const rows = text.split('\n').map((line) => line.split(' '));
        const requests = rows.map(([, method, url = '', header = 'x-none']) => ({
          method,
          url: new URL(url, `http://api${path}`).pathname,
          headers: { [header]: '1' },
        }));
        return {
          value: { requests: text === '' ? [] : requests },
          bodyOf: () => undefined,
          clientIdOf: (index) => rows[index]?.[0],
          refusalOf: (index) =>
            rows[index]?.[2]?.includes('circle')
              ? { type: 'about:blank', title: 'Circle', status: 409, executed: false }
              : undefined,
          mayBeEmpty: true,
          stopAfter: 2,
        };
      },
      deniedHeaders: 'drop',
      answerType: () => 'text/x-lines',
      isSuccess: (_operation, { status }) => (status === 404 ? true : undefined),
      toSchema: () => ({ type: 'string' }),
      ...more,
    },
    answer: {
      mediaTypes: ['text/x-lines'],
      order: 'request',
      encode: async ({ parts, summary }) => {
        const written: string[] = [];
        for await (const { response, outcome } of parts) {
          if (response.problem?.type.endsWith(':stopped')) continue;
          written.push(`${outcome?.operation.clientId} ${response.status}`);
        }
        const pieces = [written.join('\n'), `\n${summary().succeeded} ok`];
        return {
          contentType: 'text/x-lines; v=1',
          status: 200,
          headers: { 'x-lines': '1' },
          body: toStream(pieces),
        };
      },
      toSchema: () => ({ type: 'string' }),
    },
    problem: {
      mediaType: 'text/x-problem',
      encode: async ({ status, detail }) => ({
        contentType: 'text/x-problem',
        body: new TextEncoder().encode(`${status} ${detail}`),
      }),
      toSchema: () => ({ type: 'string' }),
    },
  };
}

async function* toStream(pieces: readonly string[]): AsyncGenerator<string> {
  yield* pieces;
}

const dispatch: Dispatch = async ({ url, headers }) =>
  toAnswer({
    status: Number(/\d+$/.exec(url)?.[0] ?? 200),
    headers: { 'x-seen': Object.keys(headers).join() },
  });

async function send(
  text: string,
  options: BatchOptions = {},
  headers = {},
): Promise<EnvelopeResponse & { text: string }> {
  const { handle } = createBatchEndpoint({ formats: [lines()], ...options });
  const response = await handle(
    toEnvelope({ text, url: '/api/batch', headers: { 'content-type': 'text/plain', ...headers } }),
    dispatch,
  );
  const pieces: string[] = [];
  const { body } = response;
  if (typeof body === 'string' || body instanceof Uint8Array)
    pieces.push(Buffer.from(body as string).toString());
  else for await (const piece of body ?? []) pieces.push(String(piece));
  return { ...response, text: pieces.join('') };
}

describe('a format that the library does not have', () => {
  test('can have its own ids, URLs, rule of success and answer, regardless of Accept', async () => {
    const response = await send('<a> GET x/200\n<c> GET 404', {}, { accept: 'application/json' });
    expect(response.text).toBe('<a> 200\n<c> 404\n2 ok');
    expect(response).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/x-lines; v=1', 'x-lines': '1', vary: 'Accept' },
    });
  });

  test('can ignore denied headers', async () => {
    expect((await send('a GET 200 host')).text).toBe('a 200\n1 ok');
    const refusing = await send('a GET 200 host', { formats: [lines({ deniedHeaders: 'refuse' })] });
    expect(refusing.status).toBe(400);
  });

  test('can stop after a number of failures, and omit operations that were stopped', async () => {
    expect((await send('a GET 500\nb GET 200\nc GET 500\nd GET 200')).text).toBe('a 500\nb 200\nc 500\n1 ok');
  });

  test('can refuse a single operation', async () => {
    expect((await send('a GET circle\nb GET 200')).text).toBe('a 409\nb 200\n1 ok');
  });

  test('can allow a batch without operations', async () => {
    expect((await send('')).text).toBe('\n0 ok');
  });

  test.each<[status: number, headers: Record<string, string>, method: string]>([
    [415, { 'content-encoding': 'gzip' }, 'POST'],
    [405, {}, 'PUT'],
    [400, { 'if-match': '*' }, 'POST'],
  ])('writes its own problem for %i, before anything was decoded', async (status, headers, method) => {
    const { handle } = createBatchEndpoint({ formats: [lines()] });
    const envelope = toEnvelope({
      text: 'a GET 200',
      method,
      headers: { 'content-type': 'text/plain', ...headers },
    });
    const response = await handle(envelope, dispatch);
    expect(response.headers['content-type']).toBe('text/x-problem');
    expect(Buffer.from(response.body as Uint8Array).toString()).toMatch(new RegExp(`^${status} `));
  });

  test('lists its media types in the discovery document', async () => {
    const { handle } = createBatchEndpoint({ formats: [cbor(), lines()] });
    const { body, headers } = await handle(toEnvelope({ method: 'GET' }), dispatch);
    expect(headers['accept-post']).toBe('application/cbor, text/plain');
    expect(JSON.parse(body as string)).toMatchObject({
      accept: ['application/cbor', 'text/plain'],
      formats: ['application/cbor', 'text/x-lines'],
    });
  });

  test('its problem is written as JSON if it fails to write it, and a failure to write an answer is an error', async () => {
    const fail = (): never => {
      throw new Error('hidden');
    };
    const errors: unknown[] = [];
    const { problem, answer, ...rest } = lines();
    if (problem === undefined || answer === undefined) throw new TypeError('lines() has both');
    const formats = [{ ...rest, answer: { ...answer, encode: fail }, problem: { ...problem, encode: fail } }];
    const { text, status } = await send('a GET 200', {
      formats,
      onError: (error) => void errors.push(error),
    });
    expect(status).toBe(500);
    expect(text).toContain('urn:multistatus:problem:internal');
    expect(text).not.toContain('hidden');
    expect(errors).toHaveLength(2);
  });
});

describe('a list in a format of its own', () => {
  const text = (name: string, items: ItemDecoder): Format => ({ name, items });
  const toSchema = (): Record<string, unknown> => ({ type: 'string' });
  const formats = [
    json(),
    text('list', {
      kind: 'list',
      mediaTypes: ['text/x-list'],
      decode: (body) => ({
        items: new TextDecoder()
          .decode(bytesOf(body))
          .split(',')
          .map((value) => ({ value })),
        pointer: [],
      }),
      toSchema,
    }),
    text('stream', {
      kind: 'stream',
      mediaTypes: ['text/x-stream'],
      async *decode(stream) {
        for await (const chunk of stream) {
          for (const value of new TextDecoder().decode(chunk as Uint8Array).split(',')) yield { value };
        }
      },
      toSchema,
    }),
  ];
  const item = z.string();

  test.each(['text/x-list', 'text/x-stream'])('is handled in %s, and maxItems holds', async (contentType) => {
    const handled: string[] = [];
    const handle = createBulkHandler({
      formats,
      item,
      handle: (each: string) => void handled.push(each),
      limits: { maxItems: 3 },
    });
    const post = (body: string): Promise<EnvelopeResponse> => {
      const envelope = toEnvelope({ text: body, headers: { 'content-type': contentType } });
      return handle({ envelope, extra: {}, message: {} });
    };
    expect((await post('a,b,c')).body).toContain('"total":3,"succeeded":3');
    expect(handled).toEqual(['a', 'b', 'c']);
    const { status, body } = await post('d,e,f,g');
    expect(status).toBe(contentType === 'text/x-list' ? 413 : 207);
    expect(body).toContain('"limit":"maxItems","max":3,"actual":4');
    expect(handled).not.toContain('g');
  });
});

describe('cbor', () => {
  const endpoint = createBatchEndpoint({ formats: [cbor()] });
  const post = (bytes: Uint8Array): Promise<EnvelopeResponse> =>
    endpoint.handle(
      toEnvelope({ headers: { 'content-type': 'application/cbor' }, body: { kind: 'parsed', value: bytes } }),
      async ({ body }) => toAnswer({ headers: { 'content-type': 'image/png' }, body: body ?? '' }),
    );

  test('sends and receives bytes as byte strings', async () => {
    const body = Uint8Array.from({ length: 256 }, (_, index) => index);
    const { body: answered } = await post(encode({ requests: [{ method: 'PUT', url: '/a', body }] }));
    expect(Buffer.from(answered as Uint8Array).includes(Buffer.from(body))).toBe(true);
  });

  test.each<[what: string, bytes: Uint8Array]>([
    ['nothing', new Uint8Array(0)],
    ['bytes that are not CBOR', Uint8Array.of(0xff, 0x00)],
    ['arrays that nest 100 000 deep', new Uint8Array(100_000).fill(0x81)],
  ])('refuses %s', async (_what, bytes) => {
    const { status, headers, body } = await post(bytes);
    expect([status, headers['content-type']]).toEqual([400, 'application/problem+cbor']);
    expect(Buffer.from(body as Uint8Array).includes('malformed-batch')).toBe(true);
  });

  test('refuses a body that JSON cannot express', async () => {
    const { status, body } = await post(
      encode({ requests: [{ method: 'PUT', url: '/a', body: 2n ** 70n }] }),
    );
    expect(status).toBe(400);
    expect(Buffer.from(body as Uint8Array).includes('not-json')).toBe(true);
  });
});
