import { expect, test } from '@jest/globals';
import { nameRequests } from '#odata/answer/name-requests.js';

test.each([
  ['The response of ~3 has no Location', 'The response of request 3 has no Location'],
  ['~1 -> ~2 -> ~1', 'request 1 -> request 2 -> request 1'],
  ['No Location: ~3.2~g.1', 'No Location: request 4'],
  ['No Location: ~3.2i', 'No Location: part 3.2'],
  ['/a~1b and x~1 and ~a', '/a~1b and x~1 and ~a'],
])('%s: %s', (text, expected) => {
  expect(nameRequests(text)).toBe(expected);
});
