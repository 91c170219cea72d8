import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { splitOutsideQuotes } from '#wire/split-outside-quotes.js';

test.each<[text: string, parts: string[]]>([
  ['', ['']],
  ['a', ['a']],
  ['a,b, c', ['a', 'b', ' c']],
  [',', ['', '']],
  ['a="b,c",d', ['a="b,c"', 'd']],
  // A backslash escapes inside of quotes only (RFC 9110 section 5.6.4).
  ['a="b\\",c",d', ['a="b\\",c"', 'd']],
  ['a\\",b', ['a\\",b']],
  ['a\\,b', ['a\\', 'b']],
  ['a="b,c', ['a="b,c']],
  ['a="b\\', ['a="b\\']],
])('splits %j into %j', (text, parts) => {
  expect(splitOutsideQuotes(text, ',')).toEqual(parts);
});

test('loses no character', () => {
  const text = fc.array(fc.constantFrom('a', ',', '"', '\\', ' ')).map((all) => all.join(''));
  fc.assert(
    fc.property(text, (written) => {
      expect(splitOutsideQuotes(written, ',').join(',')).toBe(written);
    }),
  );
});
