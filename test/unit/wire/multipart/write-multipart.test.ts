import { describe, expect, test } from '@jest/globals';
import { multipartType } from '#wire/multipart/content-type.js';
import {
  httpPartFields,
  newBoundary,
  type Piece,
  requestHead,
  responseHead,
  writeMultipart,
} from '#wire/multipart/write-multipart.js';

/** Collects the pieces as bytes, and returns one character for each. */
async function textOf(pieces: AsyncIterable<Piece>): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(typeof piece === 'string' ? Buffer.from(piece) : piece);
  return Buffer.concat(all).toString('latin1');
}

const CONTENT_TYPE = multipartType('batchresponse_1');
const ANSWER = textOf(
  writeMultipart(
    [
      {
        fields: httpPartFields('0.1'),
        body: [
          responseHead(200, 'OK', [
            ['Content-Type', 'application/json'],
            ['Content-Length', '2'],
          ]),
          '{}',
        ],
      },
      {
        fields: [['Content-Type', multipartType('changesetresponse_2')]],
        body: writeMultipart(
          [{ fields: httpPartFields('1.1'), body: [responseHead(204, 'No Content', [])] }],
          'changesetresponse_2',
        ),
      },
      {
        fields: httpPartFields(undefined),
        body: [responseHead(404, 'Not Found', [['ETag', '"1"']]), Buffer.of(0xff)],
      },
    ],
    'batchresponse_1',
  ),
);

test('an answer, byte by byte', async () => {
  expect((await ANSWER).split('\r\n')).toEqual([
    '--batchresponse_1',
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    'Content-ID: 0.1',
    '',
    'HTTP/1.1 200 OK',
    'Content-Type: application/json',
    'Content-Length: 2',
    '',
    '{}',
    '--batchresponse_1',
    'Content-Type: multipart/mixed; boundary=changesetresponse_2',
    '',
    '--changesetresponse_2',
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    'Content-ID: 1.1',
    '',
    'HTTP/1.1 204 No Content',
    '',
    '',
    '--changesetresponse_2--',
    '',
    '--batchresponse_1',
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    '',
    'HTTP/1.1 404 Not Found',
    'ETag: "1"',
    '',
    '\xff',
    '--batchresponse_1--',
    '',
  ]);
});

/** What clients need, each line with the clients that fail or silently return nothing without it. */
describe('what clients need of an answer', () => {
  test.each<[need: string, clients: string, holds: (text: string, contentType: string) => boolean]>([
    [
      'the boundary is not quoted',
      '@odata/client, o.js, UI5 V2, SAP Cloud SDK, googleapis-batcher',
      (_, type) => !type.includes('"'),
    ],
    [
      'the boundary is the last parameter',
      '@odata/client, o.js, SAP Cloud SDK, googleapis-batcher',
      (_, type) => /; boundary=[\w.-]+$/.test(type),
    ],
    [
      'a space stands before the boundary',
      'googleapis-batcher',
      (_, type) => type.startsWith('multipart/mixed; boundary='),
    ],
    [
      'names of part headers are in the usual case',
      '@odata/client, o.js',
      (text) => !/^content-/m.test(text),
    ],
    [
      'lines end with CRLF',
      'UI5 V4, odata-batch, UI5 V2, o.js, python3-googleapi',
      (text) => !/(?<!\r)\n|\r(?!\n)/.test(text),
    ],
    [
      'no preamble',
      'PnP/sp, googleapis-batcher, dynamics-web-api',
      (text) => text.startsWith('--batchresponse_1\r\n'),
    ],
    ['no leading line break', 'dynamics-web-api', (text) => !/^\s/.test(text)],
    ['no epilogue', 'googleapis-batcher', (text) => /--batchresponse_1--\r?\n?$/.test(text)],
    ['a line break at the end', 'PnP/sp', (text) => text.endsWith('--\r\n')],
    [
      'application/http has no parameters',
      '@odata/client',
      (text) => !/^Content-Type: application\/http(?!\r)/m.test(text),
    ],
    [
      'Content-Type is the first part header',
      'odata-batch',
      (text) =>
        text
          .split(/^--\w+\r\n/m)
          .slice(1)
          .every((part) => part.startsWith('Content-Type:')),
    ],
    [
      'each status line has a reason phrase',
      'odata-batch, PnP/sp, googleapis-batcher, python3-googleapi, UI5 V2, o.js, @odata/client',
      (text) => !/^HTTP\/1.1 \d+ ?\r/m.test(text),
    ],
    [
      'the Content-ID is echoed',
      'UI5 V4, python3-googleapi',
      (text) => text.includes('Content-ID: 0.1\r\n') && text.includes('Content-ID: 1.1\r\n'),
    ],
    [
      'an empty line ends a head without body',
      'UI5 V2',
      (text) => text.includes('HTTP/1.1 204 No Content\r\n\r\n\r\n--changesetresponse_2'),
    ],
    [
      'boundaries have the usual names',
      'PnP/sp, dynamics-web-api, o.js',
      (text) => /^--batchresponse_/.test(text) && /^--changesetresponse_/m.test(text),
    ],
  ])('%s (%s)', async (_, __, holds) => {
    expect(holds(await ANSWER, CONTENT_TYPE)).toBe(true);
  });

  test('a response without a reason phrase is not written', () => {
    expect(() => responseHead(200, '', [])).toThrow(RangeError);
  });
});

test('no parts', async () => {
  expect(await textOf(writeMultipart([], 'b'))).toBe('--b--\r\n');
});

test('parts and bodies may come one after another', async () => {
  async function* body() {
    yield 'a';
    yield Buffer.from('b');
  }
  async function* parts() {
    yield { fields: [], body: body() };
  }
  expect(await textOf(writeMultipart(parts(), 'b'))).toBe('--b\r\n\r\nab\r\n--b--\r\n');
});

test('a boundary is a new one each time, and needs no quotes', () => {
  const boundary = newBoundary('batchresponse');
  expect(boundary).toMatch(/^batchresponse_[\w-]{36}$/);
  expect(newBoundary('batchresponse')).not.toBe(boundary);
  expect(multipartType(boundary)).toBe(`multipart/mixed; boundary=${boundary}`);
});

describe('heads', () => {
  test('of requests', () => {
    expect(
      requestHead('GET', 'People?$filter=a eq 1', [
        ['Accept', 'text/plain'],
        ['X', ''],
      ]),
    ).toBe('GET People?$filter=a eq 1 HTTP/1.1\r\nAccept: text/plain\r\nX: \r\n\r\n');
  });

  test('a URL is written in UTF-8, a value in Latin-1', () => {
    expect(Buffer.from(requestHead('GET', '/\u00e9\u{1f600}', [['X', '\u00e9']])).toString('latin1')).toBe(
      'GET /\xc3\xa9\xf0\x9f\x98\x80 HTTP/1.1\r\nX: \xe9\r\n\r\n',
    );
  });

  test.each<[name: string, write: () => unknown]>([
    ['a method that is no token', () => requestHead('GE T', '/', [])],
    ['no URL', () => requestHead('GET', '', [])],
    ['a URL with a line break', () => requestHead('GET', '/\nx', [])],
    ['a reason with a line break', () => responseHead(200, 'OK\r\nX: y', [])],
    ['a status of two digits', () => responseHead(99, 'OK', [])],
    ['a name with a colon', () => responseHead(200, 'OK', [['a:b', 'x']])],
    ['a value with a line break', () => responseHead(200, 'OK', [['a', 'x\r\ny: z']])],
    ['a value beyond Latin-1', () => responseHead(200, 'OK', [['a', '\u20ac']])],
  ])('%s is not written', (_, write) => {
    expect(write).toThrow(RangeError);
  });

  test('a part header with a line break is not written', async () => {
    const parts = [{ fields: httpPartFields('1\r\nX: y'), body: [] }];
    await expect(textOf(writeMultipart(parts, 'b'))).rejects.toThrow(RangeError);
  });
});
