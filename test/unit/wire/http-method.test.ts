import { describe, expect, it } from '@jest/globals';
import { isIdempotentMethod, isSafeMethod } from '#wire/http-method.js';

const SAFE = ['GET', 'HEAD', 'OPTIONS', 'PROPFIND', 'REPORT', 'SEARCH', 'QUERY'];
const REPEATABLE = ['PUT', 'DELETE', 'PROPPATCH', 'MKCOL', 'COPY', 'MOVE', 'UNLOCK'];
const OTHERS = ['POST', 'PATCH', 'LOCK', 'ACL', 'BREW', 'get', ''];

describe('isSafeMethod', () => {
  it.each(SAFE)('%s changes nothing', (method) => expect(isSafeMethod(method)).toBe(true));
  it.each([...REPEATABLE, ...OTHERS])('%s may change something', (method) => {
    expect(isSafeMethod(method)).toBe(false);
  });
});

describe('isIdempotentMethod', () => {
  it.each([...SAFE, ...REPEATABLE])('%s may be repeated', (method) => {
    expect(isIdempotentMethod(method)).toBe(true);
  });
  it.each(OTHERS)('%s may not', (method) => expect(isIdempotentMethod(method)).toBe(false));
});
