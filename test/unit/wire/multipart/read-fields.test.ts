import { expect, test } from '@jest/globals';
import { groupFields } from '#wire/multipart/read-fields.js';

test('fields are grouped by name without case: the first name stands for all, and values keep their order', () => {
  const fields = [
    ['Set-Cookie', 'b=1'],
    ['ETag', '"1"'],
    ['set-cookie', 'a=2'],
  ] as const;
  expect(groupFields(fields)).toEqual([
    ['Set-Cookie', ['b=1', 'a=2']],
    ['ETag', ['"1"']],
  ]);
  expect(groupFields([])).toEqual([]);
});

test('a field may have any name', () => {
  expect(groupFields([['__proto__', 'x']])).toEqual([['__proto__', ['x']]]);
});
