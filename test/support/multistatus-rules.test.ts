import { describe, expect, test } from '@jest/globals';
import { findViolations } from './multistatus-rules.js';

function wrap(content: string): string {
  return `<?xml version="1.0"?><D:multistatus xmlns:D="DAV:" xmlns:M="urn:m">${content}</D:multistatus>`;
}

function respond(content: string, href = '/a', status = 'HTTP/1.1 200 OK'): string {
  return `<D:response><D:href>${href}</D:href><D:status>${status}</D:status>${content}</D:response>`;
}

const PROPSTAT =
  '<D:propstat><D:prop><M:p>text</M:p></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>';
const SYNC_TOKEN = '<D:sync-token>urn:sync:41</D:sync-token>';

describe('findViolations', () => {
  test.each([
    ['nothing in it', wrap('')],
    ['two responses', wrap(respond('') + respond('', '/b'))],
    ['white space between elements', wrap(`\n ${respond('\n')} \n`)],
    ['several hrefs with one status', wrap(respond('<D:href>/b</D:href>'))],
    [
      'propstats',
      wrap(
        `<D:response><D:href>/a</D:href>${PROPSTAT}${PROPSTAT.replace('p>text', 'q>text').replace('/M:p', '/M:q')}</D:response>`,
      ),
    ],
    [
      'a sync-token, a member that changed, one that is gone',
      wrap(
        `<D:response><D:href>/a</D:href>${PROPSTAT}</D:response>${respond('', '/b', 'HTTP/1.1 404 ')}${SYNC_TOKEN}`,
      ),
    ],
    ['extensions with text', wrap(`${respond('<M:x a="1">t<M:status/></M:x>')}<M:y>t</M:y>`)],
    ['an error with what an application put in', wrap(respond('<D:error><x>t<y/></x></D:error>'))],
    ['a foreign location', wrap(respond('<D:location><D:href>https://b/</D:href></D:location>', '/a'))],
    [
      'absolute hrefs of one origin',
      wrap(respond('', 'http://[::1]:8080/a') + respond('', 'HTTP://[::1]:8080/b')),
    ],
    ['a status without reason phrase', wrap(respond('', '/a', 'HTTP/1.1 299 '))],
    ['a 304 without location', wrap(respond('', '/a', 'HTTP/1.1 304 Not Modified'))],
  ])('finds none: %s', (_name, xml) => {
    expect(findViolations(xml)).toEqual([]);
  });

  test.each([
    ['X1', 'a tag that is not closed', '<D:multistatus xmlns:D="DAV:">'],
    ['X1', 'a prefix that is not bound', '<D:multistatus/>'],
    ['X1', 'no XML at all', 'junk'],
    ['X1', 'nothing at all', ''],
    ['X2', 'another root', '<multistatus/>'],
    ['X2', 'an element in no namespace', wrap(respond('<error/>'))],
    ['X5', 'a status in the root', wrap('<D:status>HTTP/1.1 200 OK</D:status>')],
    ['X5', 'two descriptions', wrap('<D:responsedescription/><D:responsedescription/>')],
    ['X6', 'no href', wrap('<D:response><D:status>HTTP/1.1 200 OK</D:status></D:response>')],
    ['X7', 'an href twice', wrap(respond('') + respond(''))],
    ['X7', 'an href twice in one response', wrap(respond('<D:href>/a</D:href>'))],
    ['X8', 'no status', wrap('<D:response><D:href>/a</D:href></D:response>')],
    ['X8', 'status and propstat', wrap(respond(PROPSTAT))],
    ['X8', 'two errors', wrap(respond('<D:error><M:a/></D:error><D:error><M:a/></D:error>'))],
    [
      'X9',
      'a propstat without prop',
      wrap(`<D:response><D:href>/a</D:href>${PROPSTAT.replace(/<D:prop>.*<\/D:prop>/, '')}</D:response>`),
    ],
    ['X11', 'a bare code', wrap(respond('', '/a', '200'))],
    ['X11', 'no space after the code', wrap(respond('', '/a', 'HTTP/1.1 200'))],
    ['X12', 'an interim status', wrap(respond('', '/a', 'HTTP/1.1 102 Processing'))],
    ['X13', 'paths and absolute URIs', wrap(respond('', 'http://a/b') + respond(''))],
    ['X14', 'a relative path', wrap(respond('', 'a/b'))],
    ['X14', 'no path', wrap(respond('', ''))],
    ['X14', 'a network path', wrap(respond('', '//host/a'))],
    ['X14', 'a dot-segment', wrap(respond('', '/a/../b'))],
    ['X14', 'an encoded dot-segment', wrap(respond('', '/a/%2E'))],
    ['X14', 'a fragment', wrap(respond('', '/a#b'))],
    ['X14', 'a relative location', wrap(respond('<D:location><D:href>b</D:href></D:location>'))],
    ['X15', 'two origins', wrap(respond('', 'http://a/') + respond('', 'http://b/'))],
    ['X17', 'a space in an href', wrap(respond('', '/a b'))],
    ['X17', 'a bracket in a path', wrap(respond('', '/a[0]'))],
    ['X17', 'half a triplet', wrap(respond('', '/a%4'))],
    ['X18', 'an empty error', wrap(respond('<D:error/>'))],
    ['X18', 'text in an error', wrap(respond('<D:error>t<M:a/></D:error>'))],
    ['X20', 'an empty location', wrap(respond('<D:location/>'))],
    [
      'X20',
      'two hrefs in a location',
      wrap(respond('<D:location><D:href>/x</D:href><D:href>/y</D:href></D:location>')),
    ],
    ['X21', 'a redirect to nowhere', wrap(respond('', '/a', 'HTTP/1.1 302 Found'))],
    ['X25', 'an element in an href', wrap(respond('', '/a<M:b/>'))],
    ['X26', 'text in a response', wrap(respond('text'))],
    [
      'X28',
      'a property in two propstats',
      wrap(
        `<D:response><D:href>/a</D:href>${PROPSTAT}${PROPSTAT.replace('200 OK', '404 Not Found')}</D:response>`,
      ),
    ],
    [
      'X28',
      'a property twice in a propstat',
      wrap(`<D:response><D:href>/a</D:href>${PROPSTAT.replace('<M:p>', '<M:p/><M:p>')}</D:response>`),
    ],
    ['X31', 'a control', wrap(respond('<M:b>\u0001</M:b>'))],
    ['X31', 'a lone surrogate', wrap(respond('<M:b>\ud800</M:b>'))],
    ['X36', 'two sync-tokens', wrap(SYNC_TOKEN + SYNC_TOKEN)],
    ['X36', 'a sync-token that is no URI', wrap('<D:sync-token>41</D:sync-token>')],
    ['X36', 'a status for a member that has changed', wrap(respond('') + SYNC_TOKEN)],
  ])('finds %s: %s', (rule, _name, xml) => {
    expect(findViolations(xml).map((line) => line.replace(/: .*/s, ''))).toContain(rule);
  });
});
