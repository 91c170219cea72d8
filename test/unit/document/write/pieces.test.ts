import { describe, expect, test } from '@jest/globals';
import {
  type Body,
  jsonBodySize,
  type MultistatusResponse,
  readMultistatus,
  type StatusResponse,
  type Summary,
  toJsonPieces,
  writeJson,
  writeNdjson,
} from '@multistatus/document';
import { toXmlPieces, writeXml, xmlBodySize } from '@multistatus/document/xml-writer';
import fc from 'fast-check';
import { anyCharacter } from '../../../support/any-character.js';

const XML_OPTIONS = { operationsPath: '/operations/' };
/** The length of a slice: cuts fall on its multiples. */
const SLICE = 16_384;

type Write = (responses: readonly MultistatusResponse[]) => Promise<string[]>;

const WRITERS: readonly (readonly [name: string, write: Write])[] = [
  ['toJsonPieces', async (responses) => [...toJsonPieces({ summary: summaryOf(responses), responses })]],
  [
    'toXmlPieces',
    async (responses) => [...toXmlPieces({ summary: summaryOf(responses), responses }, XML_OPTIONS)],
  ],
  ['writeJson', (responses) => gather(writeJson(responses, { summary: summaryOf(responses) }))],
  ['writeXml', (responses) => gather(writeXml(responses, { summary: summaryOf(responses), ...XML_OPTIONS }))],
  ['writeNdjson', (responses) => gather(writeNdjson(responses, () => summaryOf(responses)))],
];

function summaryOf({ length }: readonly MultistatusResponse[]): Summary {
  return { total: length, succeeded: length, failed: 0, other: 0 };
}

async function gather(pieces: AsyncIterable<string>): Promise<string[]> {
  const gathered: string[] = [];
  for await (const piece of pieces) gathered.push(piece);
  return gathered;
}

function responseWith(body: Body, index = 0): StatusResponse {
  return { index, href: '/a', status: 200, headers: { 'Content-Type': 'text/plain' }, body };
}

/** The body as a body that is decoded while it is written. */
function sliced({ encoding, text }: Body, lengths: readonly number[], isXmlText: boolean): Body {
  return {
    encoding,
    text,
    sliced: {
      isXmlText,
      *slices() {
        let start = 0;
        for (let round = 0; start < text.length; round += 1) {
          let end = start + (lengths[round % lengths.length] ?? SLICE);
          if (/[\uD800-\uDBFF]$/.test(text.slice(start, end)) && /^[\uDC00-\uDFFF]/.test(text.slice(end)))
            end += 1;
          yield text.slice(start, end);
          start = end;
        }
      },
    },
  };
}

function bytesOf(pieces: readonly string[]): Buffer {
  return Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
}

async function readBody(bytes: Buffer): Promise<string> {
  const { document } = await readMultistatus(bytes.toString());
  const { body } = document.responses[0] as StatusResponse;
  return body?.encoding === 'base64' ? Buffer.from(body.text, 'base64').toString() : (body?.text ?? '');
}

const SPECIALS = ['<', '&', '>', ']]>', '\r', '\n', '"', '\\', 'é', '漢', '😀', '\u2028', '\u0085', '\ufffd'];
/** A text in which special characters stand where it is cut, and elsewhere. */
const longText = fc
  .record({
    before: fc.array(fc.constantFrom(...SPECIALS), { maxLength: 3 }),
    shift: fc.integer({ min: 0, max: 4 }),
    cuts: fc.array(fc.array(fc.constantFrom(...SPECIALS), { minLength: 1, maxLength: 5 }), { maxLength: 6 }),
  })
  .map(({ before, shift, cuts }) => {
    let text = before.join('');
    for (const [index, cut] of cuts.entries())
      text = text.padEnd((index + 1) * SLICE - shift, 'x') + cut.join('');
    return text;
  });

describe.each(WRITERS)('%s', (name, write) => {
  test('writes the same bytes whether a text is cut or not', async () => {
    const lengths = fc.array(fc.integer({ min: 1, max: SLICE }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(longText, lengths, async (text, sizes) => {
        const whole: Body = { encoding: 'text', text };
        const bytes = bytesOf(await write([responseWith(whole)]));
        expect(await readBody(bytes)).toBe(text);
        const pieces = await write([responseWith(sliced(whole, sizes, true))]);
        expect(bytesOf(pieces).equals(bytes)).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  test.each([
    ['XML cannot carry', 'text', `${'<a>\u0000😀'.repeat(20_000)}`],
    ['XML escapes', 'text', '<&>\r'.repeat(40_000)],
    ['JSON escapes', 'text', '"\\\u2028\n'.repeat(40_000)],
    ['are JSON', 'json', `[${'{"a":"<😀>"},'.repeat(15_000)}1]`],
  ] as const)(
    'writes a body of characters that %s in pieces of about 64 KiB',
    async (_name, encoding, text) => {
      const body: Body = { encoding, text };
      const pieces = await write([responseWith(body), responseWith(body, 1)]);
      const bytes = bytesOf(pieces);
      expect(await readBody(bytes)).toBe(text);
      expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(65_536 + 6 * SLICE);
      expect(
        bytesOf(await write([responseWith(sliced(body, [1, 7, 4096], !text.includes('\u0000')))])).length,
      ).toBe(bytesOf(await write([responseWith(body)])).length);
    },
  );

  test('omits nothing and adds nothing between many responses', async () => {
    const responses = Array.from(
      { length: 2_000 },
      (_, index): MultistatusResponse => ({ index, href: `/${index}`, status: 204 }),
    );
    const pieces = await write(responses);
    const { document } = await readMultistatus(bytesOf(pieces).toString());
    expect(document.responses).toEqual(responses);
    if (name.startsWith('to')) expect(pieces.length).toBeLessThan(10);
  });
});

test('a short document is one piece, and has the form that it always had', () => {
  const responses = [responseWith({ encoding: 'text', text: 'a<b' }), { href: '/b', status: 204 }];
  expect([...toJsonPieces({ responses })]).toEqual([
    '{"responses":[{"index":0,"href":"/a","status":200,"headers":{"Content-Type":"text/plain"},"body":"a<b","bodyEncoding":"text"},{"href":"/b","status":204}]}',
  ]);
  expect([...toJsonPieces({ responses: [] })]).toEqual(['{"responses":[]}']);
  expect([...toXmlPieces({ responses: [] }, XML_OPTIONS)].length).toBe(1);
  const long = responseWith({ encoding: 'text', text: 'a'.repeat(50_000) });
  expect([...toXmlPieces({ responses: [long] }, XML_OPTIONS)].length).toBe(1);
  expect([...toJsonPieces({ responses: [long] })].length).toBe(1);
});

test('line breaks in a JSON body become one space in NDJSON, wherever it is cut', async () => {
  const text = `[1,${'\r\n'.repeat(20_000)}2]`;
  for (const body of [
    { encoding: 'json', text } as const,
    sliced({ encoding: 'json', text }, [3, 2], true),
  ]) {
    const responses = [responseWith(body)];
    const written = await gather(writeNdjson(responses, () => summaryOf(responses)));
    const [line] = written.join('').split('\n');
    expect(JSON.parse(line!)).toMatchObject({ body: [1, 2] });
    expect(line).toContain('"body":[1, 2]');
  }
});

describe('the size of a body', () => {
  test('is the number of bytes that are written for it', () => {
    const content = fc.oneof(longText, fc.string({ unit: anyCharacter }));
    fc.assert(
      fc.property(content, (text) => {
        const body: Body = { encoding: 'text', text };
        const response = { href: '/a', status: 200, body };
        const xml = Buffer.from([...toXmlPieces({ responses: [response] }, XML_OPTIONS)].join('')).toString();
        const written = /<M:body encoding="(?:text|base64)">([^<]*)<\/M:body>/.exec(xml)![1]!;
        expect(resultOf(xmlBodySize(body))).toBe(Buffer.byteLength(written));
        expect(resultOf(jsonBodySize(body))).toBe(Buffer.byteLength(JSON.stringify(body.text)) - 2);
      }),
      { numRuns: 100 },
    );
  });
});

function resultOf(steps: Generator<void, number, undefined>): number {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
