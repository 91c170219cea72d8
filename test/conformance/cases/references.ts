import assert from 'node:assert/strict';
import { get, madeUrl, statusesOf } from '../batch-requests.js';
import type { ConformanceCase } from '../case.js';
import { echoOf } from '../echo-of.js';
import { batchAsXml } from '../read-xml-document.js';
import { refusedFaults } from '../refusal-case.js';

const SECTION = 'docs/reference/wire-format#references';
const ALBUM = madeUrl({
  status: 201,
  json: { id: 4, name: 'São Paulo/Rio', deep: [{ key: 'k' }], yes: true, none: null },
  set: { Location: '/echo/albums/4', ETag: '"v4"', 'X-List': 'a', Link: '</x>; rel="next"' },
});
const album = { id: 'album', method: 'POST', url: ALBUM };
const ref = (at: string, value: string, from = 'album'): { at: string; from: string; value: string } => ({
  at,
  from,
  value,
});

/** Values from responses: in URL, query, headers and body. */
export const referenceCases: readonly ConformanceCase[] = [
  {
    id: 'C720',
    level: 'MUST',
    section: 'RFC 6570 §3.2.2',
    title: 'a variable in the path is one segment, percent-encoded, and so is one in the query',
    everySetup: true,
    async check(host) {
      const { responses } = await host.batch([
        album,
        get('/echo/{id}/{name}?q={name}&v={id}', {
          references: [ref('/url/id', '/body/id'), ref('/url/name', '/body/name')],
        }),
      ]);
      const filled = '/echo/4/S%C3%A3o%20Paulo%2FRio?q=S%C3%A3o%20Paulo%2FRio&v=4';
      assert.equal(echoOf(responses[1]).url, filled);
      assert.equal(responses[1]?.href, filled);
    },
  },
  {
    id: 'C721',
    level: 'MUST',
    section: SECTION,
    title: 'a header is filled with a header or a value of the body',
    everySetup: true,
    async check(host) {
      const { responses } = await host.batch([
        album,
        get('/echo', {
          headers: { 'X-Own': 'own' },
          references: [
            ref('/headers/If-Match', '/headers/etag'),
            ref('/headers/x-id', '/body/id'),
            ref('/headers/x-status', '/status'),
            ref('/headers/x-yes', '/body/yes'),
            ref('/headers/x-link', '/headers/LINK'),
          ],
        }),
      ]);
      const { headers } = echoOf(responses[1]);
      assert.equal(headers['if-match'], '"v4"');
      assert.equal(headers['x-id'], '4');
      assert.equal(headers['x-status'], '201');
      assert.equal(headers['x-yes'], 'true');
      assert.equal(headers['x-link'], '</x>; rel="next"');
      assert.equal(headers['x-own'], 'own');
    },
  },
  {
    id: 'C1114',
    level: 'MUST',
    section: SECTION,
    title: 'a reference at /body is the body, where null stands or nothing',
    everySetup: true,
    async check(host) {
      const post = (more: object): object => ({ method: 'POST', url: '/echo', ...more });
      const { responses } = await host.batch([
        album,
        post({ body: null, references: [ref('/body', '/body/name')] }),
        post({ references: [ref('/body', '/body/id')] }),
        post({ references: [ref('/body', '/body/none')] }),
        post({ headers: { 'Content-Type': 'text/plain' }, references: [ref('/body', '/body/name')] }),
        post({
          headers: { 'Content-Type': 'application/merge-patch+json' },
          references: [ref('/body', '/body/yes')],
        }),
        post({ references: [ref('/body', '/body/deep')] }),
      ]);
      const seen = responses.slice(1, 6).map((response) => {
        const { text, headers } = echoOf(response);
        assert.equal(headers['content-length'], String(Buffer.byteLength(text)));
        return [headers['content-type'], text];
      });
      assert.deepEqual(seen, [
        ['application/json', '"São Paulo/Rio"'],
        ['application/json', '4'],
        ['application/json', 'null'],
        ['text/plain', 'São Paulo/Rio'],
        ['application/merge-patch+json', 'true'],
      ]);
      assert.equal(responses[6]?.status, 424);
    },
  },
  {
    id: 'C722',
    level: 'MUST',
    section: 'RFC 6901 §4',
    title: 'a body is filled at an existing or new place, and types are kept',
    everySetup: true,
    async check(host) {
      const { responses } = await host.batch([
        album,
        {
          method: 'PATCH',
          url: '/echo',
          body: { album: null, list: [0, null], 'a/b~c': {} },
          references: [
            ref('/body/album', '/body/id'),
            ref('/body/list/1', '/body/deep/0/key'),
            ref('/body/new', '/body/yes'),
            ref('/body/none', '/body/none'),
            ref('/body/a~1b~0c/in', '/status'),
          ],
        },
      ]);
      assert.deepEqual(JSON.parse(echoOf(responses[1]).text), {
        album: 4,
        list: [0, 'k'],
        'a/b~c': { in: 201 },
        new: true,
        none: null,
      });
      assert.match(String(echoOf(responses[1]).headers['content-type']), /^application\/json\b/);
    },
  },
  {
    id: 'C723',
    level: 'MUST',
    section: SECTION,
    title: 'a given content-length becomes that of the filled body',
    async check(host) {
      const { responses } = await host.batch([
        album,
        { method: 'PUT', url: '/echo', body: { n: 0 }, references: [ref('/body/n', '/body/name')] },
      ]);
      const echo = echoOf(responses[1]);
      const announced = echo.headers['content-length'];
      assert.equal(echo.text, '{"n":"São Paulo/Rio"}');
      if (announced !== undefined) assert.equal(Number(announced), Buffer.byteLength(echo.text));
    },
  },
  {
    id: 'C724',
    level: 'MUST',
    section: SECTION,
    title: 'what looks like a reference in a body or a header is not changed',
    async check(host) {
      const body = { a: '$album', b: '{id}', c: '$album/rest', '{id}': '$$' };
      const { responses } = await host.batch([
        album,
        { method: 'POST', url: '/echo', body, headers: { 'x-a': '$album', 'x-b': '{id}' } },
      ]);
      assert.deepEqual(JSON.parse(echoOf(responses[1]).text), body);
      assert.equal(echoOf(responses[1]).headers['x-a'], '$album');
      assert.equal(echoOf(responses[1]).headers['x-b'], '{id}');
    },
  },
  {
    id: 'C725',
    level: 'MUST',
    section: SECTION,
    title: '$id is the Location, $id/rest and $id?query extend it, also for operations listed later',
    everySetup: true,
    async check(host) {
      const { responses } = await host.batch([
        get('$album?size=l', { id: 'query' }),
        album,
        get('$album'),
        get('$album/cover/1'),
        get('$query/x'),
      ]);
      assert.deepEqual(
        [0, 2, 3, 4].map((at) => echoOf(responses[at]).url),
        ['/echo/albums/4?size=l', '/echo/albums/4', '/echo/albums/4/cover/1', '/echo/albums/4/x'],
      );
      assert.deepEqual(
        responses.map(({ href }) => href),
        [
          '/echo/albums/4?size=l',
          '/echo/albums/4',
          '/echo/albums/4',
          '/echo/albums/4/cover/1',
          '/echo/albums/4/x',
        ],
      );
    },
  },
  {
    id: 'C726',
    level: 'MUST',
    section: SECTION,
    title: '$id without Location is its own URL if it was GET, HEAD, PUT or PATCH, else 424',
    async check(host) {
      for (const method of ['GET', 'HEAD', 'PUT', 'PATCH']) {
        host.reset();
        const { responses } = await host.batch([{ id: 'a', method, url: '/as?text=x' }, get('$a')]);
        assert.deepEqual(statusesOf(responses), [200, 200], method);
        assert.deepEqual(host.urls(), ['/as?text=x', '/as?text=x']);
      }
      for (const method of ['POST', 'DELETE', 'M-SEARCH']) {
        host.reset();
        const { responses } = await host.batch([{ id: 'a', method, url: '/echo' }, get('$a/x')]);
        assert.equal(responses[1]?.status, 424, method);
        assert.deepEqual(host.urls(), ['/echo']);
      }
    },
  },
  {
    id: 'C727',
    level: 'MUST',
    section: 'RFC 3986 §5.2',
    title: 'a Location is resolved against its URL and cut to path and query; the host of the app is removed',
    async check(host) {
      for (const [to, expected] of [
        ['/echo/x?y=1#part', '/echo/x?y=1'],
        ['sibling', '/sibling'],
        ['?again', '/location?again'],
        ['http://photos.example/echo/x', '/echo/x'],
        ['https://photos.example/echo/x', '/echo/x'],
        ['//photos.example/echo/x', '/echo/x'],
        ['/echo/../echo/y', '/echo/y'],
      ]) {
        host.reset();
        const url = `/location?to=${encodeURIComponent(to!)}`;
        await host.batch([{ id: 'a', method: 'POST', url }, get('$a')]);
        assert.deepEqual(host.urls(), [url, expected]);
      }
    },
  },
  {
    id: 'C728',
    level: 'MUST',
    section: SECTION,
    title: 'If-Match and If-None-Match take $id for its ETag',
    async check(host) {
      const { responses } = await host.batch([
        album,
        { method: 'PUT', url: '/echo', headers: { 'If-Match': '$album' } },
        get('/echo', { headers: { 'if-none-match': '$album' } }),
        get('/echo', { headers: { 'if-match': '"$album"' } }),
      ]);
      assert.equal(echoOf(responses[1]).headers['if-match'], '"v4"');
      assert.equal(echoOf(responses[2]).headers['if-none-match'], '"v4"');
      assert.equal(echoOf(responses[3]).headers['if-match'], '"$album"');
    },
  },
  {
    id: 'C729',
    level: 'MUST',
    section: SECTION,
    title: 'a reference is a dependency: after a failure 424, and no URL shows what it would have filled',
    async check(host) {
      const { responses } = await host.batch([
        { id: 'album', method: 'POST', url: '/status/409' },
        get('/echo/{id}', { references: [ref('/url/id', '/body/id')] }),
        get('$album/x'),
        get('/echo', { headers: { 'if-match': '$album' } }),
        { method: 'PUT', url: '/echo', body: {}, references: [ref('/body/a', '/body/id')] },
      ]);
      assert.deepEqual(statusesOf(responses), [409, 424, 424, 424, 424]);
      for (const { body } of responses.slice(1)) {
        assert.match(JSON.stringify(body), /problem:failed-dependency".*"because":\["album"\]/);
      }
      assert.deepEqual(
        responses.slice(1, 3).map(({ href }) => href),
        [`${host.endpoint}/operations/1`, `${host.endpoint}/operations/2`],
      );
      assert.deepEqual(host.urls(), ['/status/409']);
    },
  },
  {
    id: 'C730',
    level: 'MUST',
    section: SECTION,
    title: 'one of several values of a header is selected by its index',
    async check(host) {
      const { responses } = await host.batch([
        get('/headers', { id: 'several' }),
        get('/echo', { references: [ref('/headers/x-second', '/headers/x-several/1', 'several')] }),
        get('/echo', { references: [ref('/headers/x-all', '/headers/x-several', 'several')] }),
      ]);
      assert.equal(echoOf(responses[1]).headers['x-second'], 'b');
      assert.equal(responses[2]?.status, 424);
    },
  },
  {
    id: 'C731',
    level: 'MUST',
    section: SECTION,
    title: 'text that is not JSON is one value, the whole body',
    async check(host) {
      const { responses } = await host.batch([
        get('/as?type=text/plain&text=a%20b', { id: 'text' }),
        get('/echo?q={v}', { references: [ref('/url/v', '/body', 'text')] }),
      ]);
      assert.equal(echoOf(responses[1]).url, '/echo?q=a%20b');
    },
  },
  {
    id: 'C732',
    level: 'MUST',
    section: 'RFC 4918 §14.24',
    title:
      'in XML the href of what was never resolved is the operation itself, of the rest what was dispatched',
    async check(host) {
      const { responses } = await batchAsXml(host, [
        album,
        get('/echo/{id}', { id: 'a', references: [ref('/url/id', '/body/id')] }),
        get('/status/404', { id: 'no' }),
        get('$no', { id: 'b' }),
        get('/echo/{v}', { id: 'c', references: [ref('/url/v', '/body/nothing')] }),
      ]);
      const own = (at: number): string => `${host.endpoint}/operations/${at}`;
      assert.deepEqual(
        responses.map(({ href, status }) => [href, status.split(' ')[1]]),
        [
          ['/echo/albums/4', '201'],
          ['/echo/4', '200'],
          ['/status/404', '404'],
          [own(3), '424'],
          [own(4), '424'],
        ],
      );
    },
  },
  {
    id: 'C733',
    level: 'MUST',
    section: SECTION,
    title: 'the same value can go to many places, and a hundred operations can refer to one',
    async check(host) {
      const readers = Array.from({ length: 99 }, () =>
        get('/echo/{id}/{id}', { references: [ref('/url/id', '/body/id')] }),
      );
      const { document } = await host.batch([album, ...readers]);
      assert.equal(document.summary.succeeded, 100);
      assert.ok(
        host
          .urls()
          .slice(1)
          .every((url) => url === '/echo/4/4'),
      );
    },
  },
  {
    id: 'C734',
    level: 'MUST',
    section: 'docs/reference/wire-format#references',
    title: 'operations and variables called __proto__ and constructor are found like any other',
    async check(host) {
      const { responses } = await host.batch([
        {
          id: '__proto__',
          method: 'POST',
          url: madeUrl({ status: 201, json: 1, set: { Location: '/echo/p' } }),
        },
        { id: 'constructor', method: 'POST', url: madeUrl({ json: { v: 'c' } }) },
        get('$__proto__/{__proto__}/{constructor}', {
          dependsOn: ['constructor'],
          references: [
            ref('/url/__proto__', '/body', '__proto__'),
            ref('/url/constructor', '/body/v', 'constructor'),
          ],
        }),
      ]);
      assert.equal(echoOf(responses[2]).url, '/echo/p/1/c');
    },
  },
  {
    id: 'C735',
    level: 'SHOULD',
    section: SECTION,
    title: 'a condition that takes $id cannot also be filled by a reference',
    async check(host) {
      const faults = await refusedFaults(host, {
        requests: [
          album,
          get('/echo', {
            headers: { 'If-Match': '$album' },
            references: [ref('/headers/if-match', '/body/id')],
          }),
        ],
      });
      assert.match(faults[0]!.pointer, /^#\/requests\/1\/(references\/0\/at|headers\/if-match)$/i);
    },
  },
];
