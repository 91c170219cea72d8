import { expect, test } from '@jest/globals';
import { isXmlText } from '@multistatus/document';
import fc from 'fast-check';
import { isXmlUtf8 } from '#core/operation/is-xml-utf8.js';
import { MAX_SHORT_BYTES } from '#core/operation/scan-window.js';
import { anyCharacter } from '../../../support/any-character.js';

const SPECIALS = [
  '\u0000',
  '\u0001',
  '\u001f',
  '\n',
  '\r',
  '\t',
  '\u007f',
  '\ufffe',
  '\uffff',
  '\ufffd',
  '\uff0d',
  '😀',
];

test('agrees with isXmlText about any text', () => {
  const text = fc
    .array(fc.oneof(anyCharacter, fc.constantFrom(...SPECIALS, 'abc')), { maxLength: 12 })
    .map((each) => each.join(''));
  fc.assert(
    fc.property(text, (each) => {
      expect(isXmlUtf8(Buffer.from(each))).toBe(isXmlText(each));
    }),
    { numRuns: 5_000 },
  );
});

test('checks text of any length', () => {
  for (const special of SPECIALS) {
    for (const before of [
      MAX_SHORT_BYTES - 4,
      MAX_SHORT_BYTES - 1,
      MAX_SHORT_BYTES,
      3 * MAX_SHORT_BYTES - 2,
    ]) {
      const text = `${'x'.repeat(before)}${special}yz`;
      expect(isXmlUtf8(Buffer.from(text))).toBe(isXmlText(text));
    }
  }
});
