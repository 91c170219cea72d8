import { afterEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import type { OperationAnswer } from '#core/operation/dispatch.js';
import type { Operation } from '#core/operation/operation.js';
import { findUrlIssue } from '#core/operation/operation-url.js';
import { resolveOptions } from '#core/options/resolve-options.js';
import { resolveReferences } from '#core/references/resolve-references.js';
import { UnresolvedReference } from '#core/references/unresolved-reference.js';
import { validateBatch } from '#core/validate/validate-batch.js';
import { anyCharacter } from '../../../support/any-character.js';
import { toAnswer } from '../outcomes.js';
import { toDecoded } from '../to-decoded.js';

const LIMITS = { maxUrlLength: 200, maxHeaderBytes: 300, maxBodyBytes: 1_000 };
const JSON_TYPE = { 'content-type': 'application/json' };

interface Setting {
  /** The operation that is referred to, as it was dispatched. */
  readonly source?: { readonly method?: string; readonly url?: string };
  readonly answer?: Parameters<typeof toAnswer>[0];
  readonly host?: string | undefined;
  readonly basePath?: string;
  readonly limits?: Partial<typeof LIMITS>;
}

/** Validates an operation as it is sent beside operation `a`, and resolves it by the answer of that. */
function resolve(request: object, setting: Setting = {}): Operation {
  const { source, answer, host = 'photos.example', basePath = '', limits } = setting;
  const prefix = basePath;
  const requests = [
    { id: 'a', method: 'POST', ...source, url: prefix + (source?.url ?? '/albums') },
    { method: 'POST', url: `${prefix}/b`, ...request },
  ];
  const options = resolveOptions({ basePath, headers: { allow: ['authorization'] } }, []);
  const [first, second] = validateBatch(toDecoded({ requests }), options).operations as [
    Operation,
    Operation,
  ];
  const full: OperationAnswer = toAnswer(answer);
  return resolveReferences(second, {
    host,
    basePath,
    limits: { ...LIMITS, ...limits },
    answeredBy: (id) => {
      expect(id).toBe('a');
      return { operation: first, answer: full };
    },
  });
}

/** The message of the refusal, meant for the client; fails if the reference is resolved. */
function refusalOf(request: object, setting: Setting = {}): string {
  let resolved: Operation;
  try {
    resolved = resolve(request, setting);
  } catch (error) {
    expect(error).toBeInstanceOf(UnresolvedReference);
    expect((error as UnresolvedReference).from).toBe('a');
    return (error as Error).message;
  }
  throw new Error(`resolved: ${JSON.stringify(resolved)}`);
}

/** An operation with one reference to the member `v` of the body of `a`, which is `value`. */
function withValue(at: string, value: unknown, request: object = {}): [request: object, setting: Setting] {
  const references = [{ at, from: 'a', value: '/body/v' }];
  return [{ ...request, references }, { answer: { headers: JSON_TYPE, body: JSON.stringify({ v: value }) } }];
}

afterEach(() => {
  jest.restoreAllMocks();
});

test('an operation without references is returned unchanged', () => {
  const operation = validateBatch(
    toDecoded({ requests: [{ method: 'GET', url: '/a?b' }] }),
    resolveOptions({}, []),
  ).operations[0]!;
  const answeredBy = (): never => {
    throw new Error('asked');
  };
  const context = { host: undefined, basePath: '', limits: LIMITS, answeredBy };
  expect(resolveReferences(operation, context)).toBe(operation);
});

test('only what references fill is changed, and only in a copy of the operation', () => {
  const [request, setting] = withValue('/headers/x-a', 'new', {
    method: 'PATCH',
    url: '/b?c',
    headers: { 'X-A': 'old', 'x-b': 'kept' },
    body: { d: 1 },
    dependsOn: ['a'],
  });
  const resolved = resolve(request, setting);
  expect(resolved).toMatchObject({ index: 1, id: '1', method: 'PATCH', url: '/b?c' });
  expect(resolved.headers).toEqual({ 'x-a': 'new', 'x-b': 'kept', 'content-type': 'application/json' });
  expect(Buffer.from(resolved.body!).toString()).toBe('{"d":1}');
});

describe('$id', () => {
  test.each<[url: string, location: string, resolved: string]>([
    ['$a', '/albums/4', '/albums/4'],
    ['$a', '/albums/4?x=y#top', '/albums/4?x=y'],
    ['$a', '4', '/4'],
    ['$a', 'http://photos.example/albums/4', '/albums/4'],
    ['$a', 'https://PHOTOS.example/albums/4', '/albums/4'],
    ['$a', '//photos.example/albums/4', '/albums/4'],
    ['$a', 'http://photos.example', '/'],
    ['$a', '/albums/../photos/./4', '/photos/4'],
    ['$a', '/ä b/{x}', '/%C3%A4%20b/%7Bx%7D'],
    ['$a/', '/albums/4', '/albums/4/'],
    ['$a/', '/albums/4/', '/albums/4/'],
    ['$a/photos', '/albums/4', '/albums/4/photos'],
    ['$a/photos', '/albums/4/', '/albums/4/photos'],
    ['$a/photos', '/albums/4?x=y', '/albums/4/photos'],
    ['$a/photos?z', '/albums/4?x=y', '/albums/4/photos?z'],
    ['$a/photos', '/', '/photos'],
    ['$a?z=1', '/albums/4', '/albums/4?z=1'],
    ['$a?z=1', '/albums/4/', '/albums/4/?z=1'],
    ['$a?z=1', '/albums/4?x=y', '/albums/4?x=y&z=1'],
    ['$a?z=1', '/albums/4?x=y?w', '/albums/4?x=y?w&z=1'],
    ['$a?', '/albums/4', '/albums/4?'],
  ])('%s with the Location %s is %s', (url, location, resolved) => {
    expect(resolve({ url }, { answer: { headers: { location } } }).url).toBe(resolved);
  });

  test.each([
    'http://other.example/albums/4',
    'https://photos.example:8443/albums/4',
    'http://sub.photos.example/',
    'http://photos.example.other/',
    'http://user@other.example/x',
    '//other.example/x',
    '\\\\other.example\\x',
    'ftp://photos.example/x',
    'javascript:alert(1)',
    'urn:isbn:1',
    'http://',
    'http://[',
  ])('refuses the Location %s of another origin', (location) => {
    expect(refusalOf({ url: '$a/x' }, { answer: { headers: { location } } })).toBe(
      'The Location of the response of a is on another server',
    );
  });

  test('does not accept an absolute Location as its own if there is no Host', () => {
    const answer = { headers: { location: 'http://photos.example/x' } };
    const options = resolveOptions({}, []);
    const [first, second] = validateBatch(
      toDecoded({
        requests: [
          { id: 'a', method: 'GET', url: '/' },
          { method: 'GET', url: '$a' },
        ],
      }),
      options,
    ).operations as [Operation, Operation];
    const context = { host: undefined, basePath: '', limits: LIMITS };
    const answeredBy = () => ({ operation: first, answer: toAnswer(answer) });
    expect(() => resolveReferences(second, { ...context, answeredBy })).toThrow('is on another server');
  });

  test.each(['/a/%2e%2e%2fb', '/a/..%2fb', '/a/%zz', '/..;x/b'])(
    'refuses the Location %s, to which no operation may go',
    (location) => {
      const message = refusalOf({ url: '$a' }, { answer: { headers: { location } } });
      expect(message).toMatch(/^The URL with its references resolved is not valid: /);
    },
  );

  test.each(['GET', 'HEAD', 'PUT', 'PATCH'])('without Location is the URL of a %s itself', (method) => {
    const source = { method, url: '/albums/4?x' };
    expect(resolve({ url: '$a' }, { source }).url).toBe('/albums/4?x');
    expect(resolve({ url: '$a/photos' }, { source }).url).toBe('/albums/4/photos');
  });

  test.each(['POST', 'DELETE', 'OPTIONS', 'PROPFIND', 'MKCOL'])(
    'without Location is nothing after a %s',
    (method) => {
      expect(refusalOf({ url: '$a' }, { source: { method } })).toBe('The response of a has no Location');
    },
  );

  test('uses the first of two Locations', () => {
    expect(resolve({ url: '$a' }, { answer: { headers: { location: ['/x', '/y'] } } }).url).toBe('/x');
  });

  test.each([
    ['/api/albums/4', '/albums/4'],
    ['http://photos.example/api/albums/4?x', '/albums/4?x'],
    // An app that does not know of its prefix.
    ['/albums/4', '/albums/4'],
    ['/apiary', '/apiary'],
  ])('removes the public prefix from the Location %s: %s', (location, url) => {
    expect(resolve({ url: '$a' }, { basePath: '/api', answer: { headers: { location } } }).url).toBe(url);
  });

  test('removes the public prefix from its own URL once', () => {
    const source = { method: 'GET', url: '/api/x' };
    expect(resolve({ url: '$a/y' }, { basePath: '/api', source }).url).toBe('/api/x/y');
  });

  test('does not let the prefix uncover an authority', () => {
    const answer = { headers: { location: '/api//other.example/x' } };
    expect(refusalOf({ url: '$a' }, { basePath: '/api', answer })).toMatch(
      /^The URL with its references resolved is not valid: .*\/\//,
    );
  });
});

describe('a variable of the URL', () => {
  test.each<[value: unknown, part: string]>([
    ['4', '4'],
    [4, '4'],
    [-1.5, '-1.5'],
    [true, 'true'],
    ['a b', 'a%20b'],
    ['a/b', 'a%2Fb'],
    ['a?b#c&d=e', 'a%3Fb%23c%26d%3De'],
    ['é€😀', '%C3%A9%E2%82%AC%F0%9F%98%80'],
    ["!'()*", '%21%27%28%29%2A'],
    ['-._~', '-._~'],
    ['%2e', '%252e'],
    ['{x}', '%7Bx%7D'],
    ['$a', '%24a'],
    ['\r\n\0', '%0D%0A%00'],
    ['...', '...'],
    ['\\', '%5C'],
    [';', '%3B'],
  ])('that is %j is written as %s', (value, part) => {
    expect(resolve(...withValue('/url/x', value, { url: '/p/{x}/q?r={x}' })).url).toBe(
      `/p/${part}/q?r=${part}`,
    );
    expect(resolve(...withValue('/url/x', value, { url: '/p{x}q' })).url).toBe(`/p${part}q`);
  });

  test.each([null, ''])('cannot be %j', (value) => {
    expect(refusalOf(...withValue('/url/x', value, { url: '/p/{x}' }))).toBe(
      'A value for the URL from the response of a is empty',
    );
  });

  test.each(['\ud800', 'a\udc00b'])('cannot be %j, which is not valid Unicode text', (value) => {
    expect(refusalOf(...withValue('/url/x', value, { url: '/p/{x}' }))).toBe(
      'A value for the URL from the response of a is not valid Unicode text',
    );
  });

  test.each([
    ['/p/{x}', '..'],
    ['/p/{x}/q', '.'],
    ['/p/{x}', '../q'],
    ['/p/{x}', 'q/..'],
    ['/p/{x}', '..\\q'],
    ['/p/.{x}', '.'],
    ['/p/{x};v', '..'],
    ['/{x}', '..;a'],
  ])('of %s cannot be %j, which would leave the path', (url, value) => {
    expect(refusalOf(...withValue('/url/x', value, { url }))).toMatch(
      /^The URL with its references resolved is not valid: .*\.\./,
    );
  });

  test('of a query may be dots', () => {
    expect(resolve(...withValue('/url/x', '../..', { url: '/p?x={x}' })).url).toBe('/p?x=..%2F..');
  });

  test('may follow $id', () => {
    const references = [{ at: '/url/x', from: 'a', value: '/status' }];
    const answer = { status: 201, headers: { location: '/albums/4' } };
    expect(resolve({ url: '$a/{x}?y={x}', references }, { answer }).url).toBe('/albums/4/201?y=201');
  });

  test('may be named like a member of Object.prototype', () => {
    const url = '/{__proto__}/{constructor}';
    const references = ['__proto__', 'constructor'].map((name) => ({
      at: `/url/${name}`,
      from: 'a',
      value: '/status',
    }));
    expect(resolve({ url, references }).url).toBe('/200/200');
  });

  test('lets the URL grow to maxUrlLength', () => {
    const url = '/{x}';
    expect(resolve(...withValue('/url/x', 'a'.repeat(199), { url })).url).toHaveLength(200);
    expect(refusalOf(...withValue('/url/x', 'a'.repeat(200), { url }))).toBe(
      'The URL grows to 201 characters; the limit maxUrlLength is 200',
    );
    expect(refusalOf(...withValue('/url/x', '/'.repeat(67), { url }))).toContain('maxUrlLength');
  });

  test('with many occurrences is not filled with a large value', () => {
    const encode = jest.spyOn(globalThis, 'encodeURIComponent');
    const url = `/${'{x}'.repeat(60)}`;
    refusalOf(...withValue('/url/x', 'a'.repeat(10_000), { url }));
    const work = encode.mock.calls.reduce((sum, [text]) => sum + String(text).length, 0);
    expect(work).toBeLessThan(50_000);
  });
});

describe('a header', () => {
  test.each<[value: unknown, header: string]>([
    ['"1"', '"1"'],
    [4, '4'],
    [false, 'false'],
    ['caf\xe9\t!', 'caf\xe9\t!'],
  ])('that is %j is written %j', (value, header) => {
    const [request, setting] = withValue('/headers/X-A', value);
    expect(resolve(request, setting).headers).toEqual({ 'x-a': header });
  });

  test.each([
    'a\r\nx-injected: 1',
    'a\nb',
    'a\rb',
    '\0',
    '\x7f',
    '\u0100',
    '\u2028',
    '😀',
    '\ud800',
    '',
    null,
  ])('cannot be %j', (value) => {
    expect(refusalOf(...withValue('/headers/x-a', value))).toBe(
      'The value for the header x-a is empty or not a valid header value',
    );
  });

  test('that the operation already has is replaced', () => {
    const [request, setting] = withValue('/headers/x-a', 'new', { headers: { 'X-A': 'old' } });
    expect(resolve(request, setting).headers).toEqual({ 'x-a': 'new' });
  });

  test('may be one that an option allows', () => {
    expect(resolve(...withValue('/headers/Authorization', 'Bearer x')).headers).toEqual({
      authorization: 'Bearer x',
    });
  });

  test.each(['If-Match', 'If-None-Match'])('%s: $id is the ETag of that operation', (name) => {
    const request = { headers: { [name]: '$a', 'x-own': '1' } };
    const answer = { headers: { etag: 'W/"4"' } };
    expect(resolve(request, { answer }).headers).toEqual({ [name.toLowerCase()]: 'W/"4"', 'x-own': '1' });
    expect(refusalOf(request)).toBe('The response of a has no /headers/etag');
  });

  test('grows with all others to maxHeaderBytes', () => {
    const own = { 'x-own': 'a'.repeat(100) };
    const bytes = 'x-own'.length + 100 + 4 + 'x-a'.length + 4;
    const [request, setting] = withValue('/headers/x-a', 'a'.repeat(300 - bytes), { headers: own });
    expect(resolve(request, setting).headers['x-a']).toHaveLength(300 - bytes);
    expect(refusalOf(...withValue('/headers/x-a', 'a'.repeat(301 - bytes), { headers: own }))).toBe(
      'The headers grow beyond 300 bytes, the limit maxHeaderBytes',
    );
  });

  test('with many references is not searched repeatedly for a large value', () => {
    const references = Array.from({ length: 50 }, (_, index) => ({
      at: `/headers/x-${index}`,
      from: 'a',
      value: '/body/v',
    }));
    const [, setting] = withValue('', 'a'.repeat(10_000));
    const tested = jest.spyOn(RegExp.prototype, 'test');
    expect(refusalOf({ references }, setting)).toContain('maxHeaderBytes');
    const work = tested.mock.calls.reduce((sum, [text]) => sum + String(text).length, 0);
    expect(work).toBeLessThan(50_000);
  });
});

describe('a member of the body', () => {
  test('keeps the type of its value', () => {
    for (const value of ['4', 4, true, null, '', '\r\n', '../..', '\ud800']) {
      const [request, setting] = withValue('/body/list/1/x', value, { body: { list: [0, {}] } });
      const { body } = resolve(request, setting);
      expect(JSON.parse(Buffer.from(body!).toString())).toEqual({ list: [0, { x: value }] });
    }
  });

  test('may be named __proto__', () => {
    const { body } = resolve(...withValue('/body/__proto__', 'x', { body: { a: 1 } }));
    expect(Buffer.from(body!).toString()).toBe('{"a":1,"__proto__":"x"}');
  });

  test('lets the body grow to maxBodyBytes', () => {
    const limits = { maxBodyBytes: 20 };
    const fitting = withValue('/body/a', 'x'.repeat(12), { body: {} });
    expect(resolve(fitting[0], { ...fitting[1], limits }).body).toHaveLength(20);
    const growing = withValue('/body/a', 'x'.repeat(13), { body: {} });
    expect(refusalOf(growing[0], { ...growing[1], limits })).toBe(
      'The body grows beyond 20 bytes, the limit maxBodyBytes',
    );
  });

  test('can be in a body of any JSON type', () => {
    const headers = { 'content-type': 'application/merge-patch+json' };
    const { body } = resolve(...withValue('/body/a', 1, { headers, body: {} }));
    expect(Buffer.from(body!).toString()).toBe('{"a":1}');
  });
});

test('whatever a response contains, the resulting operation could have been sent by a client', () => {
  const text = fc.oneof(
    fc.constantFrom(
      '..',
      '.',
      '/',
      '%2e',
      '\r\n',
      '\\',
      '//other.example',
      'http://photos.example/a',
      '?',
      '#',
      ';',
      '',
    ),
    fc.string({ unit: anyCharacter, maxLength: 8 }),
  );
  const url = fc.constantFrom('$a', '$a/x', '$a/{x}', '$a?{x}', '/{x}', '/p/{x}/..x', '/p;{x}', '/p?{x}');
  let resolvedCount = 0;
  fc.assert(
    fc.property(
      url,
      fc.array(text).map((parts) => parts.join('')),
      text,
      (written, location, value) => {
        const references = [
          { at: '/headers/x-a', from: 'a', value: '/body/v' },
          ...(written.includes('{') ? [{ at: '/url/x', from: 'a', value: '/body/v' }] : []),
        ];
        const answer = { headers: { ...JSON_TYPE, location }, body: JSON.stringify({ v: value }) };
        let resolved: Operation;
        try {
          resolved = resolve({ url: written, references }, { answer });
        } catch (error) {
          expect(error).toBeInstanceOf(UnresolvedReference);
          return;
        }
        resolvedCount += 1;
        expect(findUrlIssue(resolved.url)).toBeUndefined();
        expect(new URL(resolved.url, 'http://h').origin).toBe('http://h');
        expect(resolved.headers['x-a']).not.toMatch(/[\r\n\0]/);
      },
    ),
    { numRuns: 2_000 },
  );
  expect(resolvedCount).toBeGreaterThan(100);
});
