import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { boundaryOf } from '#wire/multipart/content-type.js';
import { readHttpRequest, readHttpResponse } from '#wire/multipart/http-message.js';
import { MultipartError } from '#wire/multipart/multipart-error.js';
import { readMultipart } from '#wire/multipart/read-multipart.js';
import { requestHead, responseHead, writeMultipart } from '#wire/multipart/write-multipart.js';
import { anyCharacter } from '../../support/any-character.js';

const LIMITS = { maxParts: 20, maxHeadBytes: 5000 };

const token = fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,10}$/);
/** Without blanks at its ends. */
const value = fc.stringMatching(
  /^(?:[\x21-\x7e\xa0-\xff][\t\x20-\x7e\x80-\xff]{0,20}[\x21-\x7e\xa0-\xff])?$/,
);
const fields = fc.array(fc.tuple(token, value), { maxLength: 4 });
const boundary = fc.stringMatching(/^[\x20-\x7e]{0,10}[\x21-\x7e]$/);
const line = fc.string({ unit: anyCharacter, minLength: 1, maxLength: 20 });
/** Bytes with many line breaks and dashes, as the lines of a multipart body have them. */
const body = fc
  .array(fc.oneof(fc.constantFrom('\r\n', '\n', '\r', '--', '--b', '\0', 'x'), fc.string({ maxLength: 5 })), {
    maxLength: 10,
  })
  .map((pieces) => Buffer.from(pieces.join('')));

async function bytesOf(pieces: AsyncIterable<string | Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(Buffer.from(piece as string));
  return Buffer.concat(all);
}

test('what was written is read again', async () => {
  const parts = fc.array(fc.record({ fields, body }), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(parts, boundary, async (written, mark) => {
      fc.pre(written.every((part) => !part.body.includes(`--${mark}`)));
      const outgoing = written.map((part) => ({ fields: part.fields, body: [part.body] }));
      const read = readMultipart(await bytesOf(writeMultipart(outgoing, mark)), mark, LIMITS);
      expect(read.map((part) => Buffer.from(part.body))).toEqual(written.map((part) => part.body));
      expect(read.map(({ headers }) => headers)).toEqual(
        written.map((part) =>
          Object.fromEntries([...part.fields].reverse().map(([name, text]) => [name.toLowerCase(), text])),
        ),
      );
    }),
  );
});

test('a request that was written is read again', () => {
  fc.assert(
    fc.property(
      token,
      fc.stringMatching(/^[\x21-\x7e\u{a0}-\u{d7ff}]{1,20}$/u),
      fields,
      body,
      (method, target, written, content) => {
        const message = Buffer.concat([Buffer.from(requestHead(method, target, written) as string), content]);
        expect(readHttpRequest(message, LIMITS)).toEqual({ method, target, fields: written, body: content });
      },
    ),
  );
});

test('a response that was written is read again', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 100, max: 999 }),
      fc.stringMatching(/^[\x21-\x7e\xa0-\xff]{1,20}$/),
      fields,
      body,
      (status, reason, written, content) => {
        const message = Buffer.concat([
          Buffer.from(responseHead(status, reason, written) as string),
          content,
        ]);
        expect(readHttpResponse(message, LIMITS)).toEqual({ status, reason, fields: written, body: content });
      },
    ),
  );
});

/** A batch in which all that the reader knows occurs. */
const BATCH = [
  'preamble',
  '--b \t',
  'Content-Type: multipart/mixed; boundary="c"',
  '',
  '--c',
  'Content-Type:application/http',
  'Content-ID: <a',
  ' b>',
  '',
  'POST /x y\xc3\xa9 HTTP/1.1',
  'Content-Length: 3',
  '',
  '{"a":\xe9}',
  '',
  '--c--',
  '',
  '--b',
  'Content-Type: application/http',
  '',
  'HTTP/1.1 204 No Content',
  '',
  '--b--',
  'epilogue',
].join('\r\n');

function readAll(bytes: Uint8Array, mark: string, depth = 0): void {
  for (const part of readMultipart(bytes, mark, LIMITS)) {
    const inner = boundaryOf(part.headers['content-type']);
    if (inner !== undefined && depth < 5) readAll(part.body, inner, depth + 1);
    for (const read of [readHttpRequest, readHttpResponse]) {
      try {
        read(part.body, LIMITS);
      } catch (error) {
        if (!(error instanceof MultipartError)) throw error;
      }
    }
  }
}

test('whatever is changed in a batch, nothing but a MultipartError is thrown', () => {
  const insertion = fc.oneof(
    fc.constantFrom('\r', '\n', '\r\n', '--b', '--b--', '--c', '\0', ' ', ':', '"', 'HTTP/9'),
    line,
  );
  const change = fc.record({
    at: fc.nat(BATCH.length),
    removed: fc.nat(30),
    inserted: insertion.map((text) => Buffer.from(text).toString('latin1')),
  });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      let text = BATCH;
      for (const { at, removed, inserted } of changes)
        text = text.slice(0, at) + inserted + text.slice(at + removed);
      expectEnd(() => readAll(Buffer.from(text, 'latin1'), 'b'));
    }),
    { numRuns: 1000 },
  );
});

test('the batch itself is read', () => {
  expect(() => readAll(Buffer.from(BATCH, 'latin1'), 'b')).not.toThrow();
});

/** Checks that `read` returns, or throws a MultipartError. */
function expectEnd(read: () => unknown): void {
  let thrown: unknown;
  try {
    read();
  } catch (error) {
    thrown = error;
  }
  expect(thrown === undefined || thrown instanceof MultipartError).toBe(true);
}

/** So many bytes that a reader which takes quadratic time would need minutes. */
const MANY = 1e6;
const MANY_LIMITS = { maxParts: 10, maxHeadBytes: 2 * MANY };

test.each<[name: string, lines: string[], mark?: string]>([
  ['dashes', ['--b', '', '-'.repeat(MANY), '--b--']],
  ['line breaks', ['--b', '', '\n'.repeat(MANY), '--b--']],
  ['delimiters within lines', ['--b', '', 'x--b'.repeat(MANY / 4), '--b--']],
  ['lines that begin as a delimiter', ['--b', '', `--b${' '.repeat(2000)}x\n`.repeat(MANY / 2000), '--b--']],
  ['a long boundary', [`--${'b'.repeat(MANY / 10 - 1)}\n`.repeat(10)], 'b'.repeat(MANY / 10)],
  ['a long line in the head', ['--b', 'a'.repeat(MANY), '', '', '--b--']],
  ['many folds', ['--b', 'a: b\n', ' x\n'.repeat(MANY / 3), '', '', '--b--']],
  ['many fields', ['--b', 'a: b\n'.repeat(MANY / 5), '', '', '--b--']],
  ['blanks in a field', ['--b', `a: ${' '.repeat(MANY)}b`, '', '', '--b--']],
])('takes linear time: %s', (_, lines, mark = 'b') => {
  expectEnd(() => readMultipart(Buffer.from(lines.join('\n')), mark, MANY_LIMITS));
});

test.each([
  ['versions', `GET /x${' HTTP/'.repeat(MANY / 6)}`],
  ['blanks in a request line', `GET /x${' '.repeat(MANY)}y`],
  ['blanks in a status line', `HTTP/1.1 ${' '.repeat(MANY)}x`],
])('takes linear time: %s', (_, first) => {
  const bytes = Buffer.from(`${first}\r\n\r\n`);
  expectEnd(() => readHttpRequest(bytes, MANY_LIMITS));
  expectEnd(() => readHttpResponse(bytes, MANY_LIMITS));
});

test.each([
  ['quotes', '"'.repeat(MANY)],
  ['boundaries', ';boundary='.repeat(MANY / 10)],
  ['backslashes', `; boundary="${'\\'.repeat(MANY)}`],
  ['blanks', `; boundary${' '.repeat(MANY)}x`],
])('takes linear time: %s in a content type', (_, parameters) => {
  expect(boundaryOf(`multipart/mixed${parameters}`)).toBeUndefined();
});
