import { expect, test } from '@jest/globals';
import { checkHeader } from '#console-page/compose/check-header.js';
import { copiedHeaders } from '#console-page/compose/copied-headers.js';

test.each([
  ['Authorization', 'Bearer abc.def'],
  ['X-Api-Key', 'käse'],
  ['prefer', 'respond-async'],
])('%s: %s can be an access header', (name, value) => {
  expect(checkHeader(name, value)).toBeUndefined();
  expect(new Headers([[name, value]]).get(name)).toBe(value);
});

test.each([
  ['', 'x', 'Enter the name'],
  ['Authorization:', 'x', 'without a colon'],
  ['a b', 'x', 'only letters'],
  ['Host', 'x', 'Only the browser'],
  ['Sec-Fetch-Mode', 'x', 'Only the browser'],
  ['Content-Type', 'x', 'sets Content-Type itself'],
  ['a', '', 'Enter a value'],
  ['a', 'b\nc', 'one line'],
  ['a', 'token€', 'ISO 8859-1'],
  ['a', 'b\u007f', 'control character'],
])('%j: %j cannot', (name, value, reason) => {
  expect(checkHeader(name, value)).toContain(reason);
});

test('what is copied has variables in place of values, and each value only if that is asked for', () => {
  const access = [
    ['Authorization', 'Bearer secret'],
    ['authorization', 'secret'],
    ['9-Key.x', 'secret'],
  ] as const;
  expect(copiedHeaders(access, false)).toEqual([
    { name: 'Authorization', text: 'Bearer ', variable: 'TOKEN' },
    { name: 'authorization', text: '', variable: 'TOKEN' },
    { name: '9-Key.x', text: '', variable: '_9_KEY_X' },
  ]);
  expect(copiedHeaders(access, true).map(({ text }) => text)).toEqual(['Bearer secret', 'secret', 'secret']);
});
