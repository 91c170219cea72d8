import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findUrlIssue } from '#core/operation/operation-url.js';
import { anyCharacter } from '../../../support/any-character.js';

const PIECES = [
  ...['/', '//', 'a', 'b', '0', '.', '..', '%2e', '%2E', '%2f', '%5C', '%00', '%41', '%25', '%', '%4'],
  ...['?', '#', '\\', ';', ':', '@', '&', '=', '+', '$', '{', '}', '[', ']', '`', '^', '|', '~', "'", '"'],
  ...['<', '>', '(', ')', '!', '*', ',', ' ', '\t', '\r', '\n', '\0', '\x7f', '\x80', 'é', '\ud800', '😀'],
];
const likelyUrl = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((rest) => `/${rest.join('')}`);

/** The WHATWG parser encodes these few; RFC 9112 servers are sent them as they are. */
function withoutEncodingOf(url: string): string {
  return url.replaceAll('%60', '`').replaceAll('%27', "'").replace(/%5e/gi, '^').replace(/%7c/gi, '|');
}

describe('findUrlFault', () => {
  test.each([
    '/',
    '/albums/4',
    '/a//b',
    '/a?',
    '/a?b=c&d[]=e',
    '/a?next=//other/../x',
    '/a?q=a+b%20c',
    '/.well-known/x',
    '/...',
    '/a..b',
    '/a%2Fb',
    '/%C3%A9',
    "/a;v=1/(b)*!$&'",
    '/a:b@c',
    '/~ana/^|`',
  ])('lets %j pass', (url) => {
    expect(findUrlIssue(url)).toBeUndefined();
  });

  test.each([
    ['', 'not-a-path'],
    ['albums', 'not-a-path'],
    ['http://other.example/', 'not-a-path'],
    ['*', 'not-a-path'],
    ['?a', 'not-a-path'],
    ['//other.example/a', 'not-a-path'],
    ['$album', 'not-a-path'],
    ['$album/photos', 'not-a-path'],
    ['/albums/{id}', 'invalid-variable'],
    ['/a#b', 'fragment'],
    ['/a b', 'illegal-character'],
    ['/a\\b', 'illegal-character'],
    ['/\\other.example', 'illegal-character'],
    ['/a"', 'illegal-character'],
    ['/<a>', 'illegal-character'],
    ['/a\r\nx: y', 'illegal-character'],
    ['/\t', 'illegal-character'],
    ['/\0', 'illegal-character'],
    ['/\x7f', 'illegal-character'],
    ['/é', 'illegal-character'],
    ['/a%', 'bad-escape'],
    ['/a%4', 'bad-escape'],
    ['/a%zz', 'bad-escape'],
    ['/a?b=%', 'bad-escape'],
    ['/.', 'dot-segment'],
    ['/..', 'dot-segment'],
    ['/a/../b', 'dot-segment'],
    ['/a/./b', 'dot-segment'],
    ['/a/..?b', 'dot-segment'],
    ['/%2e%2e/b', 'dot-segment'],
    ['/.%2E/b', 'dot-segment'],
    ['/a%2f..%2fb', 'dot-segment'],
    ['/a%5c..%5Cb', 'dot-segment'],
    ['/..;a=b/c', 'dot-segment'],
  ])('finds in %j the fault %s', (url, code) => {
    expect(findUrlIssue(url)).toEqual({ code, detail: expect.any(String) });
  });

  test('takes a URL of any length', () => {
    const long = '/a'.repeat(5_000_000);
    expect(findUrlIssue(long)).toBeUndefined();
    expect(findUrlIssue(`${long}/..`)).toMatchObject({ code: 'dot-segment' });
  });

  test('lets only such URLs pass as a URL parser leaves as they are, on this origin', () => {
    let passed = 0;
    fc.assert(
      fc.property(fc.oneof({ arbitrary: likelyUrl, weight: 4 }, fc.string({ unit: anyCharacter })), (url) => {
        if (findUrlIssue(url) !== undefined) return;
        passed += 1;
        const parsed = new URL(url, 'http://h');
        expect(parsed.origin).toBe('http://h');
        expect([parsed.username, parsed.password, parsed.hash]).toEqual(['', '', '']);
        expect(withoutEncodingOf(parsed.href)).toBe(`http://h${withoutEncodingOf(url)}`);
      }),
      { numRuns: 5_000 },
    );
    expect(passed).toBeGreaterThan(100);
  });

  test('lets no path pass that a server would leave, however often it decodes it once', () => {
    fc.assert(
      fc.property(likelyUrl, (url) => {
        if (findUrlIssue(url) !== undefined) return;
        const path = decodeURIComponent(url.split('?', 1)[0]!.replace(/%(?!2[ef]|5c)/gi, '%25'));
        expect(path.split(/[/\\]/)).not.toContain('..');
      }),
      { numRuns: 2_000 },
    );
  });
});
