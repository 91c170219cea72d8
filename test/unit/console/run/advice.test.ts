import { expect, test } from '@jest/globals';
import { needsAccess } from '#console-page/run/advice.js';

test.each([
  [401, undefined, true],
  [403, 'https://example.com/forbidden', true],
  [403, 'urn:multistatus:problem:not-allowed', false],
  [401, 'urn:multistatus:problem:unidentified', true],
  [404, undefined, false],
])('access headers may help after a %s with the type %s: %s', (status, type, expected) => {
  expect(needsAccess(status, type)).toBe(expected);
});
