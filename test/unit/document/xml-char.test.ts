import { describe, expect, test } from '@jest/globals';
import { isXmlText, toXmlChars } from '@multistatus/document';
import fc from 'fast-check';
import { hostileText } from './document-arbitraries.js';
import { toChars } from './xmlbuilder-document.js';

describe('toXmlChars', () => {
  test.each([
    ['NUL', 'a\0b', 'a\ufffdb'],
    ['other controls', '\u0001\u0008\u000b\u000c\u000e\u001f', '\ufffd'.repeat(6)],
    ['a high surrogate alone', 'a\ud83d', 'a\ufffd'],
    ['a low surrogate alone', '\ude00b', '\ufffdb'],
    ['surrogates in the wrong order', '\ude00\ud83d', '\ufffd\ufffd'],
    ['the two that are no characters', '\ufffe\uffff', '\ufffd\ufffd'],
  ])('replaces %s', (_name, text, expected) => {
    expect(toXmlChars(text)).toBe(expected);
    expect(isXmlText(text)).toBe(false);
  });

  test.each(['', 'plain', '\t\n\r', '\u007f\u0085\u2028', '\ud7ff\ue000\ufffd', '😀\u{10ffff}', '<&"]]>'])(
    'leaves %j as it is',
    (text) => {
      expect(toXmlChars(text)).toBe(text);
      expect(isXmlText(text)).toBe(true);
    },
  );

  test('agrees with the production Char on every code unit', () => {
    const units = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));
    expect(units.filter((unit) => toXmlChars(unit) !== toChars(unit))).toEqual([]);
    expect(units.filter((unit) => isXmlText(unit) !== (toChars(unit) === unit))).toEqual([]);
  });

  test('agrees with the production Char on any text', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(toXmlChars(text)).toBe(toChars(text));
        expect(isXmlText(text)).toBe(toChars(text) === text);
      }),
    );
  });
});
