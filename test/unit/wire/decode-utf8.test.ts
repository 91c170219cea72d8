import { expect, test } from '@jest/globals';
import { decodeUtf8 } from '#wire/decode-utf8.js';

test.each([
  [[], ''],
  [[0x4c, 0xc3, 0xa9], 'L\u00e9'],
  [[0xef, 0xbb, 0xbf, 0x61], '\ufeffa'],
  [[0x61, 0xe9], undefined],
  [[0xc3], undefined],
  [[0xed, 0xa0, 0x80], undefined],
])('the bytes %j are the text %j', (bytes, text) => {
  expect(decodeUtf8(Uint8Array.from(bytes))).toBe(text);
});

test('invalid bytes do not affect what is decoded after them', () => {
  expect(decodeUtf8(Uint8Array.of(0xc3))).toBeUndefined();
  expect(decodeUtf8(Uint8Array.of(0xa9))).toBeUndefined();
  expect(decodeUtf8(Uint8Array.of(0x61))).toBe('a');
});
