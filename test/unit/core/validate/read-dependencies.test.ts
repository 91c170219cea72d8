import { describe, expect, test } from '@jest/globals';
import { extractETagReferences, readDependencies } from '#core/validate/read-dependencies.js';

describe('extractETagReferences', () => {
  test('takes the $id of conditional headers out, as a reference to an ETag', () => {
    const headers = { 'if-match': '$a', 'if-none-match': '$b', 'x-other': '$c' };
    expect(extractETagReferences(headers)).toEqual([
      { at: ['headers', 'if-match'], from: 'a', value: ['headers', 'etag'] },
      { at: ['headers', 'if-none-match'], from: 'b', value: ['headers', 'etag'] },
    ]);
    expect(headers).toEqual({ 'x-other': '$c' });
  });

  test.each([
    '"$a"',
    'W/"a"',
    '*',
    '',
    '$',
    '$a, "b"',
    '$a $b',
    '$a/b',
    ' $a',
    '$é',
    `$${'a'.repeat(257)}`,
    '$a\n',
  ])('leaves If-Match: %j as it is', (value) => {
    const headers = { 'if-match': value };
    expect(extractETagReferences(headers)).toEqual([]);
    expect(headers).toEqual({ 'if-match': value });
  });
});

describe('readNeeds', () => {
  const nothing = { index: 2, url: '/', dependsOn: [], references: [], etagReferences: [] };
  const reference = { at: ['url', 'x'], from: 'a', value: ['status'] };

  test('lists none for an operation that speaks of no other', () => {
    expect(readDependencies(nothing)).toEqual([]);
    expect(readDependencies({ ...nothing, url: '/$a/{x}' })).toEqual([]);
  });

  test('lists what is needed in every way that it can be said, each with its place', () => {
    expect(
      readDependencies({
        index: 2,
        url: '$e/x',
        dependsOn: ['a', 'g'],
        references: [reference, { ...reference, from: 'c' }],
        etagReferences: [{ at: ['headers', 'if-match'], from: 'd', value: ['headers', 'etag'] }],
      }),
    ).toEqual([
      { name: 'a', pointer: '#/requests/2/dependsOn/0', isReference: false },
      { name: 'g', pointer: '#/requests/2/dependsOn/1', isReference: false },
      { name: 'a', pointer: '#/requests/2/references/0/from', isReference: true },
      { name: 'c', pointer: '#/requests/2/references/1/from', isReference: true },
      { name: 'd', pointer: '#/requests/2/headers/if-match', isReference: true },
      { name: 'e', pointer: '#/requests/2/url', isReference: true },
    ]);
  });

  test('passes over what is no name: the shape of the batch is at fault then', () => {
    expect(readDependencies({ ...nothing, dependsOn: [1, null, 'a', {}] })).toEqual([
      { name: 'a', pointer: '#/requests/2/dependsOn/2', isReference: false },
    ]);
  });
});
