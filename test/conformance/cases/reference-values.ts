import assert from 'node:assert/strict';
import { assertProblemOutcome } from '../assert-problem.js';
import { get, madeUrl, type WrittenOperation } from '../batch-requests.js';
import type { ConformanceCase, HostOptions } from '../case.js';
import { echoOf } from '../echo-of.js';
import { batchAsXml } from '../read-xml-document.js';

const SECTION = 'docs/reference/wire-format#references';
const intoUrl = (value: string): Partial<WrittenOperation> => ({
  references: [{ at: '/url/v', from: 'a', value }],
});
const toEcho = (value: string): WrittenOperation => get('/echo/{v}', intoUrl(value));
const toHeader = (value: string): WrittenOperation =>
  get('/echo', { references: [{ at: '/headers/x-v', from: 'a', value }] });
const json = (value: unknown): string => madeUrl({ json: value });

/** A response, and an operation that it cannot complete: 424 reference-unresolved, not dispatched. */
const UNRESOLVED: readonly (readonly [
  id: string,
  title: string,
  response: string,
  operation: WrittenOperation,
  options?: HostOptions,
])[] = [
  ['C780', 'a member that is not there', json({}), toEcho('/body/id')],
  ['C781', 'null for a URL', json({ id: null }), toEcho('/body/id')],
  ['C782', 'nothing for a URL', json({ id: '' }), toEcho('/body/id')],
  ['C783', 'an object for a URL', json({ id: {} }), toEcho('/body/id')],
  ['C784', 'an array for a URL', json({ id: [1] }), toEcho('/body/id')],
  [
    'C785',
    'an object for a body',
    json({ id: {} }),
    { method: 'PUT', url: '/echo', body: {}, references: [{ at: '/body/x', from: 'a', value: '/body/id' }] },
  ],
  ['C786', 'null for a header', json({ id: null }), toHeader('/body/id')],
  [
    'C787',
    'a number that JSON readers round',
    madeUrl({ type: 'application/json', text: '{"id":9007199254740993}' }),
    toEcho('/body/id'),
  ],
  [
    'C788',
    'a lone surrogate for a URL',
    madeUrl({ type: 'application/json', text: '{"id":"\\ud800"}' }),
    toEcho('/body/id'),
  ],
  [
    'C789',
    'a body that is no JSON',
    madeUrl({ type: 'application/json', text: '{"id":' }),
    toEcho('/body/id'),
  ],
  ['C790', 'the body of a response without one (202, 204)', madeUrl({ status: 202 }), toEcho('/body/id')],
  ['C791', 'a header that the response does not have', json({}), toHeader('/headers/etag')],
  [
    'C792',
    'set-cookie, whatever the option says',
    '/cookies?set=sid%3Dsecret',
    toHeader('/headers/set-cookie'),
    { cookies: 'include' },
  ],
  [
    'C793',
    'Set-Cookie in capitals, one of several',
    '/cookies?set=a%3D1&set=b%3D2',
    toHeader('/headers/Set-Cookie/0'),
  ],
  ['C794', 'CR LF in a header value', json({ id: 'a\r\nx-forwarded-for: 192.0.2.9' }), toHeader('/body/id')],
  ['C795', 'NUL in a header value', json({ id: 'a\u0000' }), toHeader('/body/id')],
  ['C796', 'a character beyond Latin-1 in a header value', json({ id: '€' }), toHeader('/body/id')],
  ['C797', '.. as a segment', json({ id: '..' }), toEcho('/body/id')],
  ['C798', '. as a segment', json({ id: '.' }), toEcho('/body/id')],
  ['C799', '../ as a segment', json({ id: '../admin' }), toEcho('/body/id')],
  ['C800', '..\\ as a segment', json({ id: '..\\admin' }), toEcho('/body/id')],
  [
    'C801',
    'two values that make a dot-segment together',
    json({ id: '.' }),
    get('/echo/{v}{v}', intoUrl('/body/id')),
  ],
  [
    'C802',
    'a value that completes a dot-segment',
    json({ id: '.' }),
    get('/echo/.{v}/admin', intoUrl('/body/id')),
  ],
  ['C803', 'an inherited member: constructor', json({}), toEcho('/body/constructor/name')],
  ['C804', 'an inherited member: __proto__', json({}), toEcho('/body/__proto__')],
  ['C805', 'an inherited member: toString of a text', json({ id: 'x' }), toEcho('/body/id/length')],
  ['C806', 'the length of an array', json({ id: [1, 2] }), toEcho('/body/id/length')],
  ['C807', 'an index with a leading zero', json({ id: [1, 2] }), toEcho('/body/id/01')],
  ['C808', 'a header that the object of headers inherits', json({}), toHeader('/headers/constructor')],
  [
    'C809',
    'a wildcard, which is a name like any other',
    json({ id: [{ x: 1 }, { x: 2 }] }),
    toEcho('/body/id/*/x'),
  ],
  [
    'C810',
    'a URL that grows over maxUrlLength',
    '/large?bytes=95',
    toEcho('/body'),
    { limits: { maxUrlLength: 100 } },
  ],
  [
    'C811',
    'headers that grow over maxHeaderBytes',
    json({ id: 'h'.repeat(100) }),
    toHeader('/body/id'),
    { limits: { maxHeaderBytes: 100 } },
  ],
  [
    'C812',
    'a Location of another host',
    madeUrl({ status: 201, set: { Location: 'http://evil.example/echo' } }),
    get('$a/x'),
  ],
  [
    'C813',
    'a Location that begins with //',
    madeUrl({ status: 201, set: { Location: '//evil.example/echo' } }),
    get('$a'),
  ],
  [
    'C814',
    'a Location with a user before this host',
    madeUrl({ status: 201, set: { Location: 'http://photos.example@evil.example/' } }),
    get('$a'),
  ],
  [
    'C815',
    'a Location of this host at another port',
    madeUrl({ status: 201, set: { Location: 'http://photos.example:81/echo' } }),
    get('$a'),
  ],
  [
    'C816',
    'a Location of another scheme',
    madeUrl({ status: 201, set: { Location: 'file:///etc/passwd' } }),
    get('$a'),
  ],
  ['C817', 'a Location that is no URI', madeUrl({ status: 201, set: { Location: 'http://[' } }), get('$a')],
  [
    'C818',
    'an encoded dot-segment in a Location',
    madeUrl({ status: 201, set: { Location: '/echo/..%2fadmin' } }),
    get('$a'),
  ],
];

/** A value, and the URL that it makes of /echo/{v}?q={v}. */
const ENCODED: readonly (readonly [value: string, encoded: string])[] = [
  ['a/b', 'a%2Fb'],
  ['//evil.example', '%2F%2Fevil.example'],
  ['a?b=c&d', 'a%3Fb%3Dc%26d'],
  ['a#b', 'a%23b'],
  ['%2e%2e', '%252e%252e'],
  ['%2e%2e%2fadmin', '%252e%252e%252fadmin'],
  ['a\r\nb', 'a%0D%0Ab'],
  ['a b', 'a%20b'],
  ["!'()*;:@&=+$,[]", '%21%27%28%29%2A%3B%3A%40%26%3D%2B%24%2C%5B%5D'],
  ['{w}', '%7Bw%7D'],
  ['$a', '%24a'],
  ['\\', '%5C'],
  ['\u0000', '%00'],
  ['...', '...'],
  ['é€\u{1f4f7}', '%C3%A9%E2%82%AC%F0%9F%93%B7'],
  ['__proto__', '__proto__'],
];

/** What values from responses must not be able to do to the operation that they complete. */
export const referenceValueCases: readonly ConformanceCase[] = [
  ...UNRESOLVED.map(
    ([id, title, response, operation, options]): ConformanceCase => ({
      id,
      level: 'MUST',
      section: SECTION,
      title: `reference to ${title}: 424 reference-unresolved, and nothing is dispatched`,
      everySetup: id === 'C780',
      ...(options === undefined ? {} : { options }),
      async check(host) {
        const { responses, document } = await host.batch([
          { id: 'a', method: 'POST', url: response },
          operation,
        ]);
        assert.equal(document.responses[0]?.status, Number(/status=(\d+)/.exec(response)?.[1] ?? 200));
        const problem = assertProblemOutcome(responses[1], [424, 'reference-unresolved']);
        assert.deepEqual(problem.because, ['a']);
        assert.equal(problem.executed, false);
        assert.deepEqual(host.urls(), [response]);
      },
    }),
  ),
  {
    id: 'C820',
    level: 'MUST',
    section: 'RFC 6570 §3.2.2',
    title: 'any value stays one segment of the path and one value of the query',
    async check(host) {
      for (const [value, encoded] of ENCODED) {
        host.reset();
        const { responses } = await host.batch([
          { id: 'a', method: 'POST', url: json({ id: value }) },
          get('/echo/{v}?q={v}', intoUrl('/body/id')),
        ]);
        assert.equal(responses[1]?.status, 200, JSON.stringify(responses[1]));
        assert.equal(host.urls()[1], `/echo/${encoded}?q=${encoded}`);
      }
    },
  },
  {
    id: 'C821',
    level: 'MUST',
    section: SECTION,
    title: 'a value in a body stays one value, regardless of its content',
    async check(host) {
      for (const value of ['","admin":true,"x":"', '\\"}', '\u2028</script>', '__proto__', '\ud83d\udcf7']) {
        const { responses } = await host.batch([
          { id: 'a', method: 'POST', url: json({ id: value }) },
          {
            method: 'PUT',
            url: '/echo',
            body: { admin: false, name: null },
            references: [{ at: '/body/name', from: 'a', value: '/body/id' }],
          },
        ]);
        assert.deepEqual(JSON.parse(echoOf(responses[1]).text), { admin: false, name: value });
      }
    },
  },
  {
    id: 'C822',
    level: 'MUST',
    section: SECTION,
    title: 'own members called __proto__ and constructor are ordinary members, and pollute nothing',
    async check(host) {
      const text = '{"__proto__":{"polluted":"own"},"constructor":{"prototype":{"polluted":"c"}}}';
      const { responses } = await host.batch([
        { id: 'a', method: 'POST', url: madeUrl({ type: 'application/json', text }) },
        {
          method: 'PUT',
          url: '/echo',
          body: { inner: {} },
          references: [
            { at: '/body/__proto__', from: 'a', value: '/body/__proto__/polluted' },
            { at: '/body/inner/__proto__', from: 'a', value: '/status' },
            { at: '/body/inner/constructor', from: 'a', value: '/body/constructor/prototype/polluted' },
          ],
        },
      ]);
      assert.equal(
        echoOf(responses[1]).text,
        '{"inner":{"__proto__":200,"constructor":"c"},"__proto__":"own"}',
      );
      assert.equal(({} as { polluted?: unknown }).polluted, undefined);
    },
  },
  {
    id: 'C823',
    level: 'MUST',
    section: SECTION,
    title: 'a few references to one large value cannot make a body over maxBodyBytes',
    options: { limits: { maxBodyBytes: 5000 } },
    async check(host) {
      const source = { id: 'a', method: 'GET', url: '/large?bytes=2000' };
      const filled = (count: number): WrittenOperation => ({
        method: 'PUT',
        url: '/silent',
        body: Array.from({ length: count }, () => null),
        references: Array.from({ length: count }, (_, at) => ({
          at: `/body/${at}`,
          from: 'a',
          value: '/body',
        })),
      });
      const { responses } = await host.batch([source, filled(2), filled(3), filled(20)]);
      assert.equal(responses[1]?.status, 200);
      for (const response of responses.slice(2)) {
        assert.match(
          assertProblemOutcome(response, [424, 'reference-unresolved']).detail ?? '',
          /5000.*maxBodyBytes/,
        );
      }
      assert.equal(host.calls(), 2);
    },
  },
  {
    id: 'C824',
    level: 'MUST',
    section: SECTION,
    title: 'what depends on an operation whose reference was not resolved is 424, because of that operation',
    async check(host) {
      const { responses } = await host.batch([
        { id: 'a', method: 'POST', url: json({}) },
        { ...toEcho('/body/id'), id: 'b' },
        get('/echo', { dependsOn: ['b'] }),
      ]);
      const { because } = assertProblemOutcome(responses[2], [424, 'failed-dependency']);
      assert.deepEqual(because, ['b']);
    },
  },
  {
    id: 'C825',
    level: 'MUST',
    section: 'RFC 4918 §11.4',
    title: 'in XML 424 chains and unresolved references make a valid document',
    async check(host) {
      const { responses } = await batchAsXml(host, [
        get(later(), { id: 'x' }),
        { id: 'a', method: 'POST', url: json({ id: '<&]]>' }) },
        { ...toEcho('/body/none'), id: 'b' },
        get('$b', { id: 'c' }),
        get('$c/x?y=1', { id: 'd', dependsOn: ['b'] }),
        get('/status/500', { id: 'e' }),
        get('/echo', { dependsOn: ['d', 'e'] }),
        get('/echo', { dependsOn: ['e'] }),
        toEcho('/body/id'),
      ]);
      assert.deepEqual(
        responses.map(({ status }) => Number(status.split(' ')[1])),
        [200, 200, 424, 424, 424, 500, 424, 424, 200],
      );
    },
  },
  {
    id: 'C826',
    level: 'MUST',
    section: SECTION,
    title: 'allow gets the final URL, and an operation that it refuses never runs',
    options: { allow: 'not-admin' },
    async check(host) {
      const { responses } = await host.batch([
        {
          id: 'a',
          method: 'POST',
          url: madeUrl({ status: 201, json: { place: 'admin' }, set: { Location: '/admin/4' } }),
        },
        get('/{v}/x', intoUrl('/body/place')),
        get('$a?all'),
      ]);
      for (const response of responses.slice(1)) {
        assert.equal(assertProblemOutcome(response, [403, 'not-allowed']).executed, false);
      }
      assert.deepEqual(host.asked().slice(1).toSorted(), ['GET /admin/4?all', 'GET /admin/x']);
      assert.equal(host.calls(), 1);
    },
  },
];

function later(): string {
  return '/later?turns=2';
}
