import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type ResourceLocation, resolveHref } from '#core/encode/resolve-href.js';
import { anyCharacter } from '../../../support/any-character.js';
import { toAnswered, toUnanswered } from '../outcomes.js';

const HOST = 'photos.example:8080';
const CONTEXT = { operationsPath: '/batch/operations/', host: HOST, options: { basePath: '' } };

function place(
  status: number,
  location: string | string[] | undefined,
  url = '/albums/4?a=b',
): ResourceLocation {
  const headers = location === undefined ? {} : { location };
  return resolveHref(toAnswered({ status, headers }, { url }), CONTEXT);
}

describe('resolveHref', () => {
  test.each<[location: string, href: string]>([
    ['/albums/5', '/albums/5'],
    ['/albums/5?x=y#top', '/albums/5?x=y'],
    ['5', '/albums/5'],
    ['', '/albums/4?a=b'],
    ['?c', '/albums/4?c'],
    ['../photos', '/photos'],
    ['/a b', '/a%20b'],
    ['/é', '/%C3%A9'],
    [`http://${HOST}/x`, '/x'],
    [`https://${HOST.toUpperCase()}/x#y`, '/x'],
    [`//${HOST}/x`, '/x'],
    [`http://${HOST}`, '/'],
    [`http://${HOST}//other.example/x`, '/other.example/x'],
    ['/.//other.example', '/other.example'],
  ])('returns the Location %j of a 201 as the href', (location, href) => {
    expect(place(201, location)).toEqual({ href, location: href });
  });

  test.each([
    ['http://other.example/x#y', 'http://other.example/x'],
    ['//other.example/x', 'http://other.example/x'],
    [`ftp://${HOST}/x`, `ftp://${HOST}/x`],
    ['http://photos.example/x', 'http://photos.example/x'],
    ['urn:isbn:1', 'urn:isbn:1'],
    ['\\\\other.example\\x', 'http://other.example/x'],
  ])('returns the URL of the operation if the Location of a 201 is the foreign %j', (written, location) => {
    expect(place(201, written)).toEqual({ href: '/albums/4?a=b', location });
  });

  test.each([301, 302, 303, 307, 308])(
    'gives the Location of a %i beside the URL of the operation',
    (status) => {
      expect(place(status, '/x')).toEqual({ href: '/albums/4?a=b', location: '/x' });
    },
  );

  test.each([200, 202, 207, 300, 304, 404, 500])('ignores a Location on %i', (status) => {
    expect(place(status, '/x')).toEqual({ href: '/albums/4?a=b' });
  });

  test.each([undefined, 'http://', 'http://[', ['/a', '/b']])('ignores the Location %j', (location) => {
    expect(place(201, location)).toEqual({ href: '/albums/4?a=b' });
  });

  test('returns the URL of an operation that was not answered', () => {
    expect(resolveHref(toUnanswered('skipped', {}, { url: '/a' }), CONTEXT)).toEqual({ href: '/a' });
    expect(resolveHref(toUnanswered('failed', {}, { url: '/a' }), CONTEXT)).toEqual({ href: '/a' });
  });

  test('returns a path with the index for an operation whose URL was never resolved', () => {
    for (const url of ['$a', '$a/b', '/a/{b}']) {
      expect(resolveHref(toUnanswered('skipped', {}, { index: 3, url }), CONTEXT)).toEqual({
        href: '/batch/operations/3',
      });
    }
  });

  test.each([
    // What the app writes may have the prefix, or not know of it.
    ['/albums/5', '/api/albums/5'],
    ['/api/albums/5', '/api/albums/5'],
    [`https://${HOST}/api/albums/5?x`, '/api/albums/5?x'],
    ['/apiary', '/api/apiary'],
    ['5', '/api/albums/5'],
  ])('adds the public prefix to the Location %j: %j', (written, href) => {
    const outcome = toAnswered({ status: 201, headers: { location: written } }, { url: '/albums/4' });
    expect(resolveHref(outcome, { ...CONTEXT, options: { basePath: '/api' } })).toEqual({
      href,
      location: href,
    });
  });

  test('adds the public prefix to the URL of an operation, but not to a foreign Location', () => {
    const context = { ...CONTEXT, options: { basePath: '/api' } };
    expect(resolveHref(toUnanswered('failed', {}, { url: '/a?b' }), context)).toEqual({ href: '/api/a?b' });
    const location = 'http://other.example/x';
    const outcome = toAnswered({ status: 302, headers: { location } }, { url: '/a' });
    expect(resolveHref(outcome, context)).toEqual({ href: '/api/a', location });
  });

  test.each([undefined, '', 'a b', '/', 'photos.example/x', ':'])('works with the Host %j', (host) => {
    const outcome = toAnswered({ status: 201, headers: { location: 'http://other.example/x' } });
    expect(resolveHref(outcome, { ...CONTEXT, host })).toEqual({
      href: '/0',
      location: 'http://other.example/x',
    });
  });

  test('never throws, and every href is a path of this origin', () => {
    const piece = fc.constantFrom(
      'http:',
      'https:',
      '/',
      '//',
      '\\',
      HOST,
      '@',
      ':',
      '?',
      '#',
      '..',
      'é',
      ' ',
    );
    const location = fc.oneof(
      fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join('')),
      fc.webUrl(),
      fc.string({ unit: anyCharacter }),
    );
    fc.assert(
      fc.property(location, fc.constantFrom(201, 302), (written, status) => {
        const { href } = place(status, written, '/a/b');
        expect(href).toMatch(/^\/(?!\/)/);
        expect(new URL(href, 'http://h').origin).toBe('http://h');
      }),
      { numRuns: 1_000 },
    );
  });
});
