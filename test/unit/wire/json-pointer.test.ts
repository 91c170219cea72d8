import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { escapePointerToken, hasMember, parsePointer, splitPointer, valueAt } from '#wire/json-pointer.js';
import { anyCharacter } from '../../support/any-character.js';

describe('parsePointer', () => {
  test.each<[pointer: string, tokens: string[]]>([
    ['/a', ['a']],
    ['/a/b', ['a', 'b']],
    ['/', ['']],
    ['//', ['', '']],
    ['/a/', ['a', '']],
    ['/a~1b/m~0n', ['a/b', 'm~n']],
    // RFC 6901 section 4: ~01 is ~1, never /.
    ['/~01', ['~1']],
    ['/ /%20/é/\ud800', [' ', '%20', 'é', '\ud800']],
    ['/a\nb', ['a\nb']],
  ])('splits %j into %j', (pointer, tokens) => {
    expect(parsePointer(pointer)).toEqual(tokens);
  });

  test.each(['', 'a', 'a/b', '#/a', ' /a', '/~', '/~2', '/a~/b', '/a~'])('knows %j for none', (pointer) => {
    expect(parsePointer(pointer)).toBeUndefined();
  });

  test('does with a pointer of a mebibyte', () => {
    expect(parsePointer(`/${'a'.repeat(2 ** 20)}`)).toHaveLength(1);
    expect(parsePointer('/a'.repeat(2 ** 19))).toHaveLength(2 ** 19);
    expect(parsePointer(`${'/a'.repeat(2 ** 19)}~`)).toBeUndefined();
    expect(parsePointer(`/${'~0'.repeat(2 ** 19)}~2`)).toBeUndefined();
  });

  test('gives back every token that was written into it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: anyCharacter }), { minLength: 1 }), (tokens) => {
        const pointer = tokens.map((token) => `/${escapePointerToken(token)}`).join('');
        expect(parsePointer(pointer)).toEqual(tokens);
        expect(splitPointer(pointer)).toEqual(tokens);
      }),
    );
  });
});

test('splitPointer finds no token in the empty pointer', () => {
  expect(splitPointer('')).toEqual([]);
});

test('escapePointerToken escapes ~ before /', () => {
  expect(escapePointerToken('a/~b~1')).toBe('a~1~0b~01');
});

describe('valueAt', () => {
  const value: unknown = JSON.parse('{"a":[1,[2,{"b":null}]],"":3,"__proto__":{"c":4},"x":"text","n":5}');

  test.each<[tokens: string[], found: unknown]>([
    [[], value],
    [['a', '0'], 1],
    [['a', '1', '1', 'b'], null],
    [[''], 3],
    [['__proto__', 'c'], 4],
    [['x'], 'text'],
    // What is not there, or only inherited, or no element.
    [['b'], undefined],
    [['a', '2'], undefined],
    [['a', '-1'], undefined],
    [['a', '01'], undefined],
    [['a', '00'], undefined],
    [['a', '1.0'], undefined],
    [['a', '1e0'], undefined],
    [['a', '+1'], undefined],
    [['a', ' 1'], undefined],
    [['a', ''], undefined],
    [['a', '-'], undefined],
    [['a', '99999999999'], undefined],
    [['a', 'length'], undefined],
    [['a', 'at'], undefined],
    [['a', '__proto__'], undefined],
    [['constructor'], undefined],
    [['constructor', 'name'], undefined],
    [['toString'], undefined],
    [['hasOwnProperty'], undefined],
    [['__proto__', '__proto__'], undefined],
    [['x', '0'], undefined],
    [['x', 'length'], undefined],
    [['n', 'toFixed'], undefined],
    [['a', '1', '1', 'b', 'c'], undefined],
  ])('leads by %j to %j', (tokens, found) => {
    expect(valueAt(value, tokens)).toEqual(found);
  });

  test.each([undefined, null, 1, 'a', true])('finds nothing in %j', (nothing) => {
    expect(valueAt(nothing, ['0'])).toBeUndefined();
    expect(valueAt(nothing, [])).toBe(nothing);
  });

  test('finds nothing in a hole, and no own properties of an array that are no elements', () => {
    const list = Object.assign([1], { extra: 2 });
    list[3] = 4;
    expect([valueAt(list, ['1']), valueAt(list, ['extra']), valueAt(list, ['3'])]).toEqual([
      undefined,
      undefined,
      4,
    ]);
  });
});

test('hasMember tells a member that is undefined or null from none', () => {
  const value = { a: undefined, b: null };
  expect([hasMember(value, 'a'), hasMember(value, 'b'), hasMember(value, 'c')]).toEqual([true, true, false]);
  expect([hasMember([0], '0'), hasMember([0], '1'), hasMember('ab', '0'), hasMember(null, '0')]).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
