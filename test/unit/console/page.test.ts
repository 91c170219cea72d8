import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import helmet from 'helmet';
import request from 'supertest';
import { parsePageConfig } from '#console-page/page-config.js';
import { serve } from '../../support/serve.js';
import { consoleHosts } from './console-hosts.js';

const PATH = '/batch/console';
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The headers that helmet sets by default. */
function headersOfHelmet(): Record<string, string> {
  const headers: Record<string, string> = {};
  const res = {
    setHeader: (name: string, value: string) => {
      headers[name.toLowerCase()] = value;
    },
    removeHeader: () => {},
  };
  helmet()({} as never, res as never, () => {});
  return headers;
}

/** The names of the files that a page asks for, in order. */
function filesOf(html: string): string[] {
  return [...html.matchAll(/ (?:href|src)="([^"]+)"/g)].map(([, name = '']) => name);
}

function configOf(html: string): string {
  return /<script type="application\/json" id="config">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
}

describe.each(consoleHosts)('%s', (_name, create) => {
  test('the page names files of its own, which are there and may be kept for good', async () => {
    const app = create({ path: PATH });
    const page = await request(app).get(`${PATH}/`);
    expect(page.status).toBe(200);
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-length': String(Buffer.byteLength(page.text)),
    });
    const files = filesOf(page.text);
    expect(files).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^console-[A-Z0-9]{8}\.js$/),
        expect.stringMatching(/^style-[A-Z0-9]{8}\.css$/),
        expect.stringMatching(/^icon-[A-Z0-9]{8}\.svg$/),
      ]),
    );
    for (const file of files) {
      const asset = await request(app).get(`${PATH}/${file}`);
      expect(asset.status).toBe(200);
      expect(asset.headers).toMatchObject({
        'content-type': expect.stringMatching(
          /^(text\/javascript|text\/css|image\/svg\+xml); charset=utf-8$/,
        ),
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
      });
    }
  });

  test.each([
    ['', './console/'],
    ['?from=docs&x', './console/?from=docs&x'],
  ])(
    'without the slash at its end, "%s" is redirected relatively, with its query',
    async (query, location) => {
      const response = await request(create({ path: PATH })).get(`${PATH}${query}`);
      expect(response.status).toBe(302);
      expect(response.headers['location']).toBe(location);
    },
  );

  test('its headers replace those of helmet, on every answer', async () => {
    const app = create({ path: PATH, headers: headersOfHelmet() });
    for (const path of [PATH, `${PATH}/`, `${PATH}/nothing`]) {
      const { headers } = await request(app).get(path);
      expect(headers).toMatchObject({
        'content-security-policy': POLICY,
        'cross-origin-opener-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      });
    }
    const elsewhere = await request(app).get('/elsewhere');
    expect(elsewhere.headers['content-security-policy']).toContain("script-src-attr 'none'");
  });

  test('HEAD is answered without a body, as GET otherwise', async () => {
    const app = create({ path: PATH });
    const get = await request(app).get(`${PATH}/`);
    const head = await request(app).head(`${PATH}/`);
    expect(head.status).toBe(200);
    expect(head.headers['content-length']).toBe(get.headers['content-length']);
    expect(head.text ?? '').toBe('');
  });

  test.each(['post', 'put', 'delete', 'options'] as const)('%s is refused', async (method) => {
    const response = await request(create({ path: PATH }))[method](`${PATH}/`);
    expect(response.status).toBe(405);
    expect(response.headers['allow']).toBe('GET, HEAD');
  });

  test.each([
    '/nothing.js',
    '/manifest.json',
    '/index.html',
    '/../console/',
    '/%2e%2e/package.json',
    '/__proto__',
  ])('there is nothing at %s', async (path) => {
    const response = await request(create({ path: PATH })).get(`${PATH}${path}`);
    expect(response.status).toBe(404);
  });

  test.each(['/', '/batch', '/batch/consoles', '/batch/consol'])('%s is left to the app', async (path) => {
    expect((await request(create({ path: PATH })).get(path)).status).toBe(418);
  });

  test.each([
    ['/batch/console', { endpoint: '/batch', openapi: '/openapi.json' }],
    ['/console', { endpoint: '/api/v1/batch?tenant=1', openapi: '/api/docs/openapi.json' }],
    ['/a/b/c', { endpoint: '/' }],
    ['/api/console', { endpoint: '/api/urn:batch' }],
  ])('at %s, the paths %j are right behind a proxy with any prefix', async (path, options) => {
    const { text } = await request(create({ path, options })).get(`${path}/`);
    for (const prefix of ['', '/outer/prefix']) {
      const config = parsePageConfig(configOf(text), `https://proxy.example${prefix}${path}/?query#fragment`);
      expect(config.endpoint).toBe(`https://proxy.example${prefix}${options.endpoint}`);
      const { openapi } = options as { openapi?: string };
      expect(config.openapi).toBe(openapi && `https://proxy.example${prefix}${openapi}`);
    }
  });

  test.each([
    ['/batch/console', 'https://h.example/v1/batch/console/', 'https://h.example/v1/batch'],
    ['/batch/console', 'https://h.example/renamed/console/', 'https://h.example/renamed'],
    ['/console', 'https://h.example/console/', 'https://h.example/'],
  ])('the endpoint of %s is one level above the page, by default', async (path, url, endpoint) => {
    const { text } = await request(create({ path })).get(`${path}/`);
    expect(parsePageConfig(configOf(text), url).endpoint).toBe(endpoint);
  });

  test('a batch with what ends a script in HTML is passed to the page unchanged', async () => {
    const title = '</script><img src=x onerror=alert(1)><!-- \u2028\u2029 ]]>';
    const batch = { requests: [{ method: 'POST', url: '/albums', body: { title } }] };
    const { text } = await request(create({ path: PATH, options: { batch } })).get(`${PATH}/`);
    expect(configOf(text)).not.toMatch(/[<\u2028\u2029]/);
    expect(parsePageConfig(configOf(text), 'http://h/').batch).toEqual(batch);
  });

  test('the app decides who sees the page and its files, and the page says so', async () => {
    const allow = async ({ headers }: { headers: Record<string, unknown> }): Promise<boolean> =>
      headers['x-user'] === 'ana';
    const app = create({ path: PATH, options: { allow } });
    const allowed = await request(app).get(`${PATH}/`).set('x-user', 'ana');
    expect(allowed.status).toBe(200);
    const [file = ''] = filesOf(allowed.text);
    const asset = await request(app).get(`${PATH}/${file}`).set('x-user', 'ana');
    expect(asset.headers['cache-control']).toBe('private, max-age=31536000, immutable');
    expect(parsePageConfig(configOf(allowed.text), 'http://h/').restricted).toBe(true);
    for (const path of [PATH, `${PATH}/`, ...filesOf(allowed.text).map((file) => `${PATH}/${file}`)]) {
      const refused = await request(app).get(path);
      expect(refused.status).toBe(403);
      expect(refused.headers['cache-control']).toBe('no-store');
      expect(refused.headers['content-type']).toBe('text/plain; charset=utf-8');
      expect(refused.text).toBe('You may not see this page.\n');
    }
    expect((await request(app).post(`${PATH}/`)).status).toBe(403);
  });

  test('a page that everyone may see says so', async () => {
    const { text } = await request(create({ path: PATH })).get(`${PATH}/`);
    expect(parsePageConfig(configOf(text), 'http://h/').restricted).toBe(false);
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('no session');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no session'))],
  ])('if allow %s, that is an error of the app', async (_title, allow) => {
    const errors: unknown[] = [];
    const app = create({ path: PATH, options: { allow }, onError: (error) => errors.push(error) });
    const response = await request(app).get(`${PATH}/`);
    expect(response.status).toBe(500);
    expect(response.text).not.toContain('no session');
    expect(errors).toEqual([new Error('no session')]);
  });

  test.each([
    ['counts as true but is no boolean', () => (() => false) as unknown as boolean],
    ['rejects without a reason', () => Promise.reject<boolean>(undefined)],
    ['rejects with a word that Express knows', () => Promise.reject<boolean>('router')],
  ])('nobody sees the page if the answer of allow %s', async (_title, allow) => {
    const errors: unknown[] = [];
    const app = create({ path: PATH, options: { allow }, onError: (error) => errors.push(error) });
    const response = await request(app).get(`${PATH}/`);
    expect(response.status).toBe(500);
    expect(response.text).not.toContain('config');
    expect(errors).toEqual([expect.any(Error)]);
  });

  test('the absolute form of a request target is understood', async () => {
    const { port, close } = await serve(create({ path: PATH }));
    const ask = async (path: string): Promise<IncomingMessage> => {
      const [response] = await once(get({ port, path, agent: false }), 'response');
      return response as IncomingMessage;
    };
    const page = await ask(`http://elsewhere.example${PATH}/`);
    expect(await textOf(page)).toContain('id="config"');
    const redirect = await ask(`http://elsewhere.example${PATH}`);
    expect(redirect.headers.location).toBe('./console/');
    await close();
  });
});
