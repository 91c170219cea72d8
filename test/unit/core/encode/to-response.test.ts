import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { answerOutcomes } from '#core/encode/answer-outcomes.js';
import type { Outcome } from '#core/operation/outcome.js';
import { anyCharacter } from '../../../support/any-character.js';
import { isWellFormedMultistatus } from '../is-well-formed-multistatus.js';
import { toAnswered, toUnanswered } from '../outcomes.js';
import { type ExchangeSettings, toExchange } from '../to-exchange.js';

const SETTINGS: ExchangeSettings = {
  responseHeaders: { vary: 'Accept', 'x-frame-options': 'DENY', 'x-two': ['a', 'b'], 'x-number': 5 },
};

/** Returns the text of the answer with these outcomes. */
async function encodeOutcomes(outcomes: readonly Outcome[], settings: ExchangeSettings): Promise<string> {
  const { body } = await answerOutcomes(outcomes, toExchange(settings));
  return body as string;
}

interface ReadResponse {
  readonly href: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: unknown;
}

async function read(...outcomes: Outcome[]): Promise<{ summary: unknown; responses: ReadResponse[] }> {
  return JSON.parse(await encodeOutcomes(outcomes, SETTINGS)) as never;
}

async function headersLeft(headers: Record<string, string | string[]>): Promise<unknown> {
  return (await read(toAnswered({ headers }))).responses[0]?.headers ?? {};
}

describe('the response of an outcome', () => {
  test('writes a response for each outcome, in order, after the summary', async () => {
    const problem = { type: 'about:blank', title: 'Late', status: 504, executed: 'unknown' as const };
    expect(
      await read(
        toAnswered(
          { status: 201, headers: { location: '/b/1', 'content-type': 'application/json' }, body: '{"a":1}' },
          { id: 'b', url: '/b' },
        ),
        toAnswered({ status: 304 }, { index: 1 }),
        toUnanswered('failed', problem, { index: 2 }),
        toUnanswered('skipped', { ...problem, status: 503 }, { index: 3 }),
        toAnswered({ status: 207 }, { index: 4 }),
      ),
    ).toEqual({
      summary: { total: 5, succeeded: 1, failed: 3, other: 1 },
      responses: [
        {
          id: 'b',
          href: '/b/1',
          status: 201,
          headers: { location: '/b/1', 'content-type': 'application/json' },
          body: { a: 1 },
        },
        { id: '1', href: '/1', status: 304 },
        {
          id: '2',
          href: '/2',
          status: 504,
          headers: { 'content-type': 'application/problem+json' },
          body: problem,
        },
        {
          id: '3',
          href: '/3',
          status: 503,
          headers: { 'retry-after': '1', 'content-type': 'application/problem+json' },
          body: { ...problem, status: 503 },
        },
        { id: '4', href: '/4', status: 207 },
      ],
    });
  });

  test.each([
    'date',
    'content-length',
    'x-powered-by',
    'set-cookie',
    'keep-alive',
    'transfer-encoding',
    'te',
  ])('omits %s', async (name) => {
    expect(await headersLeft({ [name]: 'x', etag: '"1"' })).toEqual({ etag: '"1"' });
  });

  test('omits the headers that Connection lists', async () => {
    expect(
      await headersLeft({ connection: 'X-Hop , x-other', 'x-hop': '1', 'x-other': '2', etag: '"1"' }),
    ).toEqual({
      etag: '"1"',
    });
  });

  test('omits headers that the envelope has with the same value, and no others', async () => {
    const same = { vary: 'Accept', 'x-frame-options': 'DENY', 'x-two': ['a', 'b'], 'x-number': '5' };
    expect(await headersLeft(same)).toEqual({});
    const different = { vary: 'Origin', 'x-frame-options': 'SAMEORIGIN', 'x-two': ['a'], 'x-number': '6' };
    expect(await headersLeft(different)).toEqual(different);
  });

  test('keeps the content type, even if the envelope has the same', async () => {
    const context = { ...SETTINGS, responseHeaders: { 'content-type': 'application/json' } };
    const headers = { 'content-type': 'application/json' };
    expect(JSON.parse(await encodeOutcomes([toAnswered({ headers, body: '1' })], context))).toMatchObject({
      responses: [{ headers }],
    });
  });

  test.each(['undefined', 'null', '[object Object]', ''])(
    'keeps a header whose value is %j',
    async (value) => {
      expect(await headersLeft({ 'x-a': value })).toEqual({ 'x-a': value });
    },
  );

  test('keeps headers that are named like members of Object.prototype', async () => {
    const headers = Object.fromEntries([
      ['constructor', 'a'],
      ['__proto__', 'b'],
    ]);
    expect(JSON.stringify(await headersLeft(headers))).toBe('{"constructor":"a","__proto__":"b"}');
  });

  test('reports that a body was too large', async () => {
    expect((await read(toAnswered({ isBodyTooLarge: true }))).responses[0]).toEqual({
      id: '0',
      href: '/0',
      status: 200,
      bodyOmitted: 'too-large',
    });
  });

  test('JSON from a target cannot break out of its member', async () => {
    const body = '{"a":1}],"summary":{"failed":9},"x":[{}';
    const answer = { headers: { 'content-type': 'application/json' }, body };
    expect((await read(toAnswered(answer))).responses[0]).toMatchObject({ body, bodyEncoding: 'text' });
  });

  test('writes XML with an element for the Location and one href per response', async () => {
    const answer = { status: 201, headers: { location: '/a/1' } };
    const text = await encodeOutcomes([toAnswered(answer), toAnswered(answer, { index: 1 })], {
      ...SETTINGS,
      mediaType: 'application/xml',
    });
    expect(text).toContain('<D:href>/a/1</D:href>');
    expect(text).toContain('<D:href>/batch/operations/1</D:href>');
    expect(text).toContain('<D:location><D:href>/a/1</D:href></D:location>');
  });

  describe('headers.case: canonical', () => {
    const context: ExchangeSettings = {
      ...SETTINGS,
      options: { headers: { case: 'canonical' } },
    };

    test('writes the names of headers in the case that Graph clients expect', async () => {
      const headers = { 'content-type': 'text/plain', etag: '"1"', 'x-a': ['1', '2'] };
      expect(JSON.parse(await encodeOutcomes([toAnswered({ headers })], context))).toMatchObject({
        responses: [{ headers: { 'Content-Type': 'text/plain', ETag: '"1"', 'X-A': ['1', '2'] } }],
      });
    });

    test.each([424, 503])('also if the batch itself answers %i', async (status) => {
      const text = await encodeOutcomes([toUnanswered('skipped', { status })], context);
      const { responses } = JSON.parse(text) as { responses: [ReadResponse] };
      expect(responses[0].headers).toEqual({
        ...(status === 503 ? { 'Retry-After': '1' } : {}),
        'Content-Type': 'application/problem+json',
      });
    });
  });

  describe('headers.expose', () => {
    const exposed = { expose: ['etag', 'vary', 'connection', 'set-cookie'] };
    const context: ExchangeSettings = { ...SETTINGS, options: { headers: exposed } };

    test('keeps the headers that it names, even if the envelope has the same, and the content type', async () => {
      const headers = {
        etag: '"1"',
        vary: 'Accept',
        'content-type': 'text/plain',
        'x-a': '1',
        location: '/x',
      };
      expect(JSON.parse(await encodeOutcomes([toAnswered({ headers })], context))).toMatchObject({
        responses: [{ headers: { etag: '"1"', vary: 'Accept', 'content-type': 'text/plain' } }],
      });
    });

    test('omits headers of the connection, and cookies unless the option cookies includes them', async () => {
      const headers = { connection: 'close', 'set-cookie': 'a=1', etag: '"1"' };
      const read = async (more: ExchangeSettings): Promise<unknown> =>
        (
          JSON.parse(await encodeOutcomes([toAnswered({ headers })], { ...context, ...more })) as {
            responses: unknown[];
          }
        ).responses[0];
      expect(await read({})).toMatchObject({ headers: { etag: '"1"' } });
      expect(await read({})).not.toHaveProperty('headers.connection');
      expect(await read({})).not.toHaveProperty('headers.set-cookie');
      expect(await read({ options: { headers: exposed, cookies: 'include' } })).toHaveProperty(
        'headers.set-cookie',
        'a=1',
      );
    });
  });

  test('isMinimal omits the bodies of successes other than GET and HEAD, and of no failure', async () => {
    const body = { headers: { 'content-type': 'text/plain' }, body: 'x' };
    const context: ExchangeSettings = { ...SETTINGS, isMinimal: true };
    const outcomes = [
      toAnswered(body, { method: 'POST' }),
      toAnswered(body, { method: 'GET' }),
      toAnswered({ ...body, status: 409 }, { method: 'POST' }),
      toAnswered({ ...body, status: 302 }, { method: 'POST' }),
      toAnswered({}, { method: 'POST' }),
      toUnanswered('skipped', {}, { method: 'POST' }),
    ];
    const { responses } = JSON.parse(await encodeOutcomes(outcomes, context)) as {
      responses: (ReadResponse & { bodyOmitted?: string })[];
    };
    expect(responses.map((each) => [each.body !== undefined, each.bodyOmitted])).toEqual([
      [false, 'minimal'],
      [true, undefined],
      [true, undefined],
      [true, undefined],
      [false, undefined],
      [true, undefined],
    ]);
  });

  test('keeps Retry-After, even if the envelope has the same', async () => {
    const context = { ...SETTINGS, responseHeaders: { 'retry-after': '5' } };
    const headers = { 'retry-after': '5' };
    expect(JSON.parse(await encodeOutcomes([toAnswered({ status: 429, headers })], context))).toMatchObject({
      responses: [{ headers }],
    });
  });

  test('writes a detail with characters that JSON or XML does not allow', async () => {
    const outcome = toUnanswered('skipped', { detail: 'a\ud800\u0000\uffff' });
    expect((await read(outcome)).responses).toHaveLength(1);
    expect(
      isWellFormedMultistatus(await encodeOutcomes([outcome], { ...SETTINGS, mediaType: 'text/xml' })),
    ).toBe(true);
  });

  test('never throws, whatever the targets answered, and JSON and XML can be read', async () => {
    const text = fc.string({ unit: anyCharacter, maxLength: 12 });
    const outcome = fc
      .record({
        status: fc.integer({ min: 200, max: 599 }),
        headers: fc.dictionary(
          fc.constantFrom('location', 'content-type', 'etag', 'connection', 'set-cookie', '__proto__', 'x-a'),
          fc.oneof(text, fc.array(text, { minLength: 2, maxLength: 2 })),
        ),
        body: fc.oneof(fc.json(), text, fc.uint8Array({ maxLength: 8 })),
        isBodyTooLarge: fc.boolean(),
      })
      .map((answer) => toAnswered(answer));
    await fc.assert(
      fc.asyncProperty(fc.array(outcome, { maxLength: 4 }), async (outcomes) => {
        expect((await read(...outcomes)).responses).toHaveLength(outcomes.length);
        const xml = await encodeOutcomes(outcomes, { ...SETTINGS, mediaType: 'text/xml' });
        expect(isWellFormedMultistatus(xml)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
