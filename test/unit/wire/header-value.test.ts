import { expect, test } from '@jest/globals';
import { firstValue, headerOf } from '#wire/header-value.js';

test('firstValue returns the first of several values', () => {
  expect([firstValue('a'), firstValue(['b', 'c']), firstValue([]), firstValue(undefined)]).toEqual([
    'a',
    'b',
    undefined,
    undefined,
  ]);
});

test('headerOf finds a field in whatever case it is written', () => {
  const headers = { 'Content-Type': 'a', ETAG: ['b', 'c'], 'content-type': 'd' };
  expect([headerOf(headers, 'content-type'), headerOf(headers, 'etag'), headerOf(headers, 'date')]).toEqual([
    'a',
    'b',
    undefined,
  ]);
  expect(headerOf(undefined, 'etag')).toBeUndefined();
});
