import assert from 'node:assert/strict';
import type { ConformanceCase } from '../case.js';
import { echoOf } from '../echo-of.js';
import { postJson, refusalCase } from '../refusal-case.js';

/** Denied by name: identity a proxy vouches for, framing, hop-by-hop, method overrides, the Fetch standard's list. */
const DENIED = [
  ['C260', 'host'],
  ['C261', 'forwarded'],
  ['C262', 'x-forwarded-for'],
  ['C263', 'x-forwarded-host'],
  ['C264', 'x-forwarded-proto'],
  ['C265', 'x-forwarded-port'],
  ['C266', 'x-forwarded-anything'],
  ['C267', 'x-real-ip'],
  ['C268', 'connection'],
  ['C269', 'keep-alive'],
  ['C270', 'proxy-connection'],
  ['C271', 'te'],
  ['C272', 'trailer'],
  ['C273', 'transfer-encoding'],
  ['C274', 'upgrade'],
  ['C275', 'content-length'],
  ['C276', 'expect'],
  ['C277', 'x-http-method-override'],
  ['C278', 'x-http-method'],
  ['C279', 'x-method-override'],
  ['C280', 'authorization'],
  ['C281', 'cookie'],
  ['C282', 'cookie2'],
  ['C283', 'origin'],
  ['C284', 'referer'],
  ['C285', 'sec-fetch-site'],
  ['C286', 'sec-anything'],
  ['C287', 'proxy-authorization'],
  ['C288', 'proxy-anything'],
  ['C289', 'accept-charset'],
  ['C290', 'accept-encoding'],
  ['C291', 'access-control-request-headers'],
  ['C292', 'access-control-request-method'],
  ['C293', 'date'],
  ['C294', 'dnt'],
  ['C295', 'set-cookie'],
  ['C296', 'via'],
  ['C297', 'X-Forwarded-For'],
  ['C298', 'HOST'],
  ['C299', 'Sec-CH-UA'],
] as const;

/** "Other proxy-identity headers": those that proxies in use set. */
const DENIED_SHOULD = [
  ['C300', 'x-original-host'],
  ['C301', 'x-original-url'],
  ['C302', 'x-rewrite-url'],
  ['C303', 'true-client-ip'],
  ['C304', 'cf-connecting-ip'],
  ['C305', 'x-client-ip'],
  ['C306', 'x-cluster-client-ip'],
  ['C307', 'fastly-client-ip'],
  ['C308', 'x-arr-ssl'],
  ['C309', 'x-ms-client-principal-id'],
] as const;

const ILLEGAL_NAMES = [
  ['C310', 'an empty name', '', '#/requests/0/headers/'],
  ['C311', 'a space in a name', 'x a', '#/requests/0/headers/x%20a'],
  ['C312', 'a pseudo-header', ':authority', '#/requests/0/headers/:authority'],
  ['C313', 'a colon in a name', 'x:a', '#/requests/0/headers/x:a'],
  ['C314', 'a line break in a name', 'x\r\ny', '#/requests/0/headers/x%0D%0Ay'],
  ['C315', 'a name that is no ASCII', 'x-é', '#/requests/0/headers/x-%C3%A9'],
  ['C316', 'a slash in a name', 'x/y', '#/requests/0/headers/x~1y'],
] as const;

const ILLEGAL_VALUES = [
  ['C320', 'a line break', 'a\r\nhost: evil.example'],
  ['C321', 'a line feed', 'a\nb'],
  ['C322', 'a carriage return', 'a\rb'],
  ['C323', 'NUL', 'a\u0000b'],
  ['C324', 'a character beyond Latin-1', 'a\u20ac'],
  ['C325', 'a line feed at the end', 'a\n'],
  ['C326', 'ESC', 'a\u001b'],
  ['C327', 'DEL', 'a\u007f'],
] as const;

/** The header fields that an operation may not set, and some unusual ones that it may. */
export const operationHeaderCases: readonly ConformanceCase[] = [
  ...DENIED.map(([id, name]) => deniedHeader('MUST', id, name)),
  ...DENIED_SHOULD.map(([id, name]) => deniedHeader('SHOULD', id, name)),
  ...ILLEGAL_NAMES.map(([id, title, name, pointer]) =>
    refusalCase({ id, title: `header: ${title} is refused`, batch: batchWith(name, 'v'), at: pointer }),
  ),
  ...ILLEGAL_VALUES.map(([id, title, value]) =>
    refusalCase({
      id,
      title: `header value: ${title} is refused`,
      batch: batchWith('x-a', value),
      at: '#/requests/0/headers/x-a',
    }),
  ),
  {
    id: 'C330',
    level: 'MUST',
    section: 'RFC 9110 §5.5',
    title: 'ordinary names and values arrive: tab, Latin-1, every token character',
    async check(host) {
      const headers = {
        "x!#$%&'*+.^_`|~9": 'a\tb',
        'X-Latin': 'caf\u00e9',
        'if-match': '"v1"',
        prefer: 'return=minimal',
      };
      const { responses } = await host.batch([{ method: 'GET', url: '/echo', headers }]);
      const seen = echoOf(responses[0]).headers;
      assert.equal(seen["x!#$%&'*+.^_`|~9"], 'a\tb');
      assert.equal(seen['x-latin'], 'caf\u00e9');
      assert.equal(seen['if-match'], '"v1"');
      assert.equal(seen['prefer'], 'return=minimal');
    },
  },
  {
    id: 'C331',
    level: 'MUST',
    section: 'RFC 9110 §5.3',
    title: 'one name in two spellings is refused or joined, never partly lost',
    async check(host) {
      const answer = await postJson(host, {
        requests: [{ method: 'GET', url: '/echo', headers: { 'X-A': 'one', 'x-a': 'two' } }],
      });
      if (answer.status === 400) return assert.equal(host.calls(), 0);
      const text = Buffer.from(answer.bytes).toString('utf8');
      assert.match(text, /one/);
      assert.match(text, /two/);
    },
  },
  {
    id: 'C332',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#headers-that-an-operation-may-not-set',
    title: 'a header named __proto__ pollutes nothing',
    async check(host) {
      const answer = await postJson(
        host,
        '{"requests":[{"method":"GET","url":"/echo","headers":{"__proto__":"x"}}]}',
      );
      assert.ok(answer.status === 400 || answer.status === 207, `${answer.status}`);
      const { responses } = await host.batch([{ method: 'GET', url: '/echo' }]);
      assert.doesNotMatch(JSON.stringify(responses), /__proto__/);
    },
  },
];

function batchWith(name: string, value: string): unknown {
  return { requests: [{ method: 'GET', url: '/echo', headers: { 'x-sound': 'v', [name]: value } }] };
}

function deniedHeader(level: 'MUST' | 'SHOULD', id: string, name: string): ConformanceCase {
  return refusalCase({
    id,
    level,
    section: 'docs/reference/limits-and-security#headers-that-an-operation-may-not-set',
    title: `header ${name} is refused, not dropped`,
    batch: batchWith(name, '1'),
    at: `#/requests/0/headers/${name}`,
  });
}
