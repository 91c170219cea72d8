import assert from 'node:assert/strict';
import type { ConformanceCase } from '../case.js';
import { postJson, refusalCase } from '../refusal-case.js';

const REFUSED: readonly (readonly [string, string, string])[] = [
  ['C200', 'absolute, http', 'http://evil.example/echo'],
  ['C201', 'absolute, to this very host', 'http://photos.example/echo'],
  ['C202', 'absolute, https in capitals', 'HTTPS://evil.example/'],
  ['C203', 'another scheme', 'file:///etc/passwd'],
  ['C204', 'a scheme without slashes', 'javascript:1'],
  ['C205', 'two slashes', '//evil.example/echo'],
  ['C206', 'two slashes and nothing', '//'],
  ['C207', 'three slashes', '///echo'],
  ['C208', 'a backslash after the slash', '/\\evil.example/'],
  ['C209', 'two backslashes', '\\\\evil.example\\'],
  ['C210', 'a backslash further on', '/echo\\..\\admin'],
  ['C211', 'empty', ''],
  ['C212', 'a relative path', 'echo'],
  ['C213', 'a query alone', '?a=1'],
  ['C214', 'the asterisk of OPTIONS', '*'],
  ['C215', 'authority form', 'photos.example:80'],
  ['C216', 'a space before the slash', ' /echo'],
  ['C217', 'NUL', '/echo\u0000'],
  ['C218', 'a line break', '/echo\r\nhost: evil.example'],
  ['C219', 'a line feed at the end', '/echo\n'],
  ['C220', 'a tab', '/ec\tho'],
  ['C221', 'DEL', '/echo\u007f'],
  ['C222', 'a fragment', '/echo#part'],
  ['C223', 'an empty fragment', '/echo#'],
  ['C224', 'a fragment in the query', '/echo?a=1#part'],
  ['C225', 'a leading dot-segment', '/../etc/passwd'],
  ['C226', 'a dot-segment inside', '/albums/../admin'],
  ['C227', 'a dot-segment at the end', '/albums/..'],
  ['C228', 'a single dot', '/./echo'],
  ['C229', 'a single dot at the end', '/echo/.'],
  ['C230', 'a dot-segment before a query', '/echo/..?a=1'],
  ['C231', 'an encoded dot-segment', '/%2e%2e/admin'],
  ['C232', 'a half encoded dot-segment', '/albums/.%2E/admin'],
  ['C233', 'an encoded single dot', '/%2e/echo'],
  ['C234', 'an encoded dot-segment at the end', '/albums/%2E%2e'],
];

/** Encoded slashes that turn into dot-segments where a proxy or a file route decodes them. */
const REFUSED_SHOULD: typeof REFUSED = [
  ['C235', 'a dot-segment behind an encoded slash', '/albums%2f..%2fadmin'],
  ['C236', 'a dot-segment before an encoded slash', '/..%2fadmin'],
  ['C237', 'a dot-segment before an encoded backslash', '/..%5cadmin'],
];

const TAKEN = [
  ['C240', 'the root', '/'],
  ['C241', 'a query with anything a query may hold', '/echo?a=/../b&c=http://x.example/&d=//e?f'],
  ['C242', 'three dots and dots inside a segment', '/echo/.../a..b/.well-known/..a'],
  ['C243', 'percent-encoding as it stands', '/echo/%20%2F%C3%A9%25?q=%00'],
  ['C244', 'two slashes further on', '/echo//a'],
  ['C245', 'a colon, an at sign and sub-delims', "/echo/a:b@c;d=1!$&'()*+,="],
  ['C246', 'an empty query', '/echo?'],
  ['C247', 'a dollar inside the path', '/echo/$id'],
] as const;

/** Only origin-form URLs of this application. */
export const urlCases: readonly ConformanceCase[] = [
  ...REFUSED.map((row) => refusedUrl('MUST', row)),
  ...REFUSED_SHOULD.map((row) => refusedUrl('SHOULD', row)),
  ...TAKEN.map(
    ([id, title, url]): ConformanceCase => ({
      id,
      level: 'MUST',
      section: 'RFC 9112 §3.2.1',
      title: `url: ${title} reaches the target as written`,
      async check(host) {
        await host.batch([{ method: 'GET', url }]);
        assert.deepEqual(host.urls(), [url]);
      },
    }),
  ),
  {
    id: 'C250',
    level: 'MUST',
    section: 'RFC 9112 §3.2',
    title: 'url: characters that no request line can hold are refused or encoded, never passed on raw',
    async check(host) {
      for (const url of ['/echo/a b', '/echo/é', '/echo/\u{1f4f7}', '/echo/\ud800', '/echo?q=\u2028']) {
        host.reset();
        const { status } = await postJson(host, { requests: [{ method: 'GET', url }] });
        assert.ok(status === 400 || status === 207, `${status} for ${url}`);
        for (const seen of host.urls()) assert.match(seen, /^[\x21-\x7e]+$/);
        if (status === 400) assert.equal(host.calls(), 0);
      }
    },
  },
];

function refusedUrl(level: 'MUST' | 'SHOULD', [id, title, url]: (typeof REFUSED)[number]): ConformanceCase {
  return refusalCase({
    id,
    level,
    section: 'docs/reference/limits-and-security#urls',
    title: `url: ${title} is refused`,
    batch: {
      requests: [
        { method: 'GET', url: '/echo' },
        { method: 'GET', url },
      ],
    },
    at: '#/requests/1/url',
  });
}
