import { expect, test } from '@jest/globals';
import { visibleLines } from '#console-page/explain/visible-lines.js';

const LINE = { lineHeight: 36 };

test.each([
  ['nothing', 0, 0, { first: 0, end: 0, before: 0, after: 0 }],
  ['few lines', 5, 0, { first: 0, end: 5, before: 0, after: 0 }],
  ['the top of many', 10_000, 0, { first: 0, end: 20, before: 0, after: 9_980 * 36 }],
  ['the middle of many', 10_000, 3_600, { first: 90, end: 120, before: 90 * 36, after: 9_880 * 36 }],
  ['the bottom of many', 10_000, 359_640, { first: 9_980, end: 10_000, before: 9_980 * 36, after: 0 }],
  ['a place that is no longer there', 3, 359_640, { first: 0, end: 3, before: 0, after: 0 }],
])('of a list, %s is drawn', (_what, count, top, expected) => {
  expect(visibleLines(count, { top, height: 360, ...LINE })).toEqual(expected);
});
