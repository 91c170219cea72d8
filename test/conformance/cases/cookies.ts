import assert from 'node:assert/strict';
import { textOf } from '../assert-problem.js';
import type { ConformanceCase, WireAnswer } from '../case.js';
import { echoOf } from '../echo-of.js';
import { batchAsXml } from '../read-xml-document.js';

const SECTION = 'docs/reference/limits-and-security#cookies';

/** Set-Cookie of operations: lifted to the envelope, absent from the document. */
export const cookieCases: readonly ConformanceCase[] = [
  {
    id: 'C600',
    level: 'MUST',
    section: SECTION,
    title: 'cookies of operations are on the envelope, in request order',
    async check(host) {
      const { answer } = await host.batch([bake('a=1; Path=/'), bake('b=2; HttpOnly', 'c=3'), bake('d=4')]);
      assert.deepEqual(cookiesOf(answer), ['a=1; Path=/', 'b=2; HttpOnly', 'c=3', 'd=4']);
    },
  },
  {
    id: 'C625',
    level: 'MUST',
    section: SECTION,
    everySetup: true,
    title: 'a cookie without path keeps the scope that its operation gave it (RFC 6265 §5.1.4)',
    async check(host) {
      const { answer } = await host.batch([bake('a=1; HttpOnly'), bake('b=2; Path=/b')]);
      const isNested = host.endpoint.lastIndexOf('/') > 0;
      assert.deepEqual(cookiesOf(answer), [
        isNested ? 'a=1; HttpOnly; Path=/' : 'a=1; HttpOnly',
        'b=2; Path=/b',
      ]);
    },
  },
  {
    id: 'C601',
    level: 'MUST',
    section: SECTION,
    title: 'no value of a cookie is in the document, JSON or XML',
    async check(host) {
      const request = bakeBackwards('terces');
      const json = await host.batch([request]);
      const xml = await batchAsXml(host, [request]);
      for (const { answer } of [json, xml]) {
        assert.deepEqual(cookiesOf(answer), ['sid=secret; HttpOnly']);
        assert.doesNotMatch(textOf(answer), /set-cookie|secret/i);
      }
    },
  },
  {
    id: 'C652',
    level: 'MUST',
    section: SECTION,
    title: 'a partitioned cookie is another one than the same without Partitioned',
    async check(host) {
      const { answer } = await host.batch([
        bake('a=1; Path=/; Secure'),
        bake('a=2; Path=/; Secure; Partitioned'),
        bake('a=3; Path=/; Secure; PARTITIONED'),
      ]);
      assert.deepEqual(cookiesOf(answer), ['a=1; Path=/; Secure', 'a=3; Path=/; Secure; PARTITIONED']);
    },
  },
  {
    id: 'C602',
    level: 'MUST',
    section: SECTION,
    title: 'the last of one name, domain and path wins',
    async check(host) {
      const { answer } = await host.batch([
        bake('a=1; Path=/'),
        bake('b=1; Path=/'),
        bake('a=2; Path=/; HttpOnly'),
      ]);
      assert.deepEqual(cookiesOf(answer).toSorted(), ['a=2; Path=/; HttpOnly', 'b=1; Path=/']);
    },
  },
  {
    id: 'C603',
    level: 'MUST',
    section: 'RFC 6265 §5.3',
    title: 'cookies with another path, domain or spelling of the name are different cookies',
    async check(host) {
      const cookies = ['a=1; Path=/', 'a=2; Path=/x', 'a=3; Path=/; Domain=photos.example', 'A=4; Path=/'];
      const { answer } = await host.batch(cookies.map((cookie) => bake(cookie)));
      assert.deepEqual(cookiesOf(answer), cookies);
    },
  },
  {
    id: 'C604',
    level: 'MUST',
    section: 'RFC 6265 §5.2',
    title: 'attribute names are case-insensitive',
    async check(host) {
      const { answer } = await host.batch([
        bake('a=1; path=/x; domain=photos.example'),
        bake('a=2; DOMAIN=photos.example; PATH=/x'),
      ]);
      assert.deepEqual(cookiesOf(answer), ['a=2; DOMAIN=photos.example; PATH=/x']);
    },
  },
  {
    id: 'C605',
    level: 'MUST',
    section: SECTION,
    answerHeaders: { 'set-cookie': 'outer=1' },
    title: 'a cookie set by middleware in front stays',
    async check(host) {
      const { answer } = await host.batch([bake('a=1')]);
      assert.deepEqual(cookiesOf(answer).toSorted(), ['a=1', 'outer=1']);
    },
  },
  {
    id: 'C606',
    level: 'MUST',
    section: SECTION,
    title: 'a cookie of one operation is not sent to the next',
    async check(host) {
      const { responses } = await host.batch([bake('a=1'), { method: 'GET', url: '/echo' }]);
      assert.equal(echoOf(responses[1]).headers['cookie'], undefined);
    },
  },
];

function bake(...cookies: readonly string[]): { method: string; url: string } {
  const query = cookies.map((cookie) => `set=${encodeURIComponent(cookie)}`).join('&');
  return { method: 'GET', url: `/cookies?${query}` };
}

/** The value, written backwards in the URL, because the URL is in the document. */
function bakeBackwards(backwards: string): { method: string; url: string } {
  return { method: 'GET', url: `/cookies?backwards=${backwards}` };
}

function cookiesOf(answer: WireAnswer): readonly string[] {
  return [answer.headers['set-cookie'] ?? []].flat();
}
