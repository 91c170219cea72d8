import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { toUtf8 } from '#core/validate/to-utf8.js';
import { anyCharacter } from '../../../support/any-character.js';

test('returns the bytes that Node writes, for texts of any length', () => {
  const text = fc.oneof(
    fc.string({ unit: anyCharacter }),
    fc.string({ unit: anyCharacter, minLength: 1_000, maxLength: 1_100 }),
  );
  fc.assert(
    fc.property(fc.array(text, { maxLength: 20 }), (texts) => {
      const all = texts.map(toUtf8);
      // Only now, when later texts have been written to the same memory.
      all.forEach((bytes, index) => {
        expect(Buffer.compare(bytes, Buffer.from(texts[index] ?? ''))).toBe(0);
      });
    }),
  );
});

test('replaces lone surrogates', () => {
  expect([...toUtf8('a\ud800')]).toEqual([0x61, 0xef, 0xbf, 0xbd]);
});
