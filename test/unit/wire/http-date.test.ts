import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseHttpDate } from '#wire/http-date.js';

const NOW = Date.UTC(2026, 5, 15);
/** That of RFC 9110 section 5.6.7. */
const EXAMPLE = Date.UTC(1994, 10, 6, 8, 49, 37);

test.each<[text: string, time: number]>([
  ['Sun, 06 Nov 1994 08:49:37 GMT', EXAMPLE],
  ['Sunday, 06-Nov-94 08:49:37 GMT', EXAMPLE],
  ['Sun Nov  6 08:49:37 1994', EXAMPLE],
  ['Wed Nov 16 08:49:37 1994', Date.UTC(1994, 10, 16, 8, 49, 37)],
  ['Thu, 29 Feb 2024 00:00:00 GMT', Date.UTC(2024, 1, 29)],
  // A leap second is the first of the next minute.
  ['Sat, 31 Dec 2016 23:59:60 GMT', Date.UTC(2017, 0, 1)],
  // More than 50 years ahead is the last year with these digits.
  ['Monday, 15-Jun-76 00:00:00 GMT', Date.UTC(2076, 5, 15)],
  ['Wednesday, 16-Jun-76 00:00:00 GMT', Date.UTC(1976, 5, 16)],
  ['Wednesday, 15-Jun-77 00:00:00 GMT', Date.UTC(1977, 5, 15)],
  ['Saturday, 01-Jan-00 00:00:00 GMT', Date.UTC(2000, 0, 1)],
])('parses %j', (text, time) => {
  expect(parseHttpDate(text, NOW)).toBe(time);
});

test('parses a year below 100 as it is written', () => {
  expect(new Date(parseHttpDate('Sun, 06 Nov 0094 08:49:37 GMT', NOW) ?? 0).getUTCFullYear()).toBe(94);
});

test.each([
  '',
  '1994-11-06T08:49:37Z',
  '1994',
  '-1',
  'Nov 6, 1994',
  'Sun, 6 Nov 1994 08:49:37 GMT',
  'Sun, 06 Nov 94 08:49:37 GMT',
  'Sun, 06 Nov 1994 08:49:37',
  'Sun, 06 Nov 1994 08:49:37 UTC',
  'Sun, 06 Nov 1994 08:49:37 +0000',
  'sun, 06 nov 1994 08:49:37 gmt',
  ' Sun, 06 Nov 1994 08:49:37 GMT',
  'Sun, 06 Nov 1994 08:49:37 GMT\n',
  'Sun, 06  Nov 1994 08:49:37 GMT',
  'Sun, 00 Nov 1994 08:49:37 GMT',
  'Wed, 30 Feb 2024 00:00:00 GMT',
  'Wed, 29 Feb 2023 00:00:00 GMT',
  'Sun, 06 Nov 1994 24:00:00 GMT',
  'Sun, 06 Nov 1994 08:60:00 GMT',
  'Sun, 06 Nov 1994 08:49:61 GMT',
  'Sun, 06-Nov-94 08:49:37 GMT',
  'Sunday, 06-Nov-1994 08:49:37 GMT',
  'Sun Nov 6 08:49:37 1994',
  'Sun Nov 06 08:49:37 1994 GMT',
])('rejects %j', (text) => {
  expect(parseHttpDate(text, NOW)).toBeUndefined();
});

test('parses what toUTCString writes', () => {
  const seconds = fc.integer({ min: Date.UTC(1, 0, 1) / 1_000, max: Date.UTC(9999, 11, 31) / 1_000 });
  fc.assert(
    fc.property(seconds, (time) => {
      expect(parseHttpDate(new Date(time * 1_000).toUTCString(), NOW)).toBe(time * 1_000);
    }),
  );
});
