import { expect, test } from '@jest/globals';
import { isProblemUri, toProblemUri } from '#wire/problem-uri.js';

test('a problem of this library has a URN by which it is known', () => {
  expect(toProblemUri('no-outcome')).toBe('urn:multistatus:problem:no-outcome');
  expect(isProblemUri(toProblemUri('no-outcome'))).toBe(true);
});

test.each(['about:blank', '', 'urn:multistatus:xml:1', 'https://a.example/urn:multistatus:problem:x'])(
  '%j is the type of a problem of others',
  (type) => {
    expect(isProblemUri(type)).toBe(false);
  },
);
