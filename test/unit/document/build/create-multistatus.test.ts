import { describe, expect, test } from '@jest/globals';
import type { Element, Multistatus, MultistatusBuilder, ResponseInput } from '@multistatus/document';
import { createMultistatus } from '@multistatus/document';

const LOCKED: Element = { name: '{DAV:}lock-token-submitted' };
const ETAG: Element = { name: '{DAV:}getetag', children: ['"1"'] };

/** Returns the only response of a report. */
function build(response: ResponseInput): unknown {
  return createMultistatus().response(response).toDocument().responses[0];
}

/** Returns a call that a program without types may make. */
function call(response: unknown): () => void {
  return () => build(response as ResponseInput);
}

describe('response', () => {
  test('keeps what it is told', () => {
    const report = createMultistatus()
      .response({ href: '/a', status: 423, error: LOCKED, description: 'held by Ana' })
      .response({ hrefs: ['/b', '/c'], status: 403, error: [LOCKED, ETAG] })
      .response({
        href: '/d',
        status: 201,
        location: 'https://b.example/d',
        headers: { etag: ['"1"', '"2"'] },
      })
      .response({
        href: '/e',
        propstats: [
          { status: 200, properties: [ETAG] },
          { status: 403, properties: [{ name: '{urn:x}a' }], error: LOCKED, description: 'no' },
        ],
        description: 'partly',
        extensions: [{ name: '{urn:x}b' }],
      });
    const expected: Multistatus = {
      responses: [
        { href: '/a', status: 423, error: [LOCKED], description: 'held by Ana' },
        { hrefs: ['/b', '/c'], status: 403, error: [LOCKED, ETAG] },
        { href: '/d', status: 201, location: 'https://b.example/d', headers: { etag: ['"1"', '"2"'] } },
        {
          href: '/e',
          propstats: [
            { status: 200, properties: [ETAG] },
            { status: 403, properties: [{ name: '{urn:x}a' }], error: [LOCKED], description: 'no' },
          ],
          description: 'partly',
          extensions: [{ name: '{urn:x}b' }],
        },
      ],
    };
    expect(report.toDocument()).toStrictEqual(expected);
  });

  test('takes one of several hrefs for an href', () => {
    expect(build({ hrefs: ['/a'], status: 200 })).toStrictEqual({ href: '/a', status: 200 });
  });

  test('does not see what becomes of the objects that it was given', () => {
    const children = ['"1"'];
    const headers = { etag: ['"1"'] };
    const report = createMultistatus().response({
      href: '/a',
      status: 200,
      headers,
      error: { ...LOCKED, children },
    });
    children.push('more');
    headers.etag.push('more');
    expect(report.toDocument().responses).toStrictEqual([
      { href: '/a', status: 200, headers: { etag: ['"1"'] }, error: [{ ...LOCKED, children: ['"1"'] }] },
    ]);
  });

  test.each<[string, Pick<ResponseInput, 'body' | 'bodyEncoding'>, unknown]>([
    ['an object', { body: { n: [1, null, '&'] } }, { encoding: 'json', text: '{"n":[1,null,"&"]}' }],
    ['null', { body: null }, { encoding: 'json', text: 'null' }],
    ['a string', { body: 'a\0\ud800' }, { encoding: 'json', text: '"a\\u0000\\ud800"' }],
    ['text', { body: 'a\0\r\n\uffff', bodyEncoding: 'text' }, { encoding: 'text', text: 'a\0\r\n\uffff' }],
    ['empty text', { body: '', bodyEncoding: 'text' }, { encoding: 'text', text: '' }],
    ['half a character', { body: '\ud83d😀', bodyEncoding: 'text' }, { encoding: 'text', text: '\ufffd😀' }],
    ['base64', { body: 'AAEC/w==', bodyEncoding: 'base64' }, { encoding: 'base64', text: 'AAEC/w==' }],
    ['bytes', { body: new Uint8Array([0, 1, 2, 255]) }, { encoding: 'base64', text: 'AAEC/w==' }],
    [
      'bytes of a Buffer',
      { body: Buffer.from('xhellox').subarray(1, 6) },
      { encoding: 'base64', text: 'aGVsbG8=' },
    ],
    ['none', { body: undefined }, undefined],
  ])('keeps a body: %s', (_name, body, expected) => {
    expect(build({ href: '/a', status: 200, ...body } as ResponseInput)).toStrictEqual(
      expected === undefined ? { href: '/a', status: 200 } : { href: '/a', status: 200, body: expected },
    );
  });

  test('replaces what XML cannot carry in text, wherever it stands', () => {
    const hostile = 'a\0\ud800\uffff😀';
    const clean = 'a\ufffd\ufffd\ufffd😀';
    const element = (text: string): Element => ({ name: 'e', attributes: { a: text }, children: [text] });
    const response = (text: string): ResponseInput => ({
      id: text,
      href: '/a',
      propstats: [
        {
          status: 200,
          properties: [element(text)],
          error: [{ name: 'f', children: [element(text)] }],
          description: text,
        },
      ],
      headers: { [text]: text, two: [text] },
      error: [element(text)],
      description: text,
      extensions: [element(text)],
    });
    expect(build(response(hostile))).toStrictEqual(response(clean));
    const document = createMultistatus({ description: hostile, extensions: [element(hostile)] }).toDocument();
    expect(document).toStrictEqual({ responses: [], description: clean, extensions: [element(clean)] });
  });

  test('gives elements one form: pieces of text joined, nothing empty kept', () => {
    const children = ['', 'a', '\ud83d', '\ude00', { name: 'b', attributes: {}, children: [''] }, ''];
    expect(build({ href: '/a', status: 200, error: { name: 'e', children } })).toStrictEqual({
      href: '/a',
      status: 200,
      error: [{ name: 'e', children: ['a😀', { name: 'b' }] }],
    });
  });

  test.each<[string, string, unknown]>([
    ['X1', 'a name with a space', { href: '/a', status: 200, error: { name: 'a b' } }],
    ['X1', 'a name with a prefix', { href: '/a', status: 200, error: { name: 'D:a' } }],
    [
      'X1',
      'an attribute that declares',
      { href: '/a', status: 200, error: { name: 'a', attributes: { xmlns: '' } } },
    ],
    ['X1', 'no name', { href: '/a', status: 200, error: {} }],
    ['X6', 'no href', { status: 200 }],
    ['X6', 'no hrefs', { hrefs: [], status: 200 }],
    ['X6', 'href and hrefs', { href: '/a', hrefs: ['/b'], status: 200 }],
    ['X7', 'an href twice in a response', { hrefs: ['/a', '/b', '/a'], status: 200 }],
    ['X8', 'no status', { href: '/a' }],
    ['X8', 'status and propstats', { href: '/a', status: 200, propstats: [{ status: 200, properties: [] }] }],
    ['X8', 'no propstats', { href: '/a', propstats: [] }],
    [
      'X8',
      'propstats of several resources',
      { hrefs: ['/a', '/b'], propstats: [{ status: 200, properties: [] }] },
    ],
    ['X12', 'an interim status', { href: '/a', status: 102 }],
    ['X12', 'a status above all', { href: '/a', status: 600 }],
    ['X12', 'half a status', { href: '/a', status: 200.5 }],
    ['X12', 'a status in words', { href: '/a', status: '200' }],
    ['X12', 'an interim status of properties', { href: '/a', propstats: [{ status: 100, properties: [] }] }],
    ['X14', 'no path', { href: '', status: 200 }],
    ['X14', 'a relative path', { href: 'a/b', status: 200 }],
    ['X14', 'a network path', { href: '//host/a', status: 200 }],
    ['X14', 'a dot-segment', { href: '/a/../b', status: 200 }],
    ['X14', 'a dot-segment at the end', { href: '/a/.', status: 200 }],
    ['X14', 'an encoded dot-segment', { href: '/a/%2E%2e', status: 200 }],
    ['X14', 'a dot-segment of a URI', { href: 'http://a/../b', status: 200 }],
    ['X14', 'a fragment', { href: '/a#b', status: 200 }],
    ['X14', 'an href that is no text', { href: 5, status: 200 }],
    ['X14', 'one bad href of two', { hrefs: ['/a', 'b'], status: 200 }],
    ['X17', 'a space', { href: '/a b', status: 200 }],
    ['X17', 'a letter beyond ASCII', { href: '/é', status: 200 }],
    ['X17', 'half a triplet', { href: '/100%', status: 200 }],
    ['X17', 'a bracket', { href: '/a?b[]=1', status: 200 }],
    ['X18', 'no condition', { href: '/a', status: 200, error: [] }],
    [
      'X18',
      'no condition of properties',
      { href: '/a', propstats: [{ status: 403, properties: [], error: [] }] },
    ],
    ['X20', 'a relative location', { href: '/a', status: 201, location: 'b' }],
    ['X20', 'a location with a fragment', { href: '/a', status: 201, location: '/b#c' }],
    ['X20', 'a location that is not encoded', { href: '/a', status: 201, location: '/b c' }],
    ...[301, 302, 303, 307, 308].map(
      (status) => ['X21', `a ${status} to nowhere`, { href: '/a', status }] as [string, string, unknown],
    ),
    [
      'X24',
      'an extension that the document has a meaning for',
      { href: '/a', status: 200, extensions: [{ name: '{DAV:}status' }] },
    ],
    [
      'X24',
      'an extension of the writer',
      { href: '/a', status: 200, extensions: [{ name: '{urn:multistatus:xml:1}body' }] },
    ],
    ['X28', 'a property twice', { href: '/a', propstats: [{ status: 200, properties: [ETAG, ETAG] }] }],
    [
      'X28',
      'a property of two statuses',
      {
        href: '/a',
        propstats: [
          { status: 200, properties: [ETAG] },
          { status: 404, properties: [{ name: '{DAV:}getetag' }] },
        ],
      },
    ],
  ])('refuses by %s: %s', (rule, _name, response) => {
    expect(call(response)).toThrow(RangeError);
    expect(call(response)).toThrow(new RegExp(`^${rule}: .*\\(RFC \\d+ section [\\d.]+\\)$`, 's'));
  });

  test.each<[string, unknown]>([
    ['response must be an object, got undefined', undefined],
    [
      'response has no member "descripton"; did you mean description? The members are id, href',
      { href: '/a', status: 200, descripton: 'a' },
    ],
    [
      'propstat has no member "prop"; did you mean properties? The members are',
      { href: '/a', propstats: [{ status: 200, prop: [] }] },
    ],
    ['hrefs must be an array, got "/a"', { hrefs: '/a', status: 200 }],
    ['propstats must be an array, got [object Object]', { href: '/a', propstats: {} }],
    ['elements must be an array, got undefined', { href: '/a', propstats: [{ status: 200 }] }],
    ['an element must be an object with a name, got "a"', { href: '/a', status: 200, error: 'a' }],
    [
      'an element must be an object with a name, got 5',
      { href: '/a', status: 200, error: { name: 'a', children: [5] } },
    ],
    ['description must be a string, got 5', { href: '/a', status: 200, description: 5 }],
    ['id must be a string, got 5', { href: '/a', status: 200, id: 5 }],
    ['body must be a JSON value or a Uint8Array, got function', { href: '/a', status: 200, body: () => 1 }],
    [
      "body must be a string if bodyEncoding is 'text', got number",
      { href: '/a', status: 200, body: 5, bodyEncoding: 'text' },
    ],
    ['body must be base64', { href: '/a', status: 200, body: 'A', bodyEncoding: 'base64' }],
    ['body must be base64', { href: '/a', status: 200, body: '****', bodyEncoding: 'base64' }],
    [
      "bodyEncoding must be 'text' or 'base64', got \"json\"",
      { href: '/a', status: 200, body: '5', bodyEncoding: 'json' },
    ],
  ])('refuses what no response can be: %s', (message, response) => {
    expect(call(response)).toThrow(TypeError);
    expect(call(response)).toThrow(message);
  });

  test('refuses elements that nest deeper than 1000', () => {
    const nest = (depth: number): Element => {
      let element: Element = { name: 'a' };
      for (let level = 1; level < depth; level++) element = { name: 'a', children: [element] };
      return element;
    };
    expect(call({ href: '/a', status: 200, error: nest(1000) })).not.toThrow();
    expect(call({ href: '/a', status: 200, error: nest(1001) })).toThrow(/^X1: /);
    expect(call({ href: '/a', status: 200, error: nest(5000) })).toThrow(/^X1: /);
  });

  test.each([
    '/',
    '/a//b',
    '/.a/..b/...',
    '/a?b=../c&d=//e',
    '/%2f%C3',
    'HTTPS://[::1]:8080/a?b',
    'urn:uuid:1',
    "/-._~:@!$&'()*+,;=",
  ])('takes the href %s', (href) => {
    expect(build({ href, status: 200, location: href })).toStrictEqual({ href, status: 200, location: href });
  });

  test('takes a choice and a 304, which redirect nowhere, and an error status with location', () => {
    expect(call({ href: '/a', status: 300 })).not.toThrow();
    expect(call({ href: '/a', status: 304 })).not.toThrow();
    expect(call({ href: '/a', status: 404, location: '/b' })).not.toThrow();
  });

  test('takes what a reader made of foreign attributes', () => {
    const extensions = [{ name: '{urn:multistatus:xml:1}attributes', attributes: { '{urn:x}a': '1' } }];
    expect(build({ href: '/a', status: 200, extensions })).toStrictEqual({
      href: '/a',
      status: 200,
      extensions,
    });
  });

  test('shows no more than 100 characters of what it refuses', () => {
    expect(call({ href: 'a'.repeat(10_000), status: 200 })).toThrow(/^.{1,250}$/);
  });
});

describe('rules for several responses', () => {
  function add(...responses: ResponseInput[]): MultistatusBuilder {
    const report = createMultistatus();
    for (const response of responses) report.response(response);
    return report;
  }

  test.each<[string, string, ResponseInput[]]>([
    [
      'X7',
      'an href again',
      [
        { href: '/a', status: 200 },
        { href: '/a', status: 404 },
      ],
    ],
    [
      'X7',
      'an href of several again',
      [
        { hrefs: ['/a', '/b'], status: 200 },
        { href: '/b', status: 404 },
      ],
    ],
    [
      'X13',
      'a URI after a path',
      [
        { href: '/a', status: 200 },
        { href: 'http://b/a', status: 404 },
      ],
    ],
    [
      'X13',
      'a path after a URI',
      [
        { href: 'http://b/a', status: 200 },
        { id: 'b', href: '/a', status: 404 },
      ],
    ],
    ['X13', 'both in one', [{ hrefs: ['/a', 'http://b/a'], status: 200 }]],
    [
      'X15',
      'two origins',
      [
        { href: 'http://a/', status: 200 },
        { href: 'https://a/', status: 404 },
      ],
    ],
  ])('refuses by %s: %s', (rule, _name, responses) => {
    expect(() => add(...responses)).toThrow(RangeError);
    expect(() => add(...responses)).toThrow(new RegExp(`^${rule}: .*\\(RFC 4918 section [\\d.]+\\)$`));
  });

  test('takes an href again where the responses have ids, and a location elsewhere', () => {
    const responses: ResponseInput[] = [
      { id: 'a', href: '/a', status: 200 },
      { id: 'b', href: '/a', status: 200 },
      { href: '/a', status: 201, location: 'https://elsewhere/' },
    ];
    expect(add(...responses).toDocument().responses).toStrictEqual(responses);
    expect(() => add({ href: 'HTTP://A/1', status: 200 }, { href: 'http://a/2', status: 200 })).not.toThrow();
  });

  test('leaves the report as it was after a refusal', () => {
    const report = createMultistatus();
    expect(() => report.response({ hrefs: ['http://a/', '/b'], status: 200 })).toThrow('X13');
    expect(() => report.response({ hrefs: ['/a', '/b', '/b'], status: 200 })).toThrow('X7');
    report.response({ href: '/b', status: 200 });
    expect(report.toDocument()).toStrictEqual({ responses: [{ href: '/b', status: 200 }] });
  });
});
