import { expect, test } from '@jest/globals';
import { isFieldValue, isToken } from '#wire/field-syntax.js';

test.each([
  ['PATCH', true],
  ["!#$%&'*+-.^_`|~09az", true],
  ['', false],
  ['A B', false],
  ['GET\n', false],
  ['É', false],
])('isToken(%j) is %s', (text, expected) => {
  expect(isToken(text)).toBe(expected);
});

test.each([
  ['', true],
  ['a\tb ~', true],
  ['caf\xe9 \x80\xff', true],
  ['a\nb', false],
  ['a\r', false],
  ['\0', false],
  ['\x7f', false],
  ['\u0100', false],
  ['\ud800', false],
])('isFieldValue(%j) is %s', (text, expected) => {
  expect(isFieldValue(text)).toBe(expected);
});
