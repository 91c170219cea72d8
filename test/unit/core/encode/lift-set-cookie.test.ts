import { describe, expect, test } from '@jest/globals';
import { liftSetCookie } from '#core/encode/lift-set-cookie.js';
import { toAnswered, toUnanswered } from '../outcomes.js';

function lift(...fields: (string | string[] | undefined)[]): string[] {
  return liftSetCookie(
    fields.map((field) => toAnswered({ headers: field === undefined ? {} : { 'set-cookie': field } })),
    { batchPath: '/batch', basePath: '' },
  );
}

describe('liftSetCookie', () => {
  test('gives none where there is none', () => {
    expect(lift()).toEqual([]);
    expect(lift(undefined, undefined)).toEqual([]);
  });

  test('gathers all in request order, as they were written', () => {
    expect(lift('a=1; HttpOnly', undefined, ['b=2', 'c=3; Path=/'])).toEqual([
      'a=1; HttpOnly',
      'b=2',
      'c=3; Path=/',
    ]);
  });

  test.each([
    [['a=1', 'a=2'], ['a=2']],
    [
      ['a=1', 'b=1', 'a=2'],
      ['b=1', 'a=2'],
    ],
    [['a=1; Path=/', 'a=2'], ['a=2']],
    [['a=1; Path=/', 'a=2; path=/ ; Secure'], ['a=2; path=/ ; Secure']],
    [['a=1; Domain=x.example', 'a=2; domain=.X.EXAMPLE'], ['a=2; domain=.X.EXAMPLE']],
    [['a=1; Path=/; Path=/b', 'a=2; Path=/b'], ['a=2; Path=/b']],
    [[' a =1', 'a=2'], ['a=2']],
    [['a=b=c', 'a=d'], ['a=d']],
    [['a=1; Secure; Partitioned', 'a=2; PARTITIONED ; Secure'], ['a=2; PARTITIONED ; Secure']],
    [['a=1', 'a=2; Comment=Partitioned'], ['a=2; Comment=Partitioned']],
  ])('of %j, which are one cookie, the last wins: %j', (cookies, lifted) => {
    expect(lift(...cookies)).toEqual(lifted);
  });

  test.each([
    [['a=1', 'A=2']],
    [['a=1; Path=/a', 'a=2']],
    [['a=1; Path=/a', 'a=2; Path=/A']],
    [['a=1; Domain=x.example', 'a=2; Domain=y.example']],
    [['a=1; Domain=x.example', 'a=2; Path=x.example']],
    [['__proto__=1', 'constructor=2']],
    [['a=1; Secure', 'a=2; Secure; Partitioned']],
    [['a=1; Secure; partitioned', 'a=2; Secure']],
    [['a=1; Path=/; Secure; Partitioned=yes', 'a=2; Path=/; Secure']],
  ])('keeps %j apart', (cookies) => {
    expect(lift(...cookies)).toEqual(cookies);
  });

  test('asks nothing of an operation that was not answered', () => {
    const paths = { batchPath: '/batch', basePath: '' };
    expect(liftSetCookie([toUnanswered('skipped'), toUnanswered('failed')], paths)).toEqual([]);
  });

  test('keeps the scope of a cookie without path, where the envelope would change it', () => {
    const headers = { 'set-cookie': 'sid=1; HttpOnly' };
    const outcomes = ['/admin/login', '/shop/login?x=/y', '/top'].map((url) =>
      toAnswered({ headers }, { url }),
    );
    expect(liftSetCookie(outcomes, { batchPath: '/batch', basePath: '' })).toEqual([
      'sid=1; HttpOnly; Path=/admin',
      'sid=1; HttpOnly; Path=/shop',
      'sid=1; HttpOnly',
    ]);
    expect(liftSetCookie(outcomes, { batchPath: '/api/batch', basePath: '' })).toContain(
      'sid=1; HttpOnly; Path=/',
    );
  });

  test('gives the path with the public prefix, as browsers know it', () => {
    const outcomes = ['/shop/login', '/top'].map((url) =>
      toAnswered({ headers: { 'set-cookie': `a${url.length}=1` } }, { url }),
    );
    expect(liftSetCookie(outcomes, { batchPath: '/api/batch', basePath: '/api' })).toEqual([
      'a11=1; Path=/api/shop',
      'a4=1',
    ]);
  });
});
