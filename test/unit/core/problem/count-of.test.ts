import { expect, test } from '@jest/globals';
import { countOf } from '#core/problem/count-of.js';

test.each([
  [0, '0 faults'],
  [1, '1 fault'],
  [2, '2 faults'],
])('of %d the noun has the right number', (number, text) => {
  expect(countOf(number, 'fault')).toBe(text);
});
