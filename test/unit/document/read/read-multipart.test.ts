import { describe, expect, test } from '@jest/globals';
import {
  type DocumentFault,
  isDocumentError,
  type MultistatusResponse,
  readMultistatus,
} from '#document/index.js';

const TYPE = 'multipart/mixed; boundary=batchresponse_1';

/** The lines of an `application/http` part. */
function part(lines: readonly string[], id?: string, boundary = 'batchresponse_1'): string[] {
  const contentId = id === undefined ? [] : [`Content-ID: ${id}`];
  return [`--${boundary}`, 'Content-Type: application/http', ...contentId, '', ...lines];
}

const OK = [
  'HTTP/1.1 200 OK',
  'Content-Type: application/json',
  'Content-Length: 99',
  '',
  '{"a":12345678901234567890}',
];
const CREATED = ['HTTP/1.1 201 Created', 'Location: /odata/Orders(7)', 'Content-ID: 9', '', ''];
const MISSING = [
  'HTTP/1.1 404 Not Found',
  'Content-Type: application/json',
  '',
  '',
  '{"error":{"code":"x"}}',
  '',
  '',
];
const CHANGESET = [
  '--batchresponse_1',
  'Content-Type: multipart/mixed; boundary=c',
  '',
  ...part(CREATED, '7', 'c'),
  ...part(['HTTP/1.1 204 No Content', '', ''], undefined, 'c'),
  '--c--',
];
const CLOSE = ['--batchresponse_1--', ''];

async function read(lines: readonly string[], options = {}): Promise<readonly MultistatusResponse[]> {
  const { document } = await readMultistatus(lines.join('\r\n'), { contentType: TYPE, ...options });
  return document.responses;
}

async function errorOf(lines: readonly string[], options = {}): Promise<string> {
  const error: unknown = await read(lines, options).catch((reason: unknown) => reason);
  if (!isDocumentError(error)) throw error;
  return `${error.rule}: ${error.message}`;
}

test('each part becomes a response, those of a changeset in its place', async () => {
  expect(await read([...part(OK, '1'), ...CHANGESET, ...part(MISSING), ...CLOSE])).toEqual([
    {
      id: '1',
      href: 'urn:multistatus:item:1',
      status: 200,
      headers: { 'Content-Type': 'application/json' },
      body: { encoding: 'json', text: '{"a":12345678901234567890}' },
    },
    {
      id: '7',
      href: 'urn:multistatus:item:7',
      status: 201,
      headers: { Location: '/odata/Orders(7)' },
      location: '/odata/Orders(7)',
    },
    { href: 'urn:multistatus:item:part-2.2', status: 204 },
    {
      href: 'urn:multistatus:item:part-3',
      status: 404,
      headers: { 'Content-Type': 'application/json' },
      body: { encoding: 'json', text: '{"error":{"code":"x"}}' },
    },
  ]);
});

test('the reading tells failures from successes', async () => {
  const text = [...part(OK, '1'), ...part(MISSING, '2'), ...CLOSE].join('\r\n');
  const reading = await readMultistatus(text, { contentType: TYPE });
  expect(reading.succeeded().map(({ id }) => id)).toEqual(['1']);
  expect(reading.failed().map(({ id }) => id)).toEqual(['2']);
  expect(() => reading.throwIfFailed()).toThrow('404');
});

test('a batch without requests has no responses', async () => {
  expect(await read(CLOSE)).toEqual([]);
});

test('a Content-ID that stands in the response only (OData 2.0)', async () => {
  expect(await read([...part(CREATED), ...CLOSE])).toMatchObject([
    { id: '9', href: 'urn:multistatus:item:9' },
  ]);
});

test('fields that repeat, and a status without a registered phrase', async () => {
  const lines = ['HTTP/1.1 520 Web  Server', 'X-A: 1', 'x-a: 2', 'Connection: close', '', ''];
  expect(await read([...part(lines), ...CLOSE])).toMatchObject([
    { status: 520, reasonPhrase: 'Web Server', headers: { 'X-A': ['1', '2'] } },
  ]);
});

describe('bodies', () => {
  test.each<[name: string, type: string | undefined, bytes: string, body: object | undefined]>([
    [
      'JSON between empty lines',
      'application/json',
      '\n{"a":\r\n1}\r\n\r\n',
      { encoding: 'json', text: '{"a":\r\n1}' },
    ],
    ['what should be JSON', 'application/json', '{"a"', { encoding: 'text', text: '{"a"' }],
    ['JSON without a type', undefined, '[1]\r\n', { encoding: 'json', text: '[1]' }],
    ['text without a type', undefined, 'a\r\n', { encoding: 'text', text: 'a' }],
    ['bytes without a type', undefined, '\xff', { encoding: 'base64', text: '/w==' }],
    ['text', 'text/plain; charset=utf-8', 'a\r\n', { encoding: 'text', text: 'a\r\n' }],
    ['Latin-1', 'text/plain; charset=iso-8859-1', '\xe9', { encoding: 'base64', text: '6Q==' }],
    ['bytes', 'image/png', '\x89\r\n', { encoding: 'base64', text: 'iQ0K' }],
    ['XML', 'application/atom+xml', '\r\n<a/>\r\n', { encoding: 'text', text: '<a/>' }],
    ['empty lines', 'text/plain', '\r\n\r\n', undefined],
  ])('%s', async (_, type, bytes, body) => {
    const head = ['HTTP/1.1 200 OK', ...(type === undefined ? [] : [`Content-Type: ${type}`]), ''];
    const lines = [...part([...head, bytes]), ...CLOSE];
    const { document } = await readMultistatus(Buffer.from(lines.join('\r\n'), 'latin1'), {
      contentType: TYPE,
    });
    expect(document.responses[0]?.body).toEqual(body);
  });

  test('a problem of this library', async () => {
    const problem = { type: 'urn:multistatus:problem:timeout', title: 'Timeout', status: 504 };
    const lines = [
      'HTTP/1.1 504 Gateway Timeout',
      'Content-Type: application/problem+json',
      '',
      JSON.stringify(problem),
    ];
    expect(await read([...part(lines), ...CLOSE])).toEqual([
      { href: 'urn:multistatus:item:part-1', status: 504, problem },
    ]);
  });
});

describe('sources', () => {
  const text = [...part(OK, '1'), ...CLOSE].join('\r\n');

  test('a Response of fetch', async () => {
    const { document } = await readMultistatus(new Response(text, { headers: { 'Content-Type': TYPE } }));
    expect(document.responses).toHaveLength(1);
  });

  test('a stream of single bytes', async () => {
    const bytes = (function* () {
      for (const byte of Buffer.from(text)) yield Uint8Array.of(byte);
    })();
    expect((await readMultistatus(bytes, { contentType: TYPE })).document.responses).toHaveLength(1);
  });

  test('LF only', async () => {
    const lines = text.replaceAll('\r\n', '\n');
    expect((await readMultistatus(lines, { contentType: TYPE })).document.responses).toHaveLength(1);
  });
});

describe('refused', () => {
  test.each<[name: string, lines: string[], message: string]>([
    [
      'no boundary in the body',
      [''],
      'multipart: no line is the delimiter "--batchresponse_1" (multipart, the whole document)',
    ],
    [
      'no close delimiter',
      part(OK),
      'truncated: the close delimiter "--batchresponse_1--" is missing (truncated, part 1)',
    ],
    [
      'another type',
      ['--batchresponse_1', 'Content-Type: text/plain', '', '', ...CLOSE],
      'multipart: the part is of type "text/plain", not application/http (multipart, part 1)',
    ],
    [
      'no type',
      ['--batchresponse_1', 'X: y', '', '', ...CLOSE],
      'multipart: the part has no Content-Type, not application/http (multipart, part 1)',
    ],
    [
      'a request',
      [...part(OK), ...part(['GET /x HTTP/1.1', '', '']), ...CLOSE],
      'multipart: "GET /x HTTP/1.1" is not a status line of HTTP/1.0 or 1.1 (multipart, part 2)',
    ],
    [
      'a fault in a changeset',
      [
        ...part(OK),
        '--batchresponse_1',
        'Content-Type: multipart/mixed; boundary=c',
        '',
        ...part(OK, '1', 'c'),
        ...CLOSE,
      ],
      'truncated: the close delimiter "--c--" is missing (truncated, part 2.1)',
    ],
    [
      'nested twice',
      [
        '--batchresponse_1',
        'Content-Type: multipart/mixed; boundary=c',
        '',
        '--c',
        'Content-Type: multipart/mixed; boundary=d',
        '',
        '--d--',
        '--c--',
        ...CLOSE,
      ],
      'multipart: the part is of type "multipart/mixed; boundary=d", not application/http (multipart, part 1.1)',
    ],
  ])('%s', async (_, lines, message) => {
    expect(await errorOf(lines)).toBe(message);
  });

  test('a content type without a boundary', async () => {
    expect(await errorOf(CLOSE, { contentType: 'multipart/mixed' })).toBe(
      'multipart: the Content-Type has no boundary (multipart, the whole document)',
    );
  });

  test('limits', async () => {
    const lines = [...part(OK), ...CHANGESET, ...CLOSE];
    expect(await errorOf(lines, { maxBytes: 100 })).toMatch(/^maxBytes: the document exceeds 100 bytes/);
    expect(await errorOf(lines, { maxResponses: 1 })).toMatch(/^maxResponses: there are more than 1 parts/);
    expect(await errorOf(lines, { maxResponses: 2 })).toMatch(/^maxResponses: there are too many responses/);
    expect(await read(lines, { maxResponses: 3 })).toHaveLength(3);
  });
});

test('with onFault, the parts that can be read are returned', async () => {
  const faults: DocumentFault[] = [];
  const onFault = (fault: DocumentFault) => faults.push(fault);
  const lines = [...part(OK, '1'), ...part(['GET /x', '', ''], '2'), ...part(OK, '3'), ...part(OK, '4')];
  const responses = await read(lines, { onFault });
  expect(responses.map(({ id }) => id)).toEqual(['1', '3']);
  expect(faults.map(({ error: { rule, place }, response }) => ({ rule, place, response }))).toEqual([
    { rule: 'multipart', place: { part: '2' }, response: { position: 1, hrefs: [], id: '2' } },
    { rule: 'truncated', place: { part: '4' }, response: undefined },
  ]);
});
