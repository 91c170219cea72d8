import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isJsonType, isUtf8, parseMediaType } from '#core/http/media-type.js';

test.each<[contentType: string | undefined, mediaType: unknown]>([
  [undefined, undefined],
  ['', undefined],
  ['text', undefined],
  ['text/', undefined],
  ['a/b/c', undefined],
  ['text/plain', { type: 'text/plain', charset: undefined }],
  ['Text/PLAIN; Charset="UTF-8"', { type: 'text/plain', charset: 'utf-8' }],
  ['multipart/mixed; boundary="a;charset=x"', { type: 'multipart/mixed', charset: undefined }],
])('parseMediaType(%j) is %j', (contentType, mediaType) => {
  expect(parseMediaType(contentType)).toEqual(mediaType);
});

test('parseMediaType never throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (contentType) => {
      expect(() => parseMediaType(contentType)).not.toThrow();
    }),
  );
});

test.each([
  ['application/json', true],
  ['text/json', true],
  ['application/problem+json', true],
  ['application/jsonp', false],
  ['application/json-seq', false],
  ['text/plain', false],
])('isJsonType(%s) is %s', (type, expected) => {
  expect(isJsonType(type)).toBe(expected);
});

test.each([
  [undefined, true],
  ['utf-8', true],
  ['utf8', true],
  ['us-ascii', true],
  ['utf-16', false],
  ['latin1', false],
])('isUtf8(%j) is %s', (charset, expected) => {
  expect(isUtf8(charset)).toBe(expected);
});
