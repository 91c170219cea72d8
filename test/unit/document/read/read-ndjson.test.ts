import { describe, expect, test } from '@jest/globals';
import {
  isDocumentError,
  type Multistatus,
  type MultistatusResponse,
  type MultistatusSource,
  type ReadLimits,
  readMultistatus,
  readNdjson,
  type Summary,
  toJsonText,
  writeNdjson,
} from '@multistatus/document';
import fc from 'fast-check';
import { cut, wholeDocument } from './read-arbitraries.js';

const SUMMARY = '{"summary":{"total":2,"succeeded":1,"failed":1,"other":0}}';
const FIRST = '{"id":"b","index":1,"href":"/b","status":423,"body":{"n":1.00}}';
const SECOND = '{"id":"a","index":0,"href":"/a","status":200}';
const TEXT = `${FIRST}\n${SECOND}\n${SUMMARY}\n`;
const NDJSON = { contentType: 'application/x-ndjson; charset=utf-8' };
const UTF8 = new TextEncoder();

async function faultOf(reading: Promise<unknown>): Promise<unknown> {
  return reading.then(
    () => 'read',
    (error: unknown) => {
      if (!isDocumentError(error)) throw error;
      return [error.rule, error.place, error.message];
    },
  );
}

/** Reads line by line, and gives what came until it ended, or until its fault. */
async function readLines(
  source: MultistatusSource,
  limits?: ReadLimits,
): Promise<{ given: MultistatusResponse[]; summary?: Summary; fault?: unknown }> {
  const lines = readNdjson(source, limits);
  const given: MultistatusResponse[] = [];
  try {
    for (;;) {
      const result = await lines.next();
      if (result.done === true) return { given, summary: result.value };
      given.push(result.value);
    }
  } catch (error) {
    if (!isDocumentError(error)) throw error;
    return { given, fault: [error.rule, error.place] };
  }
}

describe('readMultistatus', () => {
  test.each<[string, MultistatusSource, { contentType?: string } | undefined]>([
    ['by its type', TEXT, NDJSON],
    [
      'by the type of a response',
      new Response(TEXT, { headers: { 'content-type': 'application/x-ndjson' } }),
      {},
    ],
    ['by its looks', TEXT, {}],
    ['by its looks, in bytes', UTF8.encode(TEXT), {}],
    ['with a byte order mark', `\uFEFF${TEXT}`, NDJSON],
    [
      'with CRLF, empty lines and no end of the last line',
      `\r\n${TEXT.replaceAll('\n', '\r\n\r\n').trim()}`,
      NDJSON,
    ],
  ])(
    'gives what came in the order of completion in that of the request: %s',
    async (_how, source, options) => {
      const reading = await readMultistatus(source, options);
      expect(reading.document).toEqual({
        summary: { total: 2, succeeded: 1, failed: 1, other: 0 },
        responses: [
          { id: 'a', index: 0, href: '/a', status: 200 },
          { id: 'b', index: 1, href: '/b', status: 423, body: { encoding: 'json', text: '{"n":1.00}' } },
        ],
      });
      expect(reading.failed().map(({ id }) => id)).toEqual(['b']);
    },
  );

  const summaryOf = (total: number): string =>
    `{"summary":{"total":${total},"succeeded":${total},"failed":0,"other":0}}`;
  const lineOf = (index?: number): string => `${JSON.stringify({ index, href: '/a', status: 200 })}\n`;

  test.each<[string, string, string]>([
    [
      'a summary that counts more',
      lineOf(0) + summaryOf(9),
      'the summary counts 9 responses, but there is 1',
    ],
    [
      'a summary that counts fewer',
      lineOf(0) + lineOf(1) + summaryOf(1),
      'the summary counts 1 response, but there are 2',
    ],
    ['an index twice', lineOf(1) + lineOf(0) + lineOf(1) + summaryOf(3), 'two responses have the index 1'],
    [
      'an index twice, and some without',
      lineOf() + lineOf(0) + lineOf(0) + summaryOf(3),
      'two responses have the index 0',
    ],
    ['a gap', lineOf(2) + lineOf(0) + summaryOf(2), 'there is no response with the index 1'],
    ['a gap at the start', lineOf(1) + summaryOf(1), 'there is no response with the index 0'],
  ])('lines that are not all there: %s', async (_what, text, message) => {
    const line = text.split('\n').length;
    const place = { line, column: 1 };
    expect(await faultOf(readMultistatus(text, NDJSON))).toEqual([
      'truncated',
      place,
      `the text is truncated: ${message} (truncated, line ${line}, column 1)`,
    ]);
    expect((await readLines(text)).fault).toEqual(['truncated', place]);
  });

  test('indexes that only some lines have need not be all', async () => {
    const { document } = await readMultistatus(lineOf(2) + lineOf() + summaryOf(2), NDJSON);
    expect(document.responses).toHaveLength(2);
  });

  test('any line that is lost is noticed', async () => {
    const count = fc.integer({ min: 1, max: 6 });
    await fc.assert(
      fc.asyncProperty(
        count.chain((length) => {
          const indexes = Array.from({ length }, (_, index) => index);
          return fc.tuple(fc.shuffledSubarray(indexes, { minLength: length }), fc.nat(length));
        }),
        async ([indexes, lost]) => {
          const lines = [...indexes.map((index) => lineOf(index)), summaryOf(indexes.length)];
          expect((await readMultistatus(lines.join(''), NDJSON)).document.responses).toHaveLength(
            indexes.length,
          );
          const rest = lines.filter((_line, position) => position !== lost).join('');
          expect(await faultOf(readMultistatus(rest, NDJSON))).toContain('truncated');
        },
      ),
      { numRuns: 100 },
    );
  });

  test('a single line is NDJSON if it is a response or the summary', async () => {
    const { document } = await readMultistatus('{"summary":{"total":0,"succeeded":0,"failed":0,"other":0}}');
    expect(document).toEqual({ summary: { total: 0, succeeded: 0, failed: 0, other: 0 }, responses: [] });
    expect(await faultOf(readMultistatus(SECOND))).toMatchObject([
      'truncated',
      { line: 1, column: 1 },
      expect.any(String),
    ]);
  });

  test.each([
    '{"summary":{"total":0,"succeeded":0,"failed":0,"other":0},"responses":[]}',
    '{"responses":[]}\n',
    '{"results":[],"errors":[]}\n',
    '{\n"href":"/a",\n"responses":[]}',
  ])('what has the members of a document is one: %s', async (text) => {
    expect((await readMultistatus(text)).document.responses).toEqual([]);
  });

  test('whatever is written as NDJSON is read as if it had come as JSON, in pieces of any size', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(wholeDocument, sizes, fc.infiniteStream(fc.nat()), async (whole, pieces, order) => {
        const responses = whole.responses.map((response, index) => ({ ...response, index }));
        const summary = { total: responses.length, succeeded: 0, failed: 0, other: 0 };
        const document: Multistatus = { summary, responses };
        const shuffled = responses
          .map((response) => ({ response, key: order.next().value as number }))
          .sort((one, other) => one.key - other.key);
        let text = '';
        for await (const line of writeNdjson(
          shuffled.map(({ response }) => response),
          () => summary,
        )) {
          text += line;
        }
        const fromNdjson = await readMultistatus(cut(Buffer.from(text), pieces), NDJSON);
        const fromJson = await readMultistatus(toJsonText(document));
        expect(fromNdjson.document).toEqual(fromJson.document);
        expect((await readMultistatus(text)).document).toEqual(fromJson.document);
      }),
      { numRuns: 200 },
    );
  });
});

describe('what is no NDJSON of a batch is refused with its line', () => {
  test.each<[string, string, string, { line: number; column: number }, string]>([
    [
      'no summary',
      `${FIRST}\n${SECOND}\n`,
      'truncated',
      { line: 3, column: 1 },
      'the text is truncated: the last line, {"summary": ...}, is missing',
    ],
    [
      'no end of a line',
      `${FIRST}\n${SECOND.slice(0, 20)}`,
      'truncated',
      { line: 2, column: 21 },
      'the text is truncated: the last line is not a complete JSON text',
    ],
    [
      'a broken line in the middle',
      `${FIRST}\n{"href":}\n${SUMMARY}\n`,
      'json',
      { line: 2, column: 9 },
      'expected a value',
    ],
    [
      'two values on a line',
      `${FIRST},${SECOND}\n${SUMMARY}\n`,
      'json',
      { line: 1, column: FIRST.length + 1 },
      'expected the end of the text',
    ],
    [
      'a line that is no object',
      `${FIRST}\n[]\n${SUMMARY}\n`,
      'shape',
      { line: 2, column: 1 },
      'the line must be an object',
    ],
    [
      'a line after the summary',
      `${SUMMARY}\n${FIRST}\n`,
      'shape',
      { line: 2, column: 1 },
      'the line comes after the summary, which must be the last line',
    ],
    [
      'two summaries',
      `${SUMMARY}\n${SUMMARY}\n`,
      'shape',
      { line: 2, column: 1 },
      'the line comes after the summary, which must be the last line',
    ],
    [
      'a status that is none',
      `${FIRST}\n{"href":"/a","status":"200"}\n`,
      'X11',
      { line: 2, column: 1 },
      '/status must be a status code, an integer of three digits',
    ],
    ['no href', `{"status":200}\n${SUMMARY}\n`, 'X6', { line: 1, column: 1 }, 'the line has no href'],
    [
      'a summary that counts nothing',
      '{"summary":{"total":-1}}\n',
      'shape',
      { line: 1, column: 1 },
      '/summary/total must be an integer >= 0',
    ],
  ])('%s', async (_what, text, rule, place, message) => {
    const fault = [rule, place, `${message} (${rule}, line ${place.line}, column ${place.column})`];
    expect(await faultOf(readMultistatus(text, NDJSON))).toEqual(fault);
    expect((await readLines(text)).fault).toEqual(fault.slice(0, 2));
  });

  test.each<[keyof ReadLimits, number, number]>([
    ['maxBytes', TEXT.length, 1],
    ['maxDepth', 2, 3],
    ['maxElements', 4, 3],
    ['maxResponses', 2, 2],
  ])('more than %s', async (limit, most, line) => {
    expect((await readMultistatus(TEXT, { ...NDJSON, [limit]: most })).document.responses).toHaveLength(2);
    const options = { ...NDJSON, [limit]: most - 1 };
    const fault = await faultOf(readMultistatus(TEXT, options));
    expect(fault).toMatchObject([limit, { line }, expect.any(String)]);
    expect((await readLines(TEXT, { [limit]: most - 1 })).fault).toMatchObject([limit, { line }]);
  });
});

describe('readNdjson', () => {
  test('gives each response before the next line is there, and the summary in the end', async () => {
    const taken: string[] = [];
    async function* source(): AsyncGenerator<string> {
      for (const line of [FIRST, SECOND, SUMMARY]) {
        taken.push(line);
        yield line.slice(0, 10);
        yield `${line.slice(10)}\n`;
      }
    }
    const lines = readNdjson(source());
    expect(await lines.next()).toMatchObject({ done: false, value: { id: 'b' } });
    expect(taken).toEqual([FIRST]);
    expect(await lines.next()).toMatchObject({ done: false, value: { id: 'a' } });
    expect(taken).toEqual([FIRST, SECOND]);
    expect(await lines.next()).toEqual({
      done: true,
      value: { total: 2, succeeded: 1, failed: 1, other: 0 },
    });
  });

  test('what came before the text is cut was given', async () => {
    expect(await readLines(`${FIRST}\n${SECOND}`)).toMatchObject({
      given: [{ id: 'b' }, { id: 'a' }],
      fault: ['truncated', { line: 2 }],
    });
  });

  test('holds one line at a time, of as many as there are', async () => {
    const body = 'x'.repeat(100_000);
    const limits = { maxBytes: 1_000_000_000 };
    async function* source(): AsyncGenerator<Uint8Array> {
      for (let index = 0; index < 1_500; index += 1) {
        yield UTF8.encode(`{"index":${index},"href":"/${index}","status":200,"body":"${body}"}\n`);
      }
      yield UTF8.encode('{"summary":{"total":1500,"succeeded":1500,"failed":0,"other":0}}');
    }
    let count = 0;
    let most = 0;
    const before = process.memoryUsage().heapUsed;
    for await (const { index } of readNdjson(source(), limits)) {
      expect(index).toBe(count);
      count += 1;
      most = Math.max(most, process.memoryUsage().heapUsed);
    }
    expect(count).toBe(1_500);
    expect(most - before).toBeLessThan(100_000_000);
  });

  test('who stops early cancels the stream', async () => {
    let reason: unknown = 'open';
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(UTF8.encode(`${FIRST}\n`)),
      cancel: () => {
        reason = 'cancelled';
      },
    });
    for await (const { id } of readNdjson(stream)) {
      expect(id).toBe('b');
      break;
    }
    expect(reason).toBe('cancelled');
  });

  test('what the source throws passes through, after what came before it', async () => {
    const broken = new Error('connection lost');
    async function* source(): AsyncGenerator<string> {
      yield `${FIRST}\n`;
      throw broken;
    }
    const lines = readNdjson(source());
    expect(await lines.next()).toMatchObject({ value: { id: 'b' } });
    await expect(lines.next()).rejects.toBe(broken);
  });

  test('an unknown option is refused', async () => {
    const options = { contentType: 'x' } as ReadLimits;
    await expect(readNdjson(TEXT, options).next()).rejects.toThrow('contentType is not an option');
  });
});
