import { expect, test } from '@jest/globals';
import { toHref } from '#document/to-href.js';

// A pattern that ignores case by the rules of Unicode takes the first two for a `k` and an `s`.
test.each([
  ['/\u212a', '/%E2%84%AA'],
  ['/\u017f', '/%C5%BF'],
  ['https://\u212a.example/', 'https://%E2%84%AA.example/'],
  ['/%E2%84%aa', '/%E2%84%aa'],
  ['/100%', '/100%25'],
  ['/a#b', '/a'],
  ['/\ud800', '/%EF%BF%BD'],
])('%j is written as %j', (reference, written) => {
  expect(toHref(reference)).toBe(written);
});
