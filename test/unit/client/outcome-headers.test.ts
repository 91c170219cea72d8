import { expect, test } from '@jest/globals';
import { toFields, toHeaders } from '#client/outcome-headers.js';

test('fields that HTTP does not allow are omitted, and the others stay', () => {
  const fields = { 'x-ok': ['a', 'b'], '<img>': 'a', '': 'a', 'x-line': 'a\nb' };
  expect([...toFields(fields)]).toEqual([['x-ok', 'a, b']]);
});

test('a problem of the batch itself has the Content-Type of problems', () => {
  const problem = { type: 'urn:multistatus:problem:timeout', title: 'Late', status: 504 };
  const response = { href: '/a', status: 504, problem, headers: {} } as unknown as Parameters<
    typeof toHeaders
  >[0];
  expect(toHeaders(response).get('content-type')).toBe('application/problem+json');
  expect(toHeaders({ ...response, headers: { 'content-type': 'text/plain' } }).get('content-type')).toBe(
    'text/plain',
  );
});
