import { describe, expect, test } from '@jest/globals';
import { MultipartError } from '#wire/multipart/multipart-error.js';
import { type Part, readMultipart } from '#wire/multipart/read-multipart.js';

const LIMITS = { maxParts: 10, maxHeadBytes: 200 };

/** Reads a text in which each character is a byte, and lines are joined by CRLF. */
function read(lines: readonly string[], boundary = 'b', limits = LIMITS): Part[] {
  return readMultipart(Buffer.from(lines.join('\r\n'), 'latin1'), boundary, limits);
}

/** The bodies of the parts, one character for each byte. */
function bodiesOf(parts: readonly Part[]): string[] {
  return parts.map(({ body }) => Buffer.from(body).toString('latin1'));
}

function errorOf(lines: readonly string[], limits = LIMITS): MultipartError {
  try {
    read(lines, 'b', limits);
  } catch (error) {
    if (error instanceof MultipartError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('the body of the only part', () => {
  test.each<[name: string, lines: string[], body: string]>([
    ['the usual form', ['--b', 'A: x', '', 'body', '--b--', ''], 'body'],
    ['no line break at the end', ['--b', 'A: x', '', 'body', '--b--'], 'body'],
    [
      'preamble and epilogue',
      ['preamble --b', '-- b', '--b', '', 'body', '--b--', '--b', 'epilogue'],
      'body',
    ],
    ['leading empty lines', ['', '', '--b', '', 'body', '--b--'], 'body'],
    ['transport padding', ['--b \t', '', 'body', '--b-- ', ''], 'body'],
    [
      'the delimiter within a line',
      ['--b', '', 'x--b', ' --b', '--bx', '--b x', '--b--'],
      'x--b\r\n --b\r\n--bx\r\n--b x',
    ],
    ['close delimiter with text', ['--b', '', '--b-', '--b--x', '--b--'], '--b-\r\n--b--x'],
    ['empty lines around the body', ['--b', '', '', 'body', '', '', '--b--'], '\r\nbody\r\n\r\n'],
    ['an empty body', ['--b', 'A: x', '', '', '--b--'], ''],
    ['a head that ends the part', ['--b', 'A: x', '', '--b--'], ''],
    ['a body that ends with CR', ['--b', '', 'body\r', '--b--'], 'body\r'],
    ['all bytes', ['--b', '', '\0\x01\x7f\x80\xe9\xff', '--b--'], '\0\x01\x7f\x80\xe9\xff'],
  ])('%s', (_, lines, body) => {
    expect(bodiesOf(read(lines))).toEqual([body]);
  });

  test('LF only', () => {
    const text = '--b\nA: x\n\nbody\n\n--b--\n';
    expect(bodiesOf(readMultipart(Buffer.from(text), 'b', LIMITS))).toEqual(['body\n']);
  });
});

test('a body is a view of the bytes that were passed in', () => {
  const bytes = Buffer.from('--b\r\n\r\nbody\r\n--b--');
  const [part] = readMultipart(bytes, 'b', LIMITS);
  expect(part?.body.buffer).toBe(bytes.buffer);
});

test.each(['-', '--', '=', '.*', '$', '===1==', "a'()+_,-./:=? b", 'b'.repeat(1000)])(
  'boundary %j',
  (boundary) => {
    const lines = [`--${boundary}`, '', `1--${boundary}`, `--${boundary}`, '', '2', `--${boundary}--`];
    expect(bodiesOf(read(lines, boundary))).toEqual([`1--${boundary}`, '2']);
  },
);

test.each([[['--b--']], [['--b', '--b--']]])('no parts: %j', (lines) => {
  expect(read(lines)).toEqual([]);
});

test('parts are numbered from 1', () => {
  expect(read(['--b', '', '', '--b', '', '', '--b--']).map(({ number }) => number)).toEqual([1, 2]);
});

test('headers: any case, no space after the colon, blanks at the end, folds; the first of several counts', () => {
  const head = [
    'CONTENT-Type:application/http',
    'Content-ID: <a +',
    ' b',
    '\t',
    ' c>',
    'Empty:',
    'content-id: other',
    'X:\ty: z \t',
  ];
  expect(read(['--b', ...head, '', '', '--b--'])[0]?.headers).toEqual({
    'content-type': 'application/http',
    'content-id': '<a + b c>',
    empty: '',
    x: 'y: z',
  });
});

test('values are Latin-1, and a blank of Latin-1 is no blank', () => {
  expect(read(['--b', 'A: \xa0\xe9\xa0', '', '', '--b--'])[0]?.headers).toEqual({ a: '\xa0\xe9\xa0' });
});

test('a header may have the name of a member of Object', () => {
  const headers = read(['--b', '__proto__: x', '', '', '--b--'])[0]?.headers ?? {};
  expect(Object.entries(headers)).toEqual([['__proto__', 'x']]);
});

describe('refused', () => {
  test.each<[name: string, lines: string[], message: string, part: number | undefined]>([
    ['empty', [], 'no line is the delimiter "--b"', undefined],
    [
      'lost line breaks',
      ['--bA: x--b--'],
      'no line is the delimiter "--b": the body has no line breaks; were they lost?',
      undefined,
    ],
    ['another boundary', ['--c', '', '--c--'], 'no line is the delimiter "--b"', undefined],
    [
      'no close delimiter',
      ['--b', '', 'x', '--b', '', ''],
      'part 2: the close delimiter "--b--" is missing',
      2,
    ],
    ['a line that is no field', ['--b', 'A', '', '--b--'], 'part 1: "A" is not a header field', 1],
    ['a name that is no token', ['--b', 'A B: x', '', '--b--'], 'part 1: "A B: x" is not a header field', 1],
    ['no name', ['--b', ': x', '', '--b--'], 'part 1: ": x" is not a header field', 1],
    ['a fold without a field', ['--b', ' x: y', '', '--b--'], 'part 1: " x: y" is not a header field', 1],
    ['NUL', ['--b', '', 'x', '--b', 'A: \0', '', '--b--'], 'part 2: the head has a control character', 2],
    ['a bare CR', ['--b', 'A: x\ry', '', '--b--'], 'part 1: the head has a control character', 1],
    ['CR twice', ['--b', 'A: x\r', '', '--b--'], 'part 1: the head has a control character', 1],
    ['a head without end', ['--b', 'A: x', '--b--'], 'part 1: the head does not end with an empty line', 1],
    ['an empty part', ['--b', '--b', '--b--'], 'part 1: the head does not end with an empty line', 1],
  ])('%s', (_, lines, message, part) => {
    const error = errorOf(lines);
    expect([error.message, error.part, error.limit]).toEqual([message, part, undefined]);
  });

  test('more parts than maxParts', () => {
    const parts = (count: number) => [...Array<string[]>(count).fill(['--b', '', '']).flat(), '--b--'];
    expect(read(parts(10))).toHaveLength(10);
    const error = errorOf(parts(11));
    expect(error.message).toBe('there are more than 10 parts');
    expect(error.limit).toEqual({ name: 'maxParts', max: 10 });
  });

  test('10^5 parts, without reading on', () => {
    // The second part is not looked at: it would be refused for another reason.
    const error = errorOf(['--b', '', '', '--b', 'no field', ...Array<string>(100_000).fill('--b')], {
      ...LIMITS,
      maxParts: 1,
    });
    expect(error.limit?.name).toBe('maxParts');
  });

  test.each([
    ['in many lines', 'A: x\r\n'.repeat(100)],
    ['in one line', `A: ${'x'.repeat(1000)}`],
    ['without end', 'x'.repeat(201)],
  ])('a head longer than maxHeadBytes, %s', (_, head) => {
    const error = errorOf(['--b', head, '', '--b--']);
    expect(error.message).toBe('part 1: the head is longer than 200 bytes');
    expect([error.part, error.limit]).toEqual([1, { name: 'maxHeadBytes', max: 200 }]);
  });

  test('a head of maxHeadBytes is read', () => {
    // With the line breaks and the empty line, 200 bytes.
    expect(read(['--b', `A: ${'x'.repeat(193)}`, '', '', '--b--'])).toHaveLength(1);
  });
});
