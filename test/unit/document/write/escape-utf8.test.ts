import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MAX_ESCAPED_BYTES } from '#document/write/escape-buffers.js';
import { escapeJsonUtf8 } from '#document/write/escape-json-utf8.js';
import { escapeXmlText } from '#document/write/escape-xml.js';
import { escapeXmlUtf8 } from '#document/write/escape-xml-utf8.js';
import { anyCharacter } from '../../../support/any-character.js';

const CONTROL_CHARACTERS = Array.from({ length: 0x20 }, (_, code) => String.fromCharCode(code));
const text = fc
  .array(
    fc.oneof(
      anyCharacter,
      fc.constantFrom(
        ...CONTROL_CHARACTERS,
        '"',
        '\\',
        '<',
        '>',
        '&',
        '/',
        '\u007f',
        '=',
        '!',
        'abc',
        'é漢😀',
      ),
    ),
  )
  .map((each) => each.join(''));

describe.each([
  ['escapeXmlUtf8', escapeXmlUtf8, escapeXmlText],
  ['escapeJsonUtf8', escapeJsonUtf8, (each: string) => JSON.stringify(each).slice(1, -1)],
])('%s', (_name, toEscaped, escapeText) => {
  const escaped = (each: string): string => Buffer.from(toEscaped(Buffer.from(each))).toString();

  test('escapes any text as the function for text does', () => {
    fc.assert(
      fc.property(text, (each) => {
        expect(escaped(each)).toBe(escapeText(each));
      }),
      { numRuns: 5_000 },
    );
  });

  test('escapes as many bytes as are allowed', () => {
    for (const unit of ['<', '>', '&', '\r', '"', '\\', '\n', '\u0001', 'a', 'é', 'abc<', 'abc"'])
      expect(escaped(unit.repeat(MAX_ESCAPED_BYTES / 4))).toBe(
        escapeText(unit.repeat(MAX_ESCAPED_BYTES / 4)),
      );
    const most = '\u0001'.repeat(MAX_ESCAPED_BYTES);
    expect(escaped(most)).toBe(escapeText(most));
  });

  test('stops at the end, whatever was escaped before', () => {
    for (const unit of ['<', '"', 'a']) {
      escaped(unit.repeat(50));
      for (const each of ['', 'a', 'ab<', 'abc"', 'abcd\u0000']) expect(escaped(each)).toBe(escapeText(each));
    }
  });
});
