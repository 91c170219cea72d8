import { expect, it } from '@jest/globals';
import { toAcceptQuery } from '#core/http/accept-query.js';

it('writes media types as tokens, and as strings where a token may not begin so', () => {
  expect(toAcceptQuery(['application/json', '3gpp/batch', 'application/vnd.a+json'])).toBe(
    'application/json, "3gpp/batch", application/vnd.a+json',
  );
});
