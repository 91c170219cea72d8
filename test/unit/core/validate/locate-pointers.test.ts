import { describe, expect, test } from '@jest/globals';
import { locatePointers } from '@multistatus/core/check';
import fc from 'fast-check';
import { toPointer } from '#core/problem/issue.js';

/** Returns the text that one pointer leads to. */
function at(text: string, pointer: string): string {
  const { start, end } = locatePointers(text, [pointer]).get(pointer) ?? { start: NaN, end: NaN };
  return text.slice(start, end);
}

describe('locatePointers', () => {
  const text = ' { "a" : [ 1 , { "b/c" : "x" , "ä b" : null } ] , "d": {}, "d": 5 } ';

  test.each([
    ['#', text.trim()],
    ['#/a', '[ 1 , { "b/c" : "x" , "ä b" : null } ]'],
    ['#/a/0', '1'],
    ['#/a/1/b~1c', '"x"'],
    ['#/a/1/%C3%A4%20b', 'null'],
    ['#/d', '5'],
    ['#/e', '{'],
    ['#/a/2', '['],
    ['#/a/1/z', '{'],
    ['#/a/0/z/y', '1'],
    ['#/e/f/g', '{'],
  ])('%s leads to %s', (pointer, value) => {
    expect(at(text, pointer)).toBe(value);
  });

  test('finds many pointers at once, and a long name by its beginning', () => {
    const name = 'n'.repeat(300);
    const pointers = [toPointer(name), toPointer('a', 0), toPointer('a'), toPointer('a', 0)];
    const ranges = locatePointers(`{"a":[1],"${name}":2}`, pointers);
    expect([...ranges].map(([, { start }]) => start).toSorted((a, b) => a - b)).toEqual([5, 6, 312]);
  });

  test('leads to the value of any member of any object', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ maxLength: 20 }), fc.jsonValue()), (object) => {
        const json = JSON.stringify(object, undefined, 1);
        for (const [name, value] of Object.entries(JSON.parse(json) as Record<string, unknown>))
          expect(JSON.parse(at(json, toPointer(name)))).toEqual(value);
      }),
    );
  });
});
