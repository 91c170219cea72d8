import { describe, expect, test } from '@jest/globals';
import { isOperationId, MAX_ID_LENGTH, parseBase } from '#wire/operation-id.js';

test.each([
  ['a', true],
  ['A.z_~-9', true],
  ['0', true],
  ['a'.repeat(MAX_ID_LENGTH), true],
  ['a'.repeat(MAX_ID_LENGTH + 1), false],
  ['', false],
  ['a b', true],
  [' /$?#{}<>&"\u00a0\u2028', true],
  ['é', true],
  ['📷'.repeat(MAX_ID_LENGTH), true],
  ['📷'.repeat(MAX_ID_LENGTH + 1), false],
  ['a\n', false],
  ['\t', false],
  ['\u0000', false],
  ['\u007f', false],
  ['\u009f', false],
  ['\ud83d', false],
  ['\udcf7\ud83d', false],
  ['\ufffe', false],
  ['\uffff', false],
])('isOperationId(%j) is %s', (text, expected) => {
  expect(isOperationId(text)).toBe(expected);
});

describe('parseBase', () => {
  test.each([
    ['$a', 'a', ''],
    ['$a/', 'a', '/'],
    ['$a/b/c', 'a', '/b/c'],
    ['$a?b=c', 'a', '?b=c'],
    ['$a/b?c/d', 'a', '/b?c/d'],
    ['$A.z_~-9/x', 'A.z_~-9', '/x'],
    ['$0', '0', ''],
    [`$${'a'.repeat(256)}`, 'a'.repeat(256), ''],
    ['$a/b\nc', 'a', '/b\nc'],
  ])('splits %j into %j and %j', (url, id, rest) => {
    expect(parseBase(url)).toEqual({ id, rest });
  });

  test.each([
    '',
    '/a',
    'a',
    '$',
    '$/a',
    '$?a',
    '$$a',
    '$a b',
    '$a#b',
    '$é',
    '$a{b}',
    `$${'a'.repeat(257)}`,
    ' $a',
  ])('finds no operation in %j', (url) => {
    expect(parseBase(url)).toBeUndefined();
  });
});
