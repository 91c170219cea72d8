import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { toPointer } from '#core/problem/issue.js';
import { toXmlChars } from '#document/xml-char.js';
import { anyCharacter } from '../../../support/any-character.js';

test.each<[tokens: (string | number)[], pointer: string]>([
  [[], '#'],
  [[''], '#/'],
  [['requests', 0, 'url'], '#/requests/0/url'],
  [['a/b', '~1', '%'], '#/a~1b/~01/%25'],
  [['é', ' ', '"'], '#/%C3%A9/%20/%22'],
  [['\ud800', '\0'], '#/%EF%BF%BD/%EF%BF%BD'],
])('toPointer(%j) is %s', (tokens, pointer) => {
  expect(toPointer(...tokens)).toBe(pointer);
});

test('a token leads back to what it was, up to 100 characters', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 60 })), (tokens) => {
      const read = toPointer(...tokens)
        .slice(1)
        .split('/')
        .slice(1)
        .map((token) => decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~'));
      expect(read).toEqual(tokens);
    }),
  );
  expect(toPointer('a'.repeat(101))).toBe(`#/${'a'.repeat(100)}`);
});

test('a character that the cut would split is none', () => {
  expect(toPointer(`${'a'.repeat(99)}😀`)).toBe(`#/${'a'.repeat(99)}%EF%BF%BD`);
});

test('a token that needs no escape is what it would be with one', () => {
  const anyToken = fc.oneof(
    fc.string({ unit: anyCharacter }),
    fc.string({ unit: fc.constantFrom(...Array.from("aZ9_.-!*'()~/% ")) }),
  );
  fc.assert(
    fc.property(anyToken, (token) => {
      const escaped = toXmlChars(token.slice(0, 100)).replaceAll('~', '~0').replaceAll('/', '~1');
      expect(toPointer(token)).toBe(`#/${encodeURIComponent(escaped)}`);
    }),
  );
});
