import { expect, test } from '@jest/globals';
import { formatMs, timeTicks } from '#console-page/timeline/time-scale.js';

test.each([
  [412, 5, ['0', '100 ms', '200 ms', '300 ms', '400 ms']],
  [1, 4, ['0', '0.5 ms', '1 ms']],
  [9, 5, ['0', '2 ms', '4 ms', '6 ms', '8 ms']],
  [0.07, 4, ['0', '0.02 ms', '0.04 ms', '0.06 ms']],
  [8_760, 4, ['0', '5 s']],
  [3_600_000, 3, ['0', '33.3 min']],
  [0, 5, ['0']],
  [Number.NaN, 5, ['0']],
  [Number.MIN_VALUE, 5, ['0']],
  [Number.POSITIVE_INFINITY, 5, []],
  [100, 0, ['0', '100 ms']],
])('the axis of %s ms with space for %s numbers', (endMs, count, labels) => {
  expect(timeTicks(endMs, count).map(({ label }) => label)).toEqual(labels);
});

test.each([
  [0, '0 ms'],
  [0.123, '0.12 ms'],
  [12.34, '12.3 ms'],
  [123.4, '123 ms'],
  [1_234, '1.23 s'],
  [90_000, '90 s'],
  [150_000, '2.5 min'],
])('%s is written %s', (ms, text) => {
  expect(formatMs(ms)).toBe(text);
});
