import { describe, expect, test } from '@jest/globals';
import { type Answered, answerPart, plainTextOf, textOf, write } from './answer-parts.js';

const JSON_TYPE = { 'content-type': 'application/json' };
/** An answer with all that a client may need: JSON, binary, 204, an error, and a changeset with inner Content-IDs. */
const ANSWERED: readonly Answered[] = [
  { id: '~1', status: 200, headers: { etag: '"1"', ...JSON_TYPE }, body: '{\r\n  "a": "é"\n}' },
  {
    id: '~2i',
    clientId: 'x',
    status: 200,
    headers: { 'content-type': 'image/png' },
    body: Uint8Array.of(0, 255, 13, 10),
  },
  { id: '~3', clientId: 'y', status: 204 },
  { id: '~4.1i', clientId: '1', status: 201, headers: { location: '/a', ...JSON_TYPE }, body: '{}' },
  { id: '~4.2', clientId: '2', status: 299 },
  { id: '~5', status: 404, problem: 'not-allowed' },
];

test('writes the parts, byte by byte', async () => {
  const answer = await write(ANSWERED);
  expect((await plainTextOf(answer)).split('\r\n')).toEqual([
    '--batchresponse',
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    '',
    'HTTP/1.1 200 OK',
    'ETag: "1"',
    'Content-Type: application/json',
    'Content-Length: 11',
    '',
    '{"a": "\xc3\xa9"}',
    '--batchresponse',
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    'Content-ID: x',
    '',
    'HTTP/1.1 200 OK',
    'Content-ID: x',
    'Content-Type: image/png',
    'Content-Length: 4',
    '',
    '\0\xff',
    '',
    '--batchresponse',
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    'Content-ID: y',
    '',
    'HTTP/1.1 204 No Content',
    '',
    '',
    '--batchresponse',
    'Content-Type: multipart/mixed; boundary=changesetresponse',
    '',
    '--changesetresponse',
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    'Content-ID: 1',
    '',
    'HTTP/1.1 201 Created',
    'Content-ID: 1',
    'Location: /a',
    'Content-Type: application/json',
    'Content-Length: 2',
    '',
    '{}',
    '--changesetresponse',
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    'Content-ID: 2',
    '',
    'HTTP/1.1 299 Unknown',
    'Content-Length: 0',
    '',
    '',
    '--changesetresponse--',
    '',
    '--batchresponse',
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    '',
    'HTTP/1.1 404 Not Found',
    'Content-Type: application/json',
    'Content-Length: 92',
    '',
    '{"error":{"code":"not-allowed","message":"Because of part 2.1 and not of a~3","details":[]}}',
    '--batchresponse--',
    '',
  ]);
});

/** What breaks a client that is in use, and how the answer shows that it is not so. */
describe('what clients of OData cannot read is not written', () => {
  const ENVELOPE = /^multipart\/mixed; boundary=batchresponse_[A-Za-z0-9-]{36}$/;

  test.each<[change: string, holds: (text: string, type: string, boundary: string) => boolean]>([
    ['a quoted boundary', (_text, type) => !type.includes('"')],
    ['a parameter after the boundary', (_text, type) => ENVELOPE.test(type)],
    ['no space before the boundary', (_text, type) => type.startsWith('multipart/mixed; boundary=')],
    ['MIME headers in lower case', (text) => !/^content-/m.test(text)],
    ['LF alone', (text) => !/(?<!\r)\n/.test(text)],
    [
      'a preamble or an empty line',
      (text, _type, boundary) => text.startsWith(`--${boundary}\r\nContent-Type: `),
    ],
    [
      'an epilogue, or no line break at the end',
      (text, _type, boundary) => text.endsWith(`\r\n--${boundary}--\r\n`),
    ],
    ['a parameter of application/http', (text) => !/^Content-Type: application\/http(?!\r\n)/m.test(text)],
    ['a status line without phrase', (text) => [...text.matchAll(/^HTTP\/1\.1 \d{3} \w+/gm)].length === 6],
    [
      'a changeset without Content-ID',
      (text) => /Content-ID: 1\r\n\r\nHTTP/.test(text) && /Content-ID: 2\r\n\r\nHTTP/.test(text),
    ],
    ['JSON on several lines', (text) => text.includes('\r\n\r\n{"a": "\xc3\xa9"}\r\n--')],
    ['a boundary of another name', (text) => /boundary=changesetresponse_[A-Za-z0-9-]{36}\r\n/.test(text)],
    [
      'no empty line where there is no body',
      (text) => text.includes('HTTP/1.1 204 No Content\r\n\r\n\r\n--'),
    ],
    [
      'Content-ID before Content-Type',
      (text, _type, boundary) => !text.includes(`--${boundary}\r\nContent-ID`),
    ],
  ])('%s', async (_change, holds) => {
    const answer = await write(ANSWERED);
    const boundary = answer.contentType.split('boundary=')[1] ?? '';
    expect(answer.contentType).toMatch(ENVELOPE);
    expect(holds(await textOf(answer), answer.contentType, boundary)).toBe(true);
  });

  test.each([
    [{}, { 'odata-version': '4.0' }],
    [{ 'odata-version': '4.01', 'odata-maxversion': '4.0' }, { 'odata-version': '4.0' }],
    [{ dataserviceversion: '2.0' }, { dataserviceversion: '2.0' }],
  ])('another status or version: %j', async (headers, expected) => {
    const answer = await write(ANSWERED, headers);
    expect({ status: answer.status, headers: answer.headers }).toEqual({ status: 200, headers: expected });
  });

  test('a boundary that another answer has', async () => {
    const types = await Promise.all([write([]), write([])]);
    expect(types[0].contentType).not.toBe(types[1].contentType);
  });
});

describe('which requests are answered', () => {
  const ok = (id: string): Answered => ({ id, clientId: id, status: 201 });
  const failed = (id: string, problem?: string): Answered =>
    problem === undefined ? { id, clientId: id, status: 409 } : { id, clientId: id, status: 424, problem };
  const CONTINUE = { prefer: 'continue-on-error' };

  test.each<[name: string, headers: Record<string, string>, answered: readonly Answered[], expected: string]>(
    [
      [
        'what was stopped is omitted',
        {},
        [
          ok('~1'),
          failed('~2'),
          failed('~3', 'stopped'),
          failed('~4.1', 'stopped'),
          failed('~4.2', 'stopped'),
        ],
        '~1 ~2',
      ],
      ['what needs the failure too', {}, [failed('~1'), failed('~2', 'failed-dependency')], '~1'],
      [
        'unless the batch goes on',
        CONTINUE,
        [failed('~1'), failed('~2', 'failed-dependency'), ok('~3')],
        '~1 ~2 ~3',
      ],
      [
        'of a changeset that was rolled back, the request that failed',
        CONTINUE,
        [failed('~1.1', 'rolled-back'), failed('~1.2'), failed('~1.3', 'rolled-back'), ok('~2')],
        '~1.2 ~2',
      ],
      [
        'of a changeset without transaction, the request that failed',
        {},
        [ok('~1.1'), failed('~1.2'), failed('~1.3', 'failed-dependency')],
        '~1.2',
      ],
      [
        'of a changeset that nobody is to blame for, the first',
        {},
        [failed('~1.1', 'rolled-back'), failed('~1.2', 'rolled-back')],
        '~1.1',
      ],
      ['of a changeset with a redirect, that one', {}, [{ ...ok('~1.1'), status: 303 }, ok('~1.2')], '~1.1'],
      ['two changesets in a row', {}, [ok('~1.1'), ok('~2.1'), failed('~2.2')], '[~1.1] ~2.2'],
      ['a changeset of one', {}, [ok('~1.1')], '[~1.1]'],
    ],
  )('%s', async (_name, headers, answered, expected) => {
    const text = await textOf(await write(answered, headers));
    const outline = [
      ...text.matchAll(/boundary=(changeset)|--(changeset)response_[\w-]+--|^Content-ID: (\S+)/gm),
    ];
    const written = outline.map(([, begin, end, id]) => (begin ? '[' : end ? ']' : `${id} `)).join('');
    expect(written.replaceAll(' ]', '] ').trim()).toBe(expected);
  });

  test('the parts may arrive one by one', async () => {
    async function* parts() {
      for (const each of ANSWERED) yield answerPart(each);
    }
    expect(await plainTextOf(await write(parts()))).toBe(await plainTextOf(await write(ANSWERED)));
  });
});

describe('a body that the endpoint has omitted', () => {
  test.each<
    [method: string, status: number, bodyOmitted: 'too-large' | 'minimal' | 'not-stored', expected: string]
  >([
    ['GET', 200, 'too-large', '500 Internal Server Error'],
    ['GET', 200, 'not-stored', '500 Internal Server Error'],
    ['POST', 201, 'too-large', '204 No Content'],
    ['PATCH', 200, 'minimal', '204 No Content'],
    ['POST', 422, 'too-large', '422 Unprocessable Content'],
  ])('%s %i %s', async (method, status, bodyOmitted, expected) => {
    const headers = { location: '/a', ...JSON_TYPE };
    const text = await textOf(await write([{ id: '~1', method, status, bodyOmitted, headers }]));
    expect(/HTTP\/1\.1 (.*)\r/.exec(text)?.[1]).toBe(expected);
    expect(text.includes('{"error":{"code":"body-omitted"')).toBe(!expected.startsWith('204'));
    expect(text).toContain('Location: /a\r\n');
  });
});

test('never throws: what cannot stand in a head is omitted', async () => {
  const headers = { 'x-a': 'a\r\nb', 'x b': 'c', 'content-type': 'a\0b', 'x-é': 'd' };
  const text = await textOf(await write([{ id: '~1', clientId: 'a\nb', status: 200, headers, body: 'e' }]));
  expect(text).toContain('binary\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\ne\r\n');
});

describe('a long answer', () => {
  const body = new Uint8Array(1_000_000);

  test('is written in pieces of 64 KiB, each when it is requested', async () => {
    let taken = 0;
    async function* parts() {
      for (let number = 1; number <= 10; number += 1) {
        taken += 1;
        yield answerPart({ id: `~${number}`, status: 200, headers: { 'content-type': 'image/png' }, body });
      }
    }
    const answer = await write(parts());
    expect(taken).toBe(1);
    const lengths: number[] = [];
    for await (const piece of answer.body as AsyncIterable<Uint8Array>) lengths.push(piece.length);
    expect(new Set(lengths.slice(0, -1))).toEqual(new Set([65_536]));
    expect(lengths.reduce((sum, length) => sum + length)).toBeGreaterThan(10_000_000);
  });

  test('a short one is whole', async () => {
    expect((await write(ANSWERED)).body).toBeInstanceOf(Uint8Array);
  });
});
