import { expect, test } from '@jest/globals';
import { isRedirect } from '#wire/redirect.js';

test('isRedirect knows the statuses that lead to a Location', () => {
  const statuses = Array.from({ length: 1_000 }, (_, status) => status);
  expect(statuses.filter(isRedirect)).toEqual([301, 302, 303, 307, 308]);
});
