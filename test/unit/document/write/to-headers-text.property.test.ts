import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { toHeadersText } from '#document/write/to-headers-text.js';
import { anyCharacter } from '../../../support/any-character.js';

const text = fc.string({ unit: anyCharacter, maxLength: 20 });
const name = fc.oneof(
  fc.constantFrom('content-type', 'Content-Type', 'etag', '__proto__', 'constructor'),
  text,
);
const value = fc.oneof(text, fc.array(text, { maxLength: 3 }), fc.constant(undefined));
const headers = fc
  .array(fc.tuple(name, value), { maxLength: 6 })
  .map((fields) => Object.fromEntries(fields) as Record<string, string>);

describe('toHeadersText', () => {
  test('writes what JSON.stringify writes, the second time too', () => {
    fc.assert(
      fc.property(headers, (fields) => {
        const expected = Object.keys(fields).length === 0 ? '' : `,"headers":${JSON.stringify(fields)}`;
        expect(toHeadersText(fields)).toBe(expected);
        expect(toHeadersText(fields)).toBe(expected);
      }),
    );
  });

  test('writes a content type as each response has it', () => {
    const types = Array.from({ length: 2_500 }, (_, index) => `application/vnd.album-${index}+json`);
    for (const type of [...types, ...types])
      expect(toHeadersText({ 'content-type': type })).toBe(`,"headers":{"content-type":"${type}"}`);
  });

  test('omits what an object inherits', () => {
    expect(toHeadersText(Object.create({ etag: '"a"' }) as Record<string, string>)).toBe('');
  });
});
