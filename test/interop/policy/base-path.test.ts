import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readMultistatus } from '@multistatus/document';
import request from 'supertest';
import { type Served, serve } from '../../support/serve.js';
import type { Answer, Call } from './policy-host.js';
import { policyHosts } from './policy-hosts.js';
import { stripPrefixProxy } from './strip-prefix-proxy.js';

/** An app that knows nothing of the prefix, but for `/public`, whose Location has it. */
function answer({ method, url }: Call): Answer {
  if (method === 'POST' && url === '/albums') {
    const headers = { location: '/albums/7?draft=1', 'set-cookie': ['album=7', 'seen=1; Path=/albums'] };
    return { status: 201, headers, body: { id: 7 } };
  }
  if (url === '/public') return { status: 201, headers: { location: '/api/albums/7' } };
  if (url === '/relative/album') return { status: 201, headers: { location: '../albums/7' } };
  if (url === '/elsewhere') return { status: 201, headers: { location: 'https://other.example/albums/7' } };
  if (url === '/old') return { status: 301, headers: { location: '/albums/7' } };
  if (/^\/albums\/7(\/photos)?(\?|$)/.test(url)) return { body: { found: url } };
  return { status: 404, body: { lost: url } };
}

describe.each(policyHosts)('$name: basePath, behind a proxy that strips it', (host) => {
  let app: Served;
  let proxy: Served;
  beforeAll(async () => {
    app = await serve(host.create({ options: { basePath: '/api' }, handle: answer }));
    proxy = await stripPrefixProxy('/api', app.port);
  });
  afterAll(async () => {
    await proxy.close();
    await app.close();
  });

  const send = (requests: readonly object[], accept = 'application/json') =>
    request(proxy.server).post('/api/batch').accept(accept).send({ requests });

  const CREATED = ['/albums', '/public', '/relative/album'].map((url) => ({
    method: 'POST',
    url: `/api${url}`,
  }));

  test('the endpoint tells it', async () => {
    const { body } = await request(proxy.server).get('/api/batch');
    expect(body).toMatchObject({ basePath: '/api' });
  });

  test('operations have the URLs that clients see, and what they reach has those behind the proxy', async () => {
    const urls = ['/api/albums/7?a=/api', '/api/albums/8', '/api/api/albums/7'];
    const { body } = await send(urls.map((url) => ({ method: 'GET', url })));
    const responses = body.responses as { href: string; body: unknown }[];
    expect(responses.map(({ href }) => href)).toEqual(urls);
    expect(responses.map((response) => response.body)).toEqual([
      { found: '/albums/7?a=/api' },
      { lost: '/albums/8' },
      { lost: '/api/albums/7' },
    ]);
    expect((await request(proxy.server).get(urls[0]!)).body).toEqual(responses[0]?.body);
  });

  test('each href leads a client through the proxy to the resource', async () => {
    const { body } = await send([...CREATED, { method: 'GET', url: '/api/old' }]);
    const hrefs = (body.responses as { href: string }[]).map(({ href }) => href);
    expect(hrefs).toEqual(['/api/albums/7?draft=1', '/api/albums/7', '/api/albums/7', '/api/old']);
    for (const href of hrefs.slice(0, 3)) {
      expect((await request(proxy.server).get(href)).body).toEqual({ found: href.slice('/api'.length) });
    }
  });

  test('a Location among the headers is the one that a request by itself gets through this proxy', async () => {
    const direct = await request(proxy.server).post('/api/albums');
    const { body } = await send(CREATED.slice(0, 1));
    expect(body.responses[0].headers.location).toBe(direct.headers['location']);
  });

  test('in XML each href and D:location does', async () => {
    const requests = [
      ...CREATED,
      { method: 'GET', url: '/api/old' },
      { method: 'POST', url: '/api/elsewhere' },
    ];
    const { text } = await send(requests, 'application/xml');
    const { document } = await readMultistatus(text, { contentType: 'application/xml' });
    expect(document.responses.map(({ href }) => href)).toEqual([
      '/api/albums/7?draft=1',
      '/api/albums/7',
      '/api/albums/7',
      '/api/old',
      '/api/elsewhere',
    ]);
    const locations = [...text.matchAll(/<D:location>\s*<D:href>([^<]*)/g)].map(([, href]) => href);
    expect(locations).toEqual([
      '/api/albums/7?draft=1',
      '/api/albums/7',
      '/api/albums/7',
      '/api/albums/7',
      'https://other.example/albums/7',
    ]);
    expect(text).toContain('<D:href>/api/batch/operations/2</D:href>');
    for (const href of locations.slice(0, 4)) {
      expect((await request(proxy.server).get(href!)).status).toBe(200);
    }
  });

  test.each(['/api/albums', '/api/public', '/api/relative/album'])(
    '$id refers to what POST %s has made',
    async (url) => {
      const { body } = await send([
        { id: 'album', method: 'POST', url },
        { method: 'GET', url: '$album/photos' },
      ]);
      expect(body.responses).toMatchObject([{ status: 201 }, { status: 200, href: '/api/albums/7/photos' }]);
      expect(body.responses[1].body).toMatchObject({ found: '/albums/7/photos' });
    },
  );

  test.each(['/albums/7', '/apix/albums/7', '/', '/API/albums/7'])(
    '%s is not under it and refused',
    async (url) => {
      const response = await send([
        { method: 'GET', url: '/api/albums/7' },
        { method: 'GET', url },
      ]);
      expect(response.status).toBe(400);
      expect(response.body.errors).toEqual([
        {
          pointer: '#/requests/1/url',
          code: 'outside-base-path',
          detail: 'A URL of this API begins with /api/',
        },
      ]);
    },
  );

  test.each(['/api/../secret', '/api/%2e%2e/secret', '/api//host/', '/api/./albums'])(
    '%s does not lead out of it',
    async (url) => {
      expect((await send([{ method: 'GET', url }])).status).toBe(400);
    },
  );

  test('/api itself is the root behind the proxy', async () => {
    const { body } = await send([
      { method: 'GET', url: '/api' },
      { method: 'GET', url: '/api?x=1' },
    ]);
    expect(body.responses.map((response: { body: unknown }) => response.body)).toEqual([
      { lost: '/' },
      { lost: '/?x=1' },
    ]);
  });

  test('a lifted cookie without a path gets the one that a client sees, and one with a path keeps it', async () => {
    const { headers } = await send([{ method: 'POST', url: '/api/albums' }]);
    expect(headers['set-cookie']).toEqual(['album=7', 'seen=1; Path=/albums']);
  });
});
