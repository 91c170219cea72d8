import { expect, test } from '@jest/globals';
import { longestRetryAfter } from '#core/encode/retry-after.js';
import type { Outcome } from '#core/operation/outcome.js';
import { toAnswered, toUnanswered } from '../outcomes.js';

const NOW = Date.UTC(2026, 0, 1, 12);

function answered(status: number, field: string | string[] | undefined): Outcome {
  return toAnswered({ status, headers: field === undefined ? {} : { 'retry-after': field } });
}

test.each<[label: string, outcomes: Outcome[], seconds: number | undefined]>([
  ['nothing', [], undefined],
  ['a success', [answered(200, '5')], undefined],
  ['a redirect', [answered(301, '5')], undefined],
  ['a 413', [answered(413, '5')], undefined],
  ['a 429 without', [answered(429, undefined)], undefined],
  ['a 429', [answered(429, '5')], 5],
  ['a 503 of 0', [answered(503, '0')], 0],
  ['the longest', [answered(429, '5'), answered(503, '70'), answered(429, '30'), answered(200, '99')], 70],
  ['one of two', [answered(429, undefined), answered(429, '3')], 3],
  ['a date', [answered(503, 'Thu, 01 Jan 2026 12:01:30 GMT')], 90],
  ['a date of another form', [answered(503, new Date(NOW + 500).toISOString())], undefined],
  ['a number below 0', [answered(503, '-1')], undefined],
  ['a date that is over', [answered(503, 'Thu, 01 Jan 2026 11:00:00 GMT')], 0],
  ['nonsense', [answered(503, 'soon')], undefined],
  ['an empty field', [answered(503, '')], undefined],
  ['two fields, the first', [answered(429, ['7', '9'])], 7],
  ['what has not started', [toUnanswered('skipped', { status: 503 })], 1],
  ['what has not started, and a 429', [toUnanswered('skipped', { status: 503 }), answered(429, '8')], 8],
  ['a 424', [toUnanswered('skipped', { status: 424 })], undefined],
  ['a 504', [toUnanswered('failed', { status: 504 })], undefined],
])('of %s', (_label, outcomes, seconds) => {
  expect(longestRetryAfter(outcomes, NOW)).toBe(seconds);
});
