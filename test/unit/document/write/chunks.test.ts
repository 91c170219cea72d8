import { describe, expect, test } from '@jest/globals';
import {
  type Body,
  isXmlText,
  jsonBodySize,
  type MultistatusResponse,
  toJsonChunks,
  toJsonPieces,
} from '@multistatus/document';
import { toXmlChunks, toXmlPieces, xmlBodySize } from '@multistatus/document/xml-writer';
import fc from 'fast-check';

const XML_OPTIONS = { operationsPath: '/operations/' };
const UNITS = ['a', 'é', '漢', '😀', '<', '&', '"', '\\', '\r', '\n', 'plain text ', '<a href="b">'];

/** A body whose bytes are known, and which a writer of text decodes. */
function withBytes(encoding: Body['encoding'], bytes: Buffer): Body {
  const text = encoding === 'base64' ? bytes.toString('base64') : bytes.toString();
  return { encoding, text, sliced: { isXmlText: isXmlText(text), slices: () => [text], bytes } };
}

const content = fc
  .array(fc.tuple(fc.constantFrom(...UNITS, '\u0000'), fc.integer({ min: 0, max: 9_000 })), { maxLength: 8 })
  .map((runs) => runs.map(([unit, count]) => unit.repeat(count)).join(''));
const body = fc.oneof(
  content.map((text): Body => withBytes('text', Buffer.from(text))),
  content.map((text): Body => withBytes('json', Buffer.from(JSON.stringify([text])))),
  content.map((text): Body => withBytes('base64', Buffer.from(text))),
  content.map((text): Body => ({ encoding: 'text', text })),
);
const responses = fc
  .array(body, { minLength: 1, maxLength: 6 })
  .map((bodies) =>
    bodies.map((each, index): MultistatusResponse => ({ index, href: '/é', status: 200, body: each })),
  );

function joined(pieces: Iterable<string | Uint8Array>): Buffer {
  return Buffer.concat(Array.from(pieces, (piece) => Buffer.from(piece as string)));
}

describe.each<
  [
    string,
    (responses: MultistatusResponse[]) => Iterable<string | Uint8Array>,
    (responses: MultistatusResponse[]) => Iterable<string>,
  ]
>([
  ['toJsonChunks', (all) => toJsonChunks({ responses: all }), (all) => toJsonPieces({ responses: all })],
  [
    'toXmlChunks',
    (all) => toXmlChunks({ responses: all }, XML_OPTIONS),
    (all) => toXmlPieces({ responses: all }, XML_OPTIONS),
  ],
])('%s', (_name, toChunks, toPieces) => {
  test('writes the same bytes as the function that yields text', () => {
    fc.assert(
      fc.property(responses, (all) => {
        expect(joined(toChunks(all)).equals(joined(toPieces(all)))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('writes several documents at a time', () => {
    const all = UNITS.map((unit) => [
      { href: '/a', status: 200, body: withBytes('text', Buffer.from(unit.repeat(20_000))) },
    ]);
    const sources = all.map((each) => toChunks([...each, ...each])[Symbol.iterator]());
    const pieces = sources.map((): (string | Uint8Array)[] => []);
    for (let isOpen = true; isOpen; ) {
      isOpen = false;
      for (const [index, source] of sources.entries()) {
        const { value, done } = source.next() as IteratorResult<string | Uint8Array, undefined>;
        if (done === true) continue;
        isOpen = true;
        pieces[index]!.push(value);
      }
    }
    for (const [index, each] of all.entries())
      expect(joined(pieces[index]!).equals(joined(toPieces([...each, ...each])))).toBe(true);
  });

  test('yields pieces of about 64 KiB', () => {
    for (const [length, count] of [
      [20_000, 40],
      [1_500, 400],
      [60_000, 8],
      [500_000, 3],
    ] as const) {
      const text = 'plain '.repeat(length / 6);
      const all = Array.from(
        { length: count },
        (_, index): MultistatusResponse => ({
          index,
          href: '/a',
          status: 200,
          body: withBytes('json', Buffer.from(JSON.stringify(text))),
        }),
      );
      const lengths = Array.from(toChunks(all), (piece) => piece.length);
      expect(Math.max(...lengths)).toBeLessThanOrEqual(73_728);
      const total = lengths.reduce((sum, each) => sum + each, 0);
      expect(lengths.length).toBeLessThan(total / 30_000 + 2);
    }
  });
});

test('the size of a body is the same whether its bytes are known or not', () => {
  fc.assert(
    fc.property(body, ({ encoding, text, sliced }) => {
      const known: Body = { encoding, text, sliced };
      const unknown: Body = { encoding, text };
      expect(resultOf(jsonBodySize(known))).toBe(resultOf(jsonBodySize(unknown)));
      expect(resultOf(xmlBodySize(known))).toBe(resultOf(xmlBodySize(unknown)));
    }),
    { numRuns: 60 },
  );
});

function resultOf(steps: Generator<void, number, undefined>): number {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

test('a document without bytes is text', () => {
  const all: MultistatusResponse[] = [{ href: '/a', status: 200, body: { encoding: 'text', text: 'a<b' } }];
  expect([...toJsonChunks({ responses: all })]).toEqual([...toJsonPieces({ responses: all })]);
  expect([...toXmlChunks({ responses: all }, XML_OPTIONS)]).toEqual([
    ...toXmlPieces({ responses: all }, XML_OPTIONS),
  ]);
});
