import assert from 'node:assert/strict';
import { textOf } from '../assert-problem.js';
import { get, statusesOf } from '../batch-requests.js';
import type { ConformanceCase } from '../case.js';
import { batchAsXml } from '../read-xml-document.js';
import { refusalCase } from '../refusal-case.js';

const SECTION = 'docs/reference/options#batchbasepath';
const OPTIONS = { basePath: '/v1' } as const;

/** basePath: the prefix that clients see and a proxy in front strips. */
export const basePathCases: readonly ConformanceCase[] = [
  {
    id: 'C935',
    level: 'MUST',
    section: SECTION,
    options: OPTIONS,
    everySetup: true,
    title: 'basePath is taken off the url and put before the href',
    async check(host) {
      const urls = ['/v1/echo?q=1', '/v1?q', '/v1', '/v1/', '/v1/v1/echo'];
      const { responses } = await host.batch(urls.map((url) => get(url)));
      assert.deepEqual(host.urls(), ['/echo?q=1', '/?q', '/', '/', '/v1/echo']);
      assert.deepEqual(
        responses.map(({ href }) => href),
        ['/v1/echo?q=1', '/v1/?q', '/v1/', '/v1/', '/v1/v1/echo'],
      );
    },
  },
  ...(['/echo', '/v1x/echo', '/v2/echo', '/V1/echo', '/%76%31/echo'] as const).map((url, at) =>
    refusalCase({
      id: `C${936 + at}`,
      section: SECTION,
      options: OPTIONS,
      title: `basePath: ${url} is outside of it`,
      batch: { requests: [get('/v1/echo'), get(url)] },
      at: '#/requests/1/url',
      code: 'outside-base-path',
    }),
  ),
  refusalCase({
    id: 'C941',
    section: 'docs/reference/limits-and-security#urls',
    options: OPTIONS,
    title: 'basePath: the rest of the url must obey the rules for every url',
    batch: { requests: [get('/v1//evil.example/echo')] },
    at: '#/requests/0/url',
    code: 'not-a-path',
  }),
  {
    id: 'C942',
    level: 'MUST',
    section: SECTION,
    options: OPTIONS,
    title: 'basePath occurs once in the href of a Location, whether or not the Location has the prefix',
    async check(host) {
      const { responses } = await host.batch([
        { method: 'POST', url: '/v1/location?to=/photos/1' },
        { method: 'POST', url: '/v1/location?to=/v1/photos/2' },
        { method: 'POST', url: '/v1/location?to=3' },
        { method: 'POST', url: '/v1/location?to=http://photos.example/v1/photos/4' },
        { method: 'POST', url: '/v1/location?to=http://elsewhere.example/photos/5' },
      ]);
      assert.deepEqual(
        responses.map(({ href }) => href),
        [
          '/v1/photos/1',
          '/v1/photos/2',
          '/v1/3',
          '/v1/photos/4',
          '/v1/location?to=http://elsewhere.example/photos/5',
        ],
      );
    },
  },
  {
    id: 'C943',
    level: 'MUST',
    section: SECTION,
    options: OPTIONS,
    title: 'basePath is taken off a Location that $id extends',
    async check(host) {
      const { responses } = await host.batch([
        { id: 'a', method: 'POST', url: '/v1/location?to=/v1/echo/1' },
        { id: 'b', method: 'POST', url: '/v1/location?to=/echo/2' },
        get('$a/x'),
        get('$b?y=1'),
        get('/v1/echo/{s}', { references: [{ at: '/url/s', from: 'a', value: '/status' }] }),
      ]);
      assert.deepEqual(host.urls().slice(2).toSorted(), ['/echo/1/x', '/echo/201', '/echo/2?y=1']);
      assert.deepEqual(
        responses.slice(2).map(({ href }) => href),
        ['/v1/echo/1/x', '/v1/echo/2?y=1', '/v1/echo/201'],
      );
      assert.deepEqual(statusesOf(responses), [201, 201, 200, 200, 200]);
    },
  },
  {
    id: 'C944',
    level: 'MUST',
    section: 'RFC 4918 §14.24',
    options: OPTIONS,
    title: 'basePath also prefixes the paths of operations and D:location',
    async check(host) {
      const { responses } = await batchAsXml(host, [
        get('/v1/echo'),
        get('/v1/echo'),
        { method: 'POST', url: '/v1/location?to=/photos/1' },
        get('/v1/status/404', { id: 'a' }),
        get('$a'),
      ]);
      assert.deepEqual(
        responses.map(({ href, target, location }) => [href, target, location]),
        [
          ['/v1/echo', undefined, undefined],
          [`/v1${host.endpoint}/operations/1`, '/v1/echo', undefined],
          ['/v1/photos/1', undefined, '/v1/photos/1'],
          ['/v1/status/404', undefined, undefined],
          [`/v1${host.endpoint}/operations/4`, undefined, undefined],
        ],
      );
    },
  },
  {
    id: 'C945',
    level: 'MUST',
    section: SECTION,
    options: { ...OPTIONS, allow: 'not-admin' },
    title: 'basePath is neither in the URL that allow gets nor in what onOutcome gets',
    async check(host) {
      await host.batch([get('/v1/echo'), get('/v1/admin')]);
      assert.deepEqual(host.asked(), ['GET /echo', 'GET /admin']);
      assert.deepEqual(
        host
          .outcomes()
          .map(({ url }) => url)
          .toSorted(),
        ['/admin', '/echo'],
      );
      assert.equal(host.calls(), 1);
    },
  },
  {
    id: 'C946',
    level: 'MUST',
    section: 'docs/reference/wire-format#discovery',
    options: OPTIONS,
    title: 'GET on the endpoint shows the base path, empty by default',
    async check(host) {
      const document = JSON.parse(textOf(await host.exchange({ method: 'GET' }))) as { basePath: unknown };
      assert.equal(document.basePath, '/v1');
    },
  },
  {
    id: 'C947',
    level: 'MUST',
    section: 'RFC 6265 §5.1.4',
    options: OPTIONS,
    title: 'a cookie without path has the directory of its operation, as the client sees it',
    async check(host) {
      const { answer } = await host.batch([{ method: 'POST', url: '/v1/cookies/bake?set=a%3D1' }]);
      assert.equal(answer.headers['set-cookie'], 'a=1; Path=/v1/cookies');
      if (host.endpoint !== '/batch') return;
      // The batch itself is at /v1/batch, so the browser gives this cookie the path /v1.
      const beside = await host.batch([{ method: 'POST', url: '/v1/cookies?set=a%3D1' }]);
      assert.equal(beside.answer.headers['set-cookie'], 'a=1');
    },
  },
];
