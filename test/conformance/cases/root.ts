import assert from 'node:assert/strict';
import { textOf } from '../assert-problem.js';
import { get, runBatch, statusesOf } from '../batch-requests.js';
import type { ConformanceCase } from '../case.js';
import { echoOf } from '../echo-of.js';
import { refusalCase } from '../refusal-case.js';

const SECTION = 'docs/reference/wire-format#requests-of-odata-and-graph-clients';
const OPTIONS = { root: '/echo' } as const;
/** The host that the suite sends every batch to. */
const HOST = 'photos.example';

/** What @odata/client 2.21 sends as JSON. */
const ODATA_CLIENT = {
  requests: [
    { id: '0', method: 'get', url: 'People', headers: { Accept: 'application/json' } },
    {
      id: '1',
      method: 'post',
      url: 'People',
      headers: { Accept: 'application/json', 'Content-Type': 'application/json', 'Content-Length': 21 },
      body: { Name: 'Zoë' },
    },
  ],
};

/** What @microsoft/microsoft-graph-client 3.0 sends. */
const GRAPH_CLIENT = {
  requests: [
    { url: '/me', method: 'GET', id: '1' },
    { url: '/users?$top=1', method: 'GET', id: '2' },
    {
      url: '/users',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: { displayName: 'Zoe' },
      id: '3',
    },
    { url: '/me/photo/$value', method: 'GET', id: '5' },
  ],
};

/** What @pnp/graph 4.21 sends. */
const PNP_GRAPH = {
  requests: [
    {
      headers: { 'X-PnPjs-RequestId': 'c0fca051', 'Content-Type': 'application/json' },
      id: '1',
      method: 'GET',
      url: '/users',
    },
    {
      headers: { 'X-PnPjs-RequestId': '62d92c4a', 'Content-Type': 'application/json' },
      id: '2',
      method: 'GET',
      url: '/me',
    },
  ],
};

const REFUSED = [
  ['C1491', 'a URL of another host', 'http://evil.example/echo', 'not-a-path'],
  ['C1492', 'a URL with a host before the own one', `http://${HOST}@evil.example/`, 'not-a-path'],
  ['C1493', 'a relative URL that leaves the root', '../admin', 'dot-segment'],
  ['C1494', 'a URL that begins with //', `//${HOST}/echo`, 'not-a-path'],
] as const;

/** root: what relative URLs are relative to, for batches of OData and Graph clients in JSON. */
export const rootCases: readonly ConformanceCase[] = [
  {
    id: 'C1485',
    level: 'MUST',
    section: SECTION,
    options: OPTIONS,
    everySetup: true,
    title:
      'what a client of OData sends runs: relative URLs, and a Content-Length that is a number, and wrong',
    async check(host) {
      const { responses } = await runBatch(host, ODATA_CLIENT);
      const [read, created] = responses.map(echoOf);
      assert.deepEqual(host.urls(), ['/echo/People', '/echo/People']);
      assert.equal(read?.method, 'GET');
      assert.equal(created?.text, '{"Name":"Zoë"}');
      assert.equal(created.headers['content-length'], '15');
    },
  },
  {
    id: 'C1486',
    level: 'MUST',
    section: SECTION,
    options: { root: '/v1.0' },
    title: 'what clients of Graph send runs: a URL that begins with / stays an absolute path',
    async check(host) {
      for (const { requests } of [GRAPH_CLIENT, PNP_GRAPH]) {
        host.reset();
        const { responses } = await runBatch(host, { requests });
        assert.deepEqual(
          host.urls(),
          requests.map(({ url }) => url),
        );
        assert.deepEqual(
          responses.map(({ id }) => id),
          requests.map(({ id }) => id),
        );
      }
    },
  },
  {
    id: 'C1487',
    level: 'MUST',
    section: SECTION,
    options: OPTIONS,
    title: 'a URL is relative to the root, a path, or an absolute URL of this host, and may have spaces',
    async check(host) {
      const urls = ["users('a')?$top=1", '?q', '/echo/x', `HTTPS://${HOST}/echo/y`, 'a?$filter=n é'];
      await host.batch(urls.map((url) => get(url)));
      assert.deepEqual(host.urls().toSorted(), [
        '/echo/a?$filter=n%20%C3%A9',
        "/echo/users('a')?$top=1",
        '/echo/x',
        '/echo/y',
        '/echo?q',
      ]);
    },
  },
  {
    id: 'C1488',
    level: 'MUST',
    section: SECTION,
    options: OPTIONS,
    title: '$id names a request of the batch; without one of this name it is a path, such as $metadata',
    async check(host) {
      const { responses } = await host.batch([
        { id: 'a', method: 'POST', url: '/location?to=/echo/7' },
        get('$a/photos'),
        get('$metadata'),
      ]);
      assert.deepEqual(statusesOf(responses), [201, 200, 200]);
      assert.deepEqual(host.urls().slice(1).toSorted(), ['/echo/$metadata', '/echo/7/photos']);
    },
  },
  {
    id: 'C1489',
    level: 'MUST',
    section: SECTION,
    options: { root: '/v1/echo', basePath: '/v1' },
    title: 'the root begins with the public prefix',
    async check(host) {
      const { responses } = await host.batch([get('a'), get('/v1/echo/b')]);
      assert.deepEqual(host.urls(), ['/echo/a', '/echo/b']);
      assert.deepEqual(
        responses.map(({ href }) => href),
        ['/v1/echo/a', '/v1/echo/b'],
      );
    },
  },
  {
    id: 'C1490',
    level: 'MUST',
    section: SECTION,
    options: OPTIONS,
    title: 'GET shows the root',
    async check(host) {
      const description = JSON.parse(textOf(await host.exchange({ method: 'GET' }))) as { root: unknown };
      assert.equal(description.root, '/echo');
    },
  },
  {
    id: 'C1497',
    level: 'MUST',
    section: SECTION,
    options: OPTIONS,
    title: 'JSON Lines: URLs are relative to the root, too',
    async check(host) {
      const answer = await host.exchange({
        method: 'POST',
        headers: { 'content-type': 'application/jsonl' },
        body: ODATA_CLIENT.requests.map((request) => `${JSON.stringify(request)}\n`).join(''),
      });
      assert.match(textOf(answer), /"succeeded":2/);
      assert.deepEqual(host.urls(), ['/echo/People', '/echo/People']);
    },
  },
  ...REFUSED.map(([id, title, url, code]) =>
    refusalCase({
      id,
      section: SECTION,
      options: OPTIONS,
      title: `${title} is refused`,
      batch: { requests: [get('a'), get(url)] },
      at: '#/requests/1/url',
      code,
    }),
  ),
  refusalCase({
    id: 'C1495',
    section: SECTION,
    options: OPTIONS,
    title: 'headers that identify the client are refused all the same',
    batch: { requests: [get('a', { headers: { Authorization: 'Bearer x' } })] },
    at: '#/requests/0/headers/Authorization',
    code: 'denied-header',
  }),
  refusalCase({
    id: 'C1496',
    section: SECTION,
    title: 'without a root, a relative URL is refused',
    batch: { requests: [get('People')] },
    at: '#/requests/0/url',
    code: 'not-a-path',
  }),
];
