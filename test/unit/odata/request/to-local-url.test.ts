import { describe, expect, test } from '@jest/globals';
import { serviceRootOf, toLocalUrl } from '#odata/request/to-local-url.js';

const CONTEXT = { path: '/odata/$batch', root: undefined, headers: { host: 'api.example:8080' } };

describe('serviceRootOf', () => {
  test.each([
    ['/odata/$batch', undefined, '/odata'],
    ['/$batch', undefined, ''],
    ['/a/b/batch', undefined, '/a/b'],
    ['/batch', '/odata/v4', '/odata/v4'],
    ['/batch', '', ''],
  ])('of the endpoint %j with the root %j is %j', (path, root, expected) => {
    expect(serviceRootOf({ path, root })).toBe(expected);
  });
});

describe('toLocalUrl', () => {
  test.each([
    // Relative to the service root.
    ['People(1)', '/odata/People(1)'],
    ['People?$top=2', '/odata/People?$top=2'],
    ['$metadata', '/odata/$metadata'],
    ['?$format=json', '/odata/?$format=json'],
    ['', '/odata/'],
    ["People('a:b//c')", "/odata/People('a:b//c')"],
    // Absolute paths are as they are.
    ['/odata/People', '/odata/People'],
    ['/other/People', '/other/People'],
    // The own host.
    ['http://api.example:8080/odata/People?a=b', '/odata/People?a=b'],
    ['HTTPS://API.example:8080/x', '/x'],
    ['//api.example:8080/x', '/x'],
    ['http://api.example:8080', '/'],
    ['http://api.example:8080?a', '/?a'],
    // Characters that no URL may have.
    [
      "People?$filter=Name eq 'x y é 😀'",
      "/odata/People?$filter=Name%20eq%20'x%20y%20%C3%A9%20%F0%9F%98%80'",
    ],
    ['/a{b}c', '/a%7Bb%7Dc'],
    ['/a?b="<c>"\\d#e', '/a?b=%22%3Cc%3E%22%5Cd%23e'],
    ['/a%20b', '/a%20b'],
    ["/a?b='100%'", "/a?b='100%25'"],
    ['http://api.example:8080/x y', '/x%20y'],
    // The endpoint refuses these.
    ['../x', '/odata/../x'],
    ['/a\nb', '/a\nb'],
    ['/a\uD800b', '/a\uD800b'],
  ])('of %j is %j', (target, expected) => {
    expect(toLocalUrl(target, CONTEXT)).toBe(expected);
  });

  test.each([
    'http://other.example/x',
    'http://api.example/x',
    'http://user@api.example:8080/x',
    '//other.example/x',
    'ftp://api.example:8080/x',
    'http:///x',
  ])('of %j is not defined', (target) => {
    expect(toLocalUrl(target, CONTEXT)).toBeUndefined();
  });

  test.each([
    ['http://api.example/x', { host: 'api.example:80' }],
    ['https://api.example:443/x', { host: 'api.example' }],
    ['https://api.example/x', { host: '10.0.0.7:3000', 'x-forwarded-host': 'api.example' }],
    ['https://api.example/x', { host: '10.0.0.7:3000', 'x-forwarded-host': 'edge, API.example' }],
  ])('knows its host: %s, %j', (target, headers) => {
    expect(toLocalUrl(target, { ...CONTEXT, headers })).toBe('/x');
  });

  test('without Host there is no own host', () => {
    expect(toLocalUrl('http:///x', { ...CONTEXT, headers: {} })).toBeUndefined();
  });

  test.each([' '.repeat(1_000_000), '%'.repeat(1_000_000), '/'.repeat(1_000_000), 'a'.repeat(1_000_000)])(
    'takes linear time',
    (target) => {
      toLocalUrl(target, CONTEXT);
    },
  );
});
