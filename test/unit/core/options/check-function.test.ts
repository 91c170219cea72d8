import { expect, test } from '@jest/globals';
import { checkFunction } from '#core/options/check-function.js';

test.each([undefined, () => undefined, async () => undefined, class {}])('takes %p', (value) => {
  expect(() => checkFunction('batch.allow', value)).not.toThrow();
});

test.each<[value: unknown, shown: string]>([
  [null, 'null'],
  [true, 'boolean'],
  [0, 'number'],
  ['', 'string'],
  [{}, 'object'],
  [[], 'object'],
  [Symbol('x'), 'symbol'],
  [Object.create(null), 'object'],
])('refuses %p, and says what it got', (value, shown) => {
  expect(() => checkFunction('batch.allow', value)).toThrow(TypeError);
  expect(() => checkFunction('batch.allow', value)).toThrow(`batch.allow must be a function, got ${shown}`);
});
