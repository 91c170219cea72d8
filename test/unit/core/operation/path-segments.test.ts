import { expect, test } from '@jest/globals';
import { pathSegments } from '#core/operation/path-segments.js';

test.each<[url: string, segments: readonly string[]]>([
  ['/', []],
  ['/a/B?c/d', ['a', 'B']],
  ['/a/', ['a']],
  ['/a//', ['a', '']],
  ['/a//b', ['a', '', 'b']],
  ['/%61%2Fb/S%C3%A3o', ['a/b', 'São']],
  ['/%252F', ['%2F']],
  ['/%FF/%61', ['%FF', 'a']],
  ['/%', ['%']],
  ['/a;b=c', ['a;b=c']],
])('the segments of %s', (url, segments) => {
  expect(pathSegments(url)).toEqual(segments);
});
