import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fromBase64, isAnyBase64, isBase64, normaliseBase64, toBase64 } from '#wire/base64.js';

// The vectors of RFC 4648 section 10.
const VECTORS: readonly (readonly [text: string, base64: string])[] = [
  ['', ''],
  ['f', 'Zg=='],
  ['fo', 'Zm8='],
  ['foo', 'Zm9v'],
  ['foob', 'Zm9vYg=='],
  ['fooba', 'Zm9vYmE='],
  ['foobar', 'Zm9vYmFy'],
];

test.each(VECTORS)('%j is %j', (text, base64) => {
  expect(toBase64(Buffer.from(text))).toBe(base64);
  expect(Buffer.from(fromBase64(base64)).toString()).toBe(text);
});

test('writes and reads any bytes as Node does', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const base64 = Buffer.from(bytes).toString('base64');
      expect(toBase64(bytes)).toBe(base64);
      expect([...fromBase64(base64)]).toEqual([...bytes]);
    }),
  );
});

test.each([6_143, 6_144, 6_145, 12_289, 1_000_000])('writes and reads %i bytes', (length) => {
  const bytes = Uint8Array.from({ length }, (_, index) => index * 7 + (index >> 8));
  const base64 = Buffer.from(bytes).toString('base64');
  expect(toBase64(bytes) === base64).toBe(true);
  expect(Buffer.compare(fromBase64(base64), bytes)).toBe(0);
});

test.each<[text: string, isPadded: boolean, isAny: boolean]>([
  ['', true, true],
  ['AAAA', true, true],
  ['AAA=', true, true],
  ['AA==', true, true],
  ['+/AA', true, true],
  ['AA', false, true],
  ['AAA', false, true],
  ['-_AA', false, true],
  ['-_A', false, true],
  ['+_AA', false, false],
  ['A', false, false],
  ['A===', false, false],
  ['AA=', false, false],
  ['AAAA=', false, false],
  ['AA==AA==', false, false],
  ['AA A', false, false],
  ['AAA\n', false, false],
  ['ÀAAA', false, false],
])('%j is base64: %s; of either alphabet: %s', (text, isPadded, isAny) => {
  expect([isBase64(text), isAnyBase64(text)]).toEqual([isPadded, isAny]);
});

describe('normaliseBase64', () => {
  test('writes base64url as base64', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const buffer = Buffer.from(bytes);
        expect(normaliseBase64(buffer.toString('base64url'))).toBe(buffer.toString('base64'));
        expect(normaliseBase64(buffer.toString('base64'))).toBe(buffer.toString('base64'));
      }),
    );
  });

  test('makes base64 of whatever isAnyBase64 accepts', () => {
    const likely = fc.array(fc.constantFrom('A', 'z', '+', '/', '-', '_', '=', ' '), { maxLength: 9 });
    fc.assert(
      fc.property(
        likely.map((all) => all.join('')),
        (text) => {
          fc.pre(isAnyBase64(text));
          expect(isBase64(normaliseBase64(text))).toBe(true);
        },
      ),
    );
  });
});
