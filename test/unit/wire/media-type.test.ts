import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isJsonType, isNdjsonType, isUtf8, isXmlType, parseMediaType } from '#wire/media-type.js';
import { anyCharacter } from '../../support/any-character.js';

test.each<[contentType: string | undefined, mediaType: unknown]>([
  [undefined, undefined],
  ['', undefined],
  ['text', undefined],
  ['text/', undefined],
  ['a/b/c', undefined],
  ['text/plain', { type: 'text/plain', charset: undefined }],
  ['Text/PLAIN; Charset="UTF-8"', { type: 'text/plain', charset: 'utf-8' }],
  ['multipart/mixed; boundary="a;charset=x"', { type: 'multipart/mixed', charset: undefined }],
  [' text/plain ', { type: 'text/plain', charset: undefined }],
  ['text/plain, text/html', undefined],
  ['/json', undefined],
  ['text /plain', undefined],
  // Empty parameters are legal (RFC 9110 section 5.6.6).
  ['text/plain;;charset=utf-8;', { type: 'text/plain', charset: 'utf-8' }],
  ['text/plain;charset = "ISO-8859-1"', { type: 'text/plain', charset: 'iso-8859-1' }],
  ['text/plain; charset="u\\tf-8"', { type: 'text/plain', charset: 'utf-8' }],
  // What is malformed is ignored, not the parameters beside it.
  ['text/plain; x; charset=latin1', { type: 'text/plain', charset: 'latin1' }],
  ['text/plain; charset=; charset=latin1', { type: 'text/plain', charset: 'latin1' }],
  ['text/plain; charset="latin1', { type: 'text/plain', charset: undefined }],
  ['text/plain; charset=latin1; charset=utf-8', { type: 'text/plain', charset: 'latin1' }],
  ['text/plain; xcharset=latin1', { type: 'text/plain', charset: undefined }],
])('parseMediaType(%j) is %j', (contentType, mediaType) => {
  expect(parseMediaType(contentType)).toEqual(mediaType);
});

test('parseMediaType knows a type again, however many there were since', () => {
  for (let round = 0; round < 2; round += 1) {
    for (let number = 0; number < 250; number += 1) {
      expect(parseMediaType(`a/b${number}`)).toEqual({ type: `a/b${number}`, charset: undefined });
    }
  }
});

test('parseMediaType takes linear time', () => {
  const long = ' '.repeat(2 ** 20);
  expect(parseMediaType(`a/b;${long}charset${long}=${long}x${long};`)?.charset).toBe('x');
  expect(parseMediaType(`a/b;${long}charset${long}=${long}x${long}y`)?.charset).toBeUndefined();
  expect(parseMediaType(`a/b;charset="${'\\"'.repeat(2 ** 20)}`)?.charset).toBeUndefined();
});

test('parseMediaType never throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter }), (contentType) => {
      expect(() => parseMediaType(contentType)).not.toThrow();
    }),
  );
});

test.each([
  ['application/json', true],
  ['text/json', true],
  ['application/problem+json', true],
  ['model/gltf+json', true],
  ['image/json', false],
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

test.each([
  ['application/xml', true],
  ['text/xml', true],
  ['image/svg+xml', true],
  ['application/xml-dtd', false],
  ['image/xml', false],
])('isXmlType(%s) is %s', (type, expected) => {
  expect(isXmlType(type)).toBe(expected);
});

test.each([
  ['application/x-ndjson', true],
  ['application/ndjson', true],
  ['application/jsonl', true],
  ['application/x-jsonlines', true],
  ['application/json', false],
  ['application/json-seq', false],
])('isNdjsonType(%s) is %s', (type, expected) => {
  expect(isNdjsonType(type)).toBe(expected);
});
