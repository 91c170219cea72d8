import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { toPointer } from '#core/problem/issue.js';

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
