import { expect, test } from '@jest/globals';
import { countOf } from '#wire/count-of.js';

test.each([
  [0, '0 issues'],
  [1, '1 issue'],
  [2, '2 issues'],
])('of %d the noun has the right number', (number, text) => {
  expect(countOf(number, 'issue')).toBe(text);
});
