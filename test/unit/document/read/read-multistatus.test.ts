import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import {
  isMultistatusError,
  type Multistatus,
  MultistatusError,
  type MultistatusReading,
  type MultistatusResponse,
  type MultistatusSource,
  readMultistatus,
  toReading,
} from '@multistatus/document';
import { readXml } from '@multistatus/document/xml-reader';

const XML =
  '<?xml version="1.0" encoding="utf-8"?><multistatus xmlns="DAV:"><response><href>/é</href>' +
  '<status>HTTP/1.1 200 OK</status></response></multistatus>';
const JSON_TEXT = '{"responses":[{"href":"/é","status":200}]}';
const MODEL: Multistatus = { responses: [{ href: '/é', status: 200 }] };

describe('sources', () => {
  const bytes = Buffer.from(XML);
  const single = [...bytes].map((byte) => Uint8Array.of(byte));
  const sources: Record<string, () => MultistatusSource> = {
    'a text': () => XML,
    bytes: () => new Uint8Array(bytes),
    'a Response': () => new Response(XML, { status: 207 }),
    'a Response with its type': () =>
      new Response(JSON_TEXT, { headers: { 'content-type': 'application/json' } }),
    'a ReadableStream of single bytes': () =>
      new ReadableStream({
        start: (controller) => {
          for (const byte of single) controller.enqueue(byte);
          controller.close();
        },
      }),
    'a Node stream': () => Readable.from(single),
    'a Node stream of text': () => Readable.from(XML.split('')),
    'a generator': () =>
      (async function* () {
        yield* single;
      })(),
    'what is like a Response': () => ({ headers: { get: () => 'text/xml' }, body: Readable.from([bytes]) }),
  };
  test.each(Object.entries(sources))('%s', async (_name, open) => {
    expect((await readMultistatus(open())).document).toEqual(MODEL);
  });

  test('a text in pieces, without a promise', () => {
    expect(readXml(XML.split(''))).toEqual(MODEL);
  });

  test('what can not be read from is a TypeError', async () => {
    for (const source of [null, 1, {}, [1], ['<', Buffer.from('a/>')]]) {
      await expect(readMultistatus(source as MultistatusSource)).rejects.toThrow(TypeError);
    }
  });

  test('what a stream throws passes through', async () => {
    const lost = new Error('connection lost');
    const source = (async function* () {
      yield XML.slice(0, 60);
      throw lost;
    })();
    await expect(readMultistatus(source)).rejects.toBe(lost);
  });

  test('a stream is cancelled at the first fault, and not read on', async () => {
    let pulls = 0;
    let isCancelled = false;
    const source = new ReadableStream<Uint8Array>(
      {
        pull: (controller) => {
          pulls += 1;
          controller.enqueue(Buffer.from('<a>'));
        },
        cancel: () => {
          isCancelled = true;
        },
      },
      { highWaterMark: 0 },
    );
    await expect(readMultistatus(source)).rejects.toThrow('X2');
    expect({ pulls, isCancelled }).toEqual({ pulls: 2, isCancelled: true });
  });
});

describe('the format', () => {
  test.each([
    ['application/xml', XML],
    ['text/xml; charset="utf-8"', XML],
    ['application/vnd.example+xml', XML],
    ['application/json', JSON_TEXT],
    ['application/problem+json; charset=utf-8', JSON_TEXT],
    ['text/plain', ` \n${JSON_TEXT}`],
    ['text/html', XML],
    ['', `\ufeff${XML}`],
    ['', `\ufeff${JSON_TEXT}`],
  ])('%s', async (contentType, text) => {
    const response = new Response(Buffer.from(text), { headers: { 'content-type': 'image/png' } });
    expect((await readMultistatus(response, { contentType })).document).toEqual(MODEL);
  });

  test('is that which the type says, if it says one', async () => {
    await expect(readMultistatus(XML, { contentType: 'application/json' })).rejects.toThrow('(json, line 1');
    await expect(readMultistatus(JSON_TEXT, { contentType: 'text/xml' })).rejects.toThrow('(X1, line 1');
  });
});

describe('encodings', () => {
  const declare = (encoding: string): string => XML.replace('utf-8', encoding);
  const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
  test.each<[string, Uint8Array, string?]>([
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${XML}`)],
    ['UTF-16LE with a byte order mark', Buffer.from(`\ufeff${declare('UTF-16')}`, 'utf16le')],
    ['UTF-16BE with a byte order mark', utf16be(`\ufeff${declare('utf-16')}`)],
    ['UTF-16LE without', Buffer.from(declare('utf-16'), 'utf16le')],
    ['UTF-16BE without', utf16be(declare('utf-16'))],
    ['UTF-16 JSON', utf16be(`\ufeff${JSON_TEXT}`)],
    ['ISO 8859-1, declared', Buffer.from(declare('iso-8859-1'), 'latin1')],
    ['ISO 8859-1, by the type', Buffer.from(XML, 'latin1'), 'text/xml; charset=ISO-8859-1'],
    ['a mark against the type', Buffer.from(`\ufeff${XML}`, 'utf16le'), 'text/xml; charset=utf-8'],
  ])('%s', async (...[, bytes, contentType]) => {
    expect((await readMultistatus(bytes, { contentType })).document).toEqual(MODEL);
    const single = [...bytes].map((byte) => Uint8Array.of(byte));
    expect((await readMultistatus(single, { contentType })).document).toEqual(MODEL);
  });

  test.each<[string, Uint8Array, string, string?]>([
    ['bytes that are no UTF-8', Buffer.from(XML, 'latin1'), 'X4, line 1, column 82'],
    [
      'a character that ends early',
      Buffer.from('{"responses":[]} é').subarray(0, -1),
      'X4, line 1, column 18',
    ],
    ['UTF-16 that is UTF-8', Buffer.from(declare('utf-16')), 'X4, line 1, column 1'],
    ['an unknown encoding', Buffer.from(declare('x-unknown')), 'X4, line 1, column 1'],
    ['an unknown charset', Buffer.from(XML), 'X4, line 1, column 1', 'text/xml; charset=ebcdic'],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0]), 'format, line 1, column 1'],
  ])('%s: a fault', async (...[, bytes, where, contentType]) => {
    await expect(readMultistatus(bytes, { contentType })).rejects.toThrow(where);
  });

  test('a place in the third line of a long document', async () => {
    const bytes = Buffer.from(`${' '.repeat(70_000)}\r\n\n<é\u00ff`, 'latin1');
    await expect(readMultistatus(bytes)).rejects.toThrow('X4, line 3, column 2');
  });
});

describe('the reading', () => {
  const READING: MultistatusReading = toReading({
    responses: [
      { href: '/a', status: 204 },
      { href: '/b%7e', status: 299 },
      { href: '/c', status: 302, location: '/d' },
      { hrefs: ['/d', '/e'], status: 471, description: 'not today' },
      { href: 'http://host/f?q=%c3%a9', status: 600 },
      { href: '/g', status: 207 },
      { href: '/a', status: 423, error: [{ name: '{DAV:}lock-token-submitted' }], id: 'again' },
      {
        href: '/found',
        propstats: [
          { status: 200, properties: [{ name: '{DAV:}getetag' }] },
          { status: 404, properties: [{ name: 'missing' }] },
        ],
      },
      {
        href: '/patched',
        propstats: [
          { status: 403, properties: [{ name: '{DAV:}getetag' }], description: 'protected' },
          { status: 424, properties: [{ name: 'a' }, { name: 'b' }] },
        ],
      },
      { href: '/none', propstats: [{ status: 404, properties: [{ name: 'missing' }] }] },
    ],
  });

  test('tells success, failure and neither apart, unknown codes by their class', () => {
    expect(READING.succeeded().map(({ href }) => href)).toEqual(['/a', '/b%7e', '/found', '/none']);
    expect(READING.failed().map(({ href, hrefs }) => href ?? hrefs)).toEqual([
      ['/d', '/e'],
      'http://host/f?q=%c3%a9',
      '/g',
      '/a',
      '/patched',
    ]);
  });

  test('finds responses by href, in whatever form', () => {
    expect(READING.byHref('/a').map(({ status }) => status)).toEqual([204, 423]);
    expect(READING.byHref('https://other:1/a')).toEqual(READING.byHref('/a'));
    expect(READING.byHref('/b~')).toHaveLength(1);
    expect(READING.byHref('/e')).toEqual(READING.byHref('/d'));
    expect(READING.byHref('/f?q=é')).toHaveLength(1);
    expect(READING.byHref('/nowhere')).toEqual([]);
    expect(READING.byHref('constructor')).toEqual([]);
  });

  test('throws what failed, with its reason', () => {
    const thrown = catchFailure(READING);
    expect(thrown).toBeInstanceOf(MultistatusError);
    expect(isMultistatusError(thrown)).toBe(true);
    expect(thrown?.failures).toEqual([
      { href: '/d', status: 471, reason: 'not today' },
      { href: '/e', status: 471, reason: 'not today' },
      { href: 'http://host/f?q=%c3%a9', status: 600, reason: '' },
      { href: '/g', status: 207, reason: 'Multi-Status' },
      { href: '/a', status: 423, reason: 'lock-token-submitted' },
      { href: '/patched', status: 403, reason: 'protected', properties: ['{DAV:}getetag'] },
      { href: '/patched', status: 424, reason: 'Failed Dependency', properties: ['a', 'b'] },
    ]);
    expect(thrown?.message).toMatch(/^7 failed: \/d 471 not today; /);
  });

  test('takes the reason from a problem, also from one that a handler answered', () => {
    const type = 'urn:multistatus:problem:locked';
    const text = '{"title":"Locked","detail":"held by Ana"}';
    const thrown = catchFailure(
      toReading({
        responses: [
          { href: '/a', status: 423, problem: { type, title: 'Locked', status: 423 } },
          { href: '/b', status: 423, body: { encoding: 'json', text } },
          { href: '/c', status: 423, body: { encoding: 'text', text: '{' } },
          { href: '/d', status: 423, description: 'x'.repeat(300) },
        ],
      }),
    );
    expect(thrown?.failures.map(({ reason }) => reason)).toEqual([
      'Locked',
      'held by Ana',
      'Locked',
      `${'x'.repeat(197)}...`,
    ]);
  });

  test('names ten in the message', () => {
    const responses = Array.from({ length: 12 }, (_, index) => ({ href: `/${index}`, status: 404 }));
    expect(catchFailure(toReading({ responses }))?.message).toMatch(
      /^12 failed: .*\/9 404 Not Found; and 2 more$/,
    );
  });

  test('nothing is thrown where nothing failed', () => {
    expect(catchFailure(toReading({ responses: [] }))).toBeUndefined();
    expect(catchFailure(toReading({ responses: [{ href: '/a', status: 303 }] }))).toBeUndefined();
  });

  test('a 207 inside is a failure, save where the summary counts none', () => {
    const responses = [
      { href: '/a', status: 207 },
      { href: '/b', status: 404 },
    ];
    const summarise = (failed: number): MultistatusReading =>
      toReading({ responses, summary: { total: 2, succeeded: 2 - failed, failed, other: 0 } });
    expect(toReading({ responses }).failed()).toHaveLength(2);
    expect(summarise(2).failed()).toHaveLength(2);
    expect(summarise(1).failed()).toHaveLength(1);
    expect(summarise(1).succeeded()).toHaveLength(1);
  });

  test('a 207 inside that has a summary of its own is what that says, where the summary of the whole leaves it open', () => {
    const nested = (
      href: string,
      encoding: 'json' | 'text' | 'base64',
      text: string,
    ): MultistatusResponse => ({
      href,
      status: 207,
      body: { encoding, text },
    });
    const json = (failed: number): string =>
      `{ "summary": { "total": 1, "succeeded": ${1 - failed}, "failed": ${failed}, "other": 0 }, "responses": [] }`;
    const xml = (failed: number): string =>
      `<D:multistatus xmlns:D="DAV:" xmlns:M="urn:multistatus:xml:1">\n<M:summary total="1" succeeded="0" failed="${failed}" other="0"/>\n</D:multistatus>`;
    const responses = [
      nested('/json/0', 'json', json(0)),
      nested('/json/1', 'json', json(1)),
      nested('/xml/0', 'text', xml(0)),
      nested('/xml/1', 'text', xml(1)),
      nested('/none', 'json', '{ "responses": [] }'),
      nested('/base64', 'base64', 'AAAA'),
    ];
    const summary = { total: 6, succeeded: 2, failed: 4, other: 0 };
    expect(toReading({ responses, summary }).succeeded()).toEqual([responses[0], responses[2]]);
    expect(toReading({ responses }).succeeded()).toEqual([]);
  });

  test('a summary that counts a failure which no response reports is believed', () => {
    const summary = { total: 2, succeeded: 1, failed: 1, other: 0 };
    const thrown = catchFailure(toReading({ summary, responses: [{ href: '/a', status: 200 }] }));
    expect(thrown?.message).toMatch(/summary/);
    expect(thrown?.failures).toEqual([]);
  });
});

function catchFailure(reading: MultistatusReading): MultistatusError | undefined {
  try {
    reading.throwIfFailed();
  } catch (error) {
    return error as MultistatusError;
  }
  return undefined;
}

const COUNTS = { total: 3, succeeded: 3, failed: 0, other: 0 };
test.each([
  [
    'JSON',
    JSON.stringify({ summary: COUNTS, responses: [{ href: '/a', status: 200 }] }),
    { pointer: '/summary/total' },
  ],
  [
    'XML',
    '<D:multistatus xmlns:D="DAV:" xmlns:M="urn:multistatus:xml:1"><D:response><D:href>/a</D:href><D:status>HTTP/1.1 200 OK</D:status></D:response>' +
      '\n<M:summary total="3" succeeded="3" failed="0" other="0"/></D:multistatus>',
    { line: 2, column: 1 },
  ],
])(
  'a document in %s that has lost responses is truncated, and the error has the others',
  async (_form, text, place) => {
    await expect(readMultistatus(text)).rejects.toMatchObject({
      name: 'DocumentError',
      rule: 'truncated',
      place,
      message: expect.stringContaining('the summary counts 3 responses, but there is 1'),
      document: { responses: [{ href: '/a', status: 200 }] },
    });
    const error = await readMultistatus(text).catch((reason: unknown) => reason);
    expect((error as { document: object }).document).not.toHaveProperty('summary');
  },
);
