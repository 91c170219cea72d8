import { expect, test } from '@jest/globals';
import { classify, statusOf } from '#core/operation/outcome.js';
import { toUnanswered } from '../outcomes.js';

test.each([
  [200, 'succeeded'],
  [206, 'succeeded'],
  [207, 'failed'],
  [208, 'succeeded'],
  [299, 'succeeded'],
  [300, 'other'],
  [304, 'other'],
  [399, 'other'],
  [400, 'failed'],
  [424, 'failed'],
  [599, 'failed'],
])('%i has %s', (status, ending) => {
  expect(classify(status, undefined)).toBe(ending);
});

test.each([
  [0, 'succeeded'],
  [1, 'failed'],
])('a 207 made in this process that reports %i failures has %s', (failed, ending) => {
  const summary = { total: 2, succeeded: 1, failed, other: 1 - failed };
  expect(classify(207, summary)).toBe(ending);
});

test('an outcome without an answer has the status of its problem', () => {
  expect(statusOf(toUnanswered('skipped'))).toBe(503);
});
