import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { assertRefused, textOf } from '../assert-problem.js';
import type { ConformanceCase } from '../case.js';

const ONE_READ = JSON.stringify({ requests: [{ method: 'GET', url: '/echo' }] });

const REFUSED: readonly (readonly [string, string, Readonly<Record<string, string>>, string | Uint8Array])[] =
  [
    ['C030', 'no content type', {}, ONE_READ],
    ['C031', 'text/plain', { 'content-type': 'text/plain' }, ONE_READ],
    ['C032', 'XML', { 'content-type': 'application/xml' }, '<batch/>'],
    ['C033', 'a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'requests=1'],
    ['C034', 'multipart/mixed', { 'content-type': 'multipart/mixed; boundary=b' }, '--b--'],
    ['C035', 'no media type at all', { 'content-type': 'json' }, ONE_READ],
    ['C036', 'a slash and nothing else', { 'content-type': '/' }, ONE_READ],
    ['C037', 'a type that merely begins like JSON', { 'content-type': 'application/jsonp' }, ONE_READ],
    [
      'C038',
      'a content type that hides JSON behind another',
      { 'content-type': 'text/plain, application/json' },
      ONE_READ,
    ],
  ];

const REFUSED_BEFORE_PARSERS: typeof REFUSED = [
  ['C040', 'charset iso-8859-1', { 'content-type': 'application/json; charset=iso-8859-1' }, ONE_READ],
  [
    'C041',
    'charset utf-16',
    { 'content-type': 'application/json; charset=utf-16' },
    Buffer.from(ONE_READ, 'utf16le'),
  ],
  ['C042', 'gzip', { 'content-type': 'application/json', 'content-encoding': 'gzip' }, gzipSync(ONE_READ)],
  [
    'C043',
    'a coding named in capitals',
    { 'content-type': 'application/json', 'content-encoding': 'GZIP' },
    gzipSync(ONE_READ),
  ],
  [
    'C044',
    'deflate that is none',
    { 'content-type': 'application/json', 'content-encoding': 'deflate' },
    ONE_READ,
  ],
  ['C045', 'br', { 'content-type': 'application/json', 'content-encoding': 'br' }, ONE_READ],
  [
    'C046',
    'several codings',
    { 'content-type': 'application/json', 'content-encoding': 'gzip, br' },
    ONE_READ,
  ],
  ['C047', 'an unknown coding', { 'content-type': 'application/json', 'content-encoding': 'zip' }, ONE_READ],
];

const ACCEPTED = [
  ['C050', 'charset=utf-8', 'application/json; charset=utf-8'],
  ['C051', 'a quoted charset in capitals', 'application/json;charset="UTF-8"'],
  ['C052', 'capitals', 'Application/JSON'],
  ['C053', 'other parameters', 'application/json;odata.metadata=minimal;IEEE754Compatible=true'],
] as const;

/** Content types and codings of the batch: accepted, or 415 with Accept and Accept-Post. */
export const mediaTypeCases: readonly ConformanceCase[] = [
  ...REFUSED.map((row) => refusedType(row, true)),
  ...REFUSED_BEFORE_PARSERS.map((row) => refusedType(row, false)),
  ...ACCEPTED.map(
    ([id, title, type]): ConformanceCase => ({
      id,
      level: 'MUST',
      section: 'RFC 9110 §8.3.1',
      title: `content type with ${title} is taken`,
      everySetup: true,
      async check(host) {
        const answer = await host.exchange({
          method: 'POST',
          headers: { 'content-type': type },
          body: ONE_READ,
        });
        assert.equal(answer.status, 207, textOf(answer));
        assert.equal(host.calls(), 1);
      },
    }),
  ),
];

function refusedType(
  [id, title, headers, body]: (typeof REFUSED)[number],
  everySetup: boolean,
): ConformanceCase {
  return {
    id,
    level: 'MUST',
    section: 'RFC 9110 §15.5.16',
    title: `${title}: 415 that says what is taken`,
    everySetup,
    async check(host) {
      const answer = await host.exchange({ method: 'POST', headers, body });
      const { detail = '' } = assertRefused(host, answer, [415, 'unsupported-media-type']);
      // Scripts often do not know which type they send: that of a string in fetch is text/plain.
      if (everySetup) assert.ok(detail.includes(headers['content-type'] ?? 'missing'), detail);
      assert.match(String(answer.headers['accept']), /application\/json/);
      assert.match(String(answer.headers['accept-post']), /application\/json/);
    },
  };
}
