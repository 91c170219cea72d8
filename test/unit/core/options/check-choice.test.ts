import { expect, test } from '@jest/globals';
import { checkChoice } from '#core/options/check-choice.js';

test.each([undefined, 'a', 'b'])('takes %p', (value) => {
  expect(() => checkChoice('batch.x', value, { choices: ['a', 'b'] })).not.toThrow();
});

test.each<[value: unknown, shown: string]>([
  [null, 'null'],
  ['', '""'],
  ['A', '"A"'],
  [['a'], 'an array'],
  [Object.create(null), 'an object'],
])('refuses %p, and says what it got', (value, shown) => {
  expect(() => checkChoice('batch.x', value, { choices: ['a', 'b'] })).toThrow(
    new TypeError(`batch.x must be 'a' or 'b', got ${shown}`),
  );
  expect(() => checkChoice('batch.x', value, { choices: ['a'], alternative: ' or a function' })).toThrow(
    new TypeError(`batch.x must be 'a' or a function, got ${shown}`),
  );
});
