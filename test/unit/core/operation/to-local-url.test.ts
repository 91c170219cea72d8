import { describe, expect, test } from '@jest/globals';
import { toLocalUrl } from '#core/operation/to-local-url.js';

const HEADERS = { host: 'photos.example:8080', 'x-forwarded-host': 'API.photos.example' };
const V1 = { root: '/v1', headers: HEADERS };

describe('toLocalUrl', () => {
  test.each([
    ['users', '/v1/users'],
    ["People('a')/Orders?$top=1", "/v1/People('a')/Orders?$top=1"],
    ['?$count=true', '/v1?$count=true'],
    ['', '/v1/'],
    ['/users', '/users'],
    ['/v1/users', '/v1/users'],
    ['http://photos.example:8080/v1/users?a=/b', '/v1/users?a=/b'],
    ['HTTPS://api.PHOTOS.example:443/v1', '/v1'],
    ['http://photos.example:8080', '/'],
    ['http://photos.example:8080?a', '/?a'],
    ["People?$filter=Name eq 'x é 😀'", "/v1/People?$filter=Name%20eq%20'x%20%C3%A9%20%F0%9F%98%80'"],
    ['a%20b<">', '/v1/a%20b%3C%22%3E'],
    ['{id}/x', '/v1/{id}/x'],
    ['http:users', '/v1/http:users'],
  ])('%s is %s', (url, expected) => expect(toLocalUrl(url, V1)).toBe(expected));

  test.each([
    'http://evil.example/users',
    'http://photos.example/users', // another port
    'https://photos.example:8080@evil.example/',
    'http://user@photos.example:8080/',
    'http:///users',
    'ftp://photos.example:8080/',
  ])('%s is of another host', (url) => expect(toLocalUrl(url, V1)).toBeUndefined());

  test('leaves what no path may have, for the validation to refuse', () => {
    expect(['../x', '//evil.example', 'a\\b', 'a#b', '\ud800'].map((url) => toLocalUrl(url, V1))).toEqual([
      '/v1/../x',
      '//evil.example',
      '/v1/a\\b',
      '/v1/a#b',
      '/v1/\ud800',
    ]);
  });

  test('the root of the host', () => {
    const base = { root: '', headers: {} };
    expect(['users', '?a', ''].map((url) => toLocalUrl(url, base))).toEqual(['/users', '/?a', '/']);
    expect(toLocalUrl('http://photos.example/', base)).toBeUndefined();
  });

  test('takes time linear in the length of the URL', () => {
    const long = `http://${'a'.repeat(200_000)}${' '.repeat(200_000)}`;
    expect(toLocalUrl(long, V1)).toBeUndefined();
    expect(toLocalUrl(' '.repeat(200_000), V1)).toHaveLength(600_004);
  });
});
