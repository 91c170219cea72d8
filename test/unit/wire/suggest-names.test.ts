import { expect, test } from '@jest/globals';
import { nearestName, suggestNames } from '#wire/suggest-names.js';

const NAMES = ['id', 'method', 'url', 'path', 'concurrency', 'maxBodyBytes', 'limits.maxItems'];

test.each([
  ['Id', 'id'],
  ['ids', 'id'],
  ['uri', 'url'],
  ['paht', 'path'],
  ['paths', 'path'],
  ['basePath', 'path'],
  ['METHOD', 'method'],
  ['mehtod', 'method'],
  ['concurency', 'concurrency'],
  ['maxBody', 'maxBodyBytes'],
  ['maxBodyByets', 'maxBodyBytes'],
  ['maxitem', 'limits.maxItems'],
])('%s is near %s', (name, near) => {
  expect(nearestName(name, NAMES)).toBe(near);
});

test.each([
  ['zebra'],
  [''],
  ['x'],
  ['at'],
  ['if'],
  ['ttl1'],
  ['time'],
  ['limits'],
  ['__proto__'],
  ['constructor'],
  ['z'.repeat(1_000_000)],
])('nothing is near %.20s', (name) => {
  expect(nearestName(name, NAMES)).toBeUndefined();
});

test('the nearest name is suggested; of several that are equally near, the first', () => {
  expect(nearestName('maxItem', ['maxItemBytes', 'maxItems'])).toBe('maxItems');
  expect(nearestName('onErro', ['onErrors', 'onError'])).toBe('onError');
  expect(nearestName('bat', ['cat', 'rat'])).toBe('cat');
});

test('the suggestion precedes the list, which lacks what is nested', () => {
  expect(
    suggestNames('maxItem', { kind: 'options', known: ['path', 'limits'], nested: ['limits.maxItems'] }),
  ).toBe('did you mean limits.maxItems? The options are path, limits');
  expect(suggestNames('zebra', { kind: 'members', known: ['path', 'limits'] })).toBe(
    'the members are path, limits',
  );
});
