import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import createError from 'http-errors';
import { created, respond } from '#core/bulk/item-response.js';
import { toOperationAnswer } from '#core/bulk/to-operation-answer.js';

interface Told {
  readonly status: number;
  readonly headers: unknown;
  readonly body: string;
}

function tell(given: unknown): Told {
  const { status, headers, body } = toOperationAnswer(given);
  return { status, headers, body: Buffer.from(body).toString() };
}

function withMembers(error: Error, members: object): Error {
  return Object.assign(error, members);
}

describe('a value', () => {
  const json = { 'content-type': 'application/json' };

  test.each([
    ['nothing', undefined, { status: 204, headers: {}, body: '' }],
    ['null', null, { status: 200, headers: json, body: 'null' }],
    ['false', false, { status: 200, headers: json, body: 'false' }],
    ['zero', 0, { status: 200, headers: json, body: '0' }],
    ['an empty text', '', { status: 200, headers: json, body: '""' }],
    ['an object', { id: 1 }, { status: 200, headers: json, body: '{"id":1}' }],
    [
      'what looks like an answer, and is none',
      { status: 404 },
      { status: 200, headers: json, body: '{"status":404}' },
    ],
    ['a date', new Date(0), { status: 200, headers: json, body: '"1970-01-01T00:00:00.000Z"' }],
    [
      'created()',
      created('/a', { id: 1 }),
      { status: 201, headers: { location: '/a', ...json }, body: '{"id":1}' },
    ],
    ['created() without a value', created('/a'), { status: 201, headers: { location: '/a' }, body: '' }],
    ['respond()', respond({ status: 202 }), { status: 202, headers: {}, body: '' }],
    ['respond() of null', respond({ status: 200, body: null }), { status: 200, headers: json, body: 'null' }],
    ['respond() of a text', respond({ status: 200, body: 'a' }), { status: 200, headers: json, body: '"a"' }],
    [
      'respond() of a text of its own type',
      respond({ status: 200, headers: { 'Content-Type': 'text/plain' }, body: 'a' }),
      { status: 200, headers: { 'content-type': 'text/plain' }, body: 'a' },
    ],
    [
      'respond() of bytes',
      respond({ status: 200, body: Buffer.from('a') }),
      { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: 'a' },
    ],
    [
      'respond() of a field that occurs twice',
      respond({ status: 200, headers: { Link: ['<a>', '<b>'] } }),
      { status: 200, headers: { link: ['<a>', '<b>'] }, body: '' },
    ],
  ])('%s', (_title, given, told) => {
    expect(tell(given)).toEqual(told);
  });

  test('is what JSON.stringify makes of it, for any JSON value', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => expect(tell(value).body).toBe(JSON.stringify(value))));
  });

  const circular: Record<string, unknown> = {};
  circular['self'] = circular;
  test.each([
    ['a BigInt', 1n],
    ['a BigInt inside', { id: 1n }],
    ['a circular object', circular],
    ['a function', () => 1],
    ['a symbol', Symbol('a')],
    ['what gives no JSON of itself', { toJSON: () => undefined }],
    ['respond() of a BigInt', respond({ status: 200, body: 1n })],
    ['created() of a function', created('/a', () => 1)],
  ])('%s is thrown for', (_title, given) => {
    expect(() => toOperationAnswer(given)).toThrow(TypeError);
  });
});

test.each([undefined, null, 7])('created() refuses %p as path', (href) => {
  expect(() => created(href as never)).toThrow(
    new TypeError(`created() needs the path of the resource, such as '/photos/7', got ${href}`),
  );
});

test('an error with a status that has no name is a problem without a title', () => {
  const { body } = tell(Object.assign(new Error('secret'), { status: 418 }));
  expect(JSON.parse(body)).toEqual({ type: 'about:blank', status: 418 });
});

test('created() gives a Location that a header can carry', () => {
  expect(tell(created('/photos/\u0444\u043e\u0442\u043e')).headers).toEqual({
    location: '/photos/%D1%84%D0%BE%D1%82%D0%BE',
  });
});

describe('respond()', () => {
  test.each([200, 201, 204, 304, 399, 400, 599])('takes %d', (status) => {
    expect(tell(respond({ status })).status).toBe(status);
  });

  test.each([100, 103, 199, 600, 0, -1, 200.5, Number.NaN, '200', null, undefined])(
    'refuses %p',
    (status) => {
      expect(() => respond({ status: status as number })).toThrow(RangeError);
    },
  );

  test('leaves out a header without a value', () => {
    const headers = { etag: undefined, 'x-null': null, 'x-count': 5 } as unknown as Record<string, string>;
    expect(tell(respond({ status: 200, headers })).headers).toEqual({ 'x-count': '5' });
  });

  test.each([
    ['a value with CR LF', { 'x-a': 'b\r\nset-cookie: c=d' }],
    ['a value with NUL', { 'x-a': 'b\0' }],
    ['one of several values with LF', { link: ['a', 'b\nc'] }],
    ['a name with CR LF', { 'x-a\r\nx-b': 'c' }],
    ['a name with a space', { 'x a': 'c' }],
    ['an empty name', { '': 'c' }],
    ['a Set-Cookie with CR LF', { 'set-cookie': 'a=b\r\nlocation: //evil' }],
    ['a value outside of Latin-1', { 'x-a': '\u20ac' }],
  ])('%s is refused, as over a socket', (_title, headers) => {
    expect(() =>
      toOperationAnswer(respond({ status: 200, headers: headers as Record<string, string> })),
    ).toThrow(TypeError);
  });
});

describe('an error', () => {
  test.each([
    ['of http-errors, 4xx', createError(404, 'no photo 7'), 404, 'no photo 7'],
    ['of http-errors, 5xx', createError(503, 'database db7 is down'), 503, undefined],
    ['with status and without expose', withMembers(new Error('secret'), { status: 409 }), 409, undefined],
    ['with statusCode', withMembers(new Error('shown'), { statusCode: 410, expose: true }), 410, 'shown'],
    [
      'with expose that is merely true-ish',
      withMembers(new Error('secret'), { status: 400, expose: 'yes' }),
      400,
      undefined,
    ],
  ])('%s', (_title, error, status, detail) => {
    const told = tell(error);
    expect(told).toMatchObject({ status, headers: { 'content-type': 'application/problem+json' } });
    expect(JSON.parse(told.body)).toEqual({
      type: 'about:blank',
      title: expect.stringMatching(/^[A-Z]/),
      status,
      ...(detail === undefined ? {} : { detail }),
    });
  });

  test('brings its headers', () => {
    const error = createError(429, 'slower', { headers: { 'Retry-After': 7 } });
    expect(tell(error).headers).toEqual({ 'retry-after': '7', 'content-type': 'application/problem+json' });
  });

  test('has the phrase of its status for a title (RFC 9457 section 4.2.1)', () => {
    for (const status of [400, 404, 409, 422, 423, 424, 429, 500, 501, 502, 503, 504, 507]) {
      const { body } = tell(withMembers(new Error('x'), { status }));
      expect((JSON.parse(body) as { title: string }).title).toMatch(/^[A-Z]/);
    }
  });

  test.each([
    ['without a status', new Error('secret')],
    ['with a status of success', withMembers(new Error('secret'), { status: 200 })],
    ['with a status of redirection', withMembers(new Error('secret'), { status: 302 })],
    ['with a text for a status', withMembers(new Error('secret'), { status: '404' })],
    ['with NaN', withMembers(new Error('secret'), { status: Number.NaN })],
    ['with 600', withMembers(new Error('secret'), { status: 600 })],
    ['of a system call', withMembers(new Error('ENOENT'), { code: 'ENOENT', errno: -2 })],
  ])('%s is thrown on', (_title, error) => {
    expect(() => toOperationAnswer(error)).toThrow(error);
  });
});
