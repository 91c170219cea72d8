import { expect, test } from '@jest/globals';
import { parseRetryAfter } from '#wire/retry-after.js';

const NOW = Date.UTC(2026, 0, 1, 12);

test.each<[field: string | undefined, milliseconds: number | undefined]>([
  [undefined, undefined],
  ['', undefined],
  ['0', 0],
  ['5', 5_000],
  ['007', 7_000],
  [' 5\t', 5_000],
  ['5.5', undefined],
  ['-1', undefined],
  ['+1', undefined],
  ['1e3', undefined],
  ['soon', undefined],
  ['5 s', undefined],
  // RFC 9111 section 1.2.2: what cannot be represented is 2147483648.
  ['9'.repeat(400), 2_147_483_648_000],
  ['Thu, 01 Jan 2026 12:01:30 GMT', 90_000],
  ['Thursday, 01-Jan-26 12:01:30 GMT', 90_000],
  ['Thu Jan  1 12:01:30 2026', 90_000],
  ['Thu, 01 Jan 2026 11:00:00 GMT', 0],
  ['2026-01-01T12:01:30Z', undefined],
  ['2030', 2_030_000],
])('of %j', (field, milliseconds) => {
  expect(parseRetryAfter(field, NOW)).toBe(milliseconds);
});
