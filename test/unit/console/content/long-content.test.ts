import { describe, expect, test } from '@jest/globals';
import { formatDuration, formatSize } from '#console-page/content/format-amount.js';
import { indentJson } from '#console-page/content/indent-json.js';
import { splitText } from '#console-page/content/split-text.js';

describe('indentJson', () => {
  test.each([
    '{"a":[1,{"b":null}],"c":"x, y: {z}"}',
    '[]',
    '{}',
    '{"a":{},"b":[[],[""]]}',
    '"a \\" b"',
    '-1.5e3',
    ' [ 1 , true ] ',
  ])('%s', (text) => {
    expect(indentJson(text)).toBe(JSON.stringify(JSON.parse(text), null, 2).replace('-1500', '-1.5e3'));
  });

  test('keeps numbers that JavaScript would round, and members that occur twice', () => {
    expect(indentJson('[9007199254740993,{"a":1,"a":2}]')).toBe(
      '[\n  9007199254740993,\n  {\n    "a": 1,\n    "a": 2\n  }\n]',
    );
  });
});

describe('splitText', () => {
  const sizes = { first: 4, more: 3 };
  test('returns only what is shown, and pieces that stay the same', () => {
    expect(splitText('abcdefghijklm', { ...sizes, shown: 4 })).toEqual(['abcd']);
    expect(splitText('abcdefghijklm', { ...sizes, shown: 7 })).toEqual(['abcd', 'efg']);
    expect(splitText('abcdefghijklm', { ...sizes, shown: 99 })).toEqual(['abcd', 'efg', 'hij', 'klm']);
    expect(splitText('', { ...sizes, shown: 4 })).toEqual([]);
  });

  test('cuts no character in two', () => {
    expect(splitText('abc🌊de', { ...sizes, shown: 4 })).toEqual(['abc🌊']);
    expect(splitText('abc🌊defg', { ...sizes, shown: 99 })).toEqual(['abc🌊', 'de', 'fg']);
  });
});

test.each([
  [0.4, '0 ms'],
  [999.4, '999 ms'],
  [1_000, '1 s'],
  [3_140, '3.1 s'],
  [12_600, '13 s'],
])('%d ms is %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test.each([
  [999, 'B', '999 B'],
  [65_536, 'B', '66 kB'],
  [5_000_000, 'B', '5 MB'],
  [5_000_000, 'characters', '5,000,000 characters'],
] as const)('%d %s is %s', (size, unit, text) => {
  expect(formatSize(size, unit)).toBe(text);
});
