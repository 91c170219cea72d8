import { expect, test } from '@jest/globals';
import { stripBasePath } from '#core/operation/base-path.js';

test.each([
  ['/api/photos', '/api', '/photos'],
  ['/api/photos?x=/api', '/api', '/photos?x=/api'],
  ['/api', '/api', '/'],
  ['/api/', '/api', '/'],
  ['/api?x', '/api', '/?x'],
  ['/api/api', '/api', '/api'],
  ['/a/b/c', '/a/b', '/c'],
  ['/photos', '', '/photos'],
  // What would read as an authority is left for the check of URLs to refuse.
  ['/api//other.example', '/api', '//other.example'],
  ['/apiary', '/api', undefined],
  ['/API/photos', '/api', undefined],
  ['/photos', '/api', undefined],
  ['/x/api/photos', '/api', undefined],
  ['/ap', '/api', undefined],
  ['/api;v=1/x', '/api', undefined],
  ['/%61pi/x', '/api', undefined],
  ['', '/api', undefined],
])('of %j under %j is left %j', (path, basePath, rest) => {
  expect(stripBasePath(path, basePath)).toBe(rest);
});
