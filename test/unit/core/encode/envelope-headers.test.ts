import { describe, expect, test } from '@jest/globals';
import { negotiatedHeaders } from '#core/encode/envelope-headers.js';

describe('negotiatedHeaders', () => {
  test.each<[present: unknown, vary: string]>([
    [undefined, 'Accept'],
    ['', 'Accept'],
    ['Origin', 'Origin, Accept'],
    ['Origin, Cookie', 'Origin, Cookie, Accept'],
    [['Origin', 'Cookie'], 'Origin, Cookie, Accept'],
    ['Accept', 'Accept'],
    ['origin,ACCEPT', 'origin,ACCEPT'],
    ['Accept-Encoding', 'Accept-Encoding, Accept'],
    ['*', '*'],
    ['Origin, *', 'Origin, *'],
  ])('adds to Vary %j: %j', (present, vary) => {
    expect(negotiatedHeaders({ vary: present })['vary']).toBe(vary);
  });

  test('forbids to store the answer unless the app has said something', () => {
    expect(negotiatedHeaders({})).toEqual({ vary: 'Accept', 'cache-control': 'no-store' });
    expect(negotiatedHeaders({ 'cache-control': 'private' })).toEqual({ vary: 'Accept' });
  });
});
