import { expect } from '@jest/globals';
import cors from '@koa/cors';
import compress from 'koa-compress';
import helmet from 'koa-helmet';
import ratelimit from 'koa-ratelimit';
import { get, postJson, type Step } from '../middleware-case.js';
import type { KoaCase } from './koa-host.js';

const LONG_TEXT = 'a line of a long text\n'.repeat(100);

const limitedSteps: readonly Step[] = [
  { send: get('/who'), status: 200, headers: { 'x-ratelimit-remaining': '1' } },
  { send: get('/who?2'), status: 200, headers: { 'x-ratelimit-remaining': '0' } },
  { send: get('/who?3'), status: 429, body: 'too many' },
];

export const policyCases: readonly KoaCase[] = [
  {
    name: 'koa-compress',
    build({ app, placeBatch }) {
      app.use(compress({ threshold: 0 }));
      placeBatch();
      app.use((ctx) => {
        if (ctx.path === '/text') ctx.body = LONG_TEXT;
        if (ctx.path === '/json') ctx.body = { text: LONG_TEXT };
        if (ctx.path === '/bytes') ctx.body = Buffer.from(LONG_TEXT);
      });
    },
    exchanges: [
      {
        envelope: { 'accept-encoding': 'gzip' },
        behind: { 'content-encoding': 'gzip' },
        steps: [
          { send: get('/text'), status: 200, headers: { 'content-encoding': undefined }, body: LONG_TEXT },
          { send: get('/json'), status: 200, headers: { vary: 'Accept-Encoding' } },
          { send: get('/bytes'), status: 200, body: LONG_TEXT },
          { send: { method: 'HEAD', path: '/text' }, status: 200, body: '' },
          { send: get('/missing'), status: 404 },
        ],
      },
    ],
  },
  {
    name: 'koa-helmet',
    build({ app, placeBatch }) {
      app.use(helmet());
      placeBatch();
      app.use((ctx) => {
        ctx.body = '<p>page</p>';
        if (ctx.path === '/frame') ctx.set('x-frame-options', 'DENY');
      });
    },
    exchanges: [
      {
        behind: { 'x-content-type-options': 'nosniff', 'x-frame-options': 'SAMEORIGIN' },
        steps: [
          {
            send: get('/page'),
            status: 200,
            headers: {
              'x-frame-options': 'SAMEORIGIN',
              'content-security-policy': expect.stringContaining("script-src 'self'"),
            },
          },
          { send: get('/frame'), status: 200, headers: { 'x-frame-options': 'DENY' } },
        ],
      },
    ],
  },
  {
    name: '@koa/cors',
    build({ app, placeBatch }) {
      app.silent = true;
      app.use(cors({ credentials: true, exposeHeaders: 'X-Total', keepHeadersOnError: true }));
      placeBatch();
      app.use((ctx) => {
        if (ctx.path === '/broken') ctx.throw(503, 'no disk');
        ctx.set('x-total', '3');
        ctx.body = ctx.get('origin');
      });
    },
    exchanges: [
      {
        shared: { origin: 'https://a.example' },
        behind: { 'access-control-allow-origin': 'https://a.example', vary: 'Origin, Accept' },
        steps: [
          {
            send: get('/photos'),
            status: 200,
            headers: {
              'access-control-allow-origin': 'https://a.example',
              'access-control-expose-headers': 'X-Total',
              vary: 'Origin',
            },
            body: 'https://a.example',
          },
          {
            send: get('/broken'),
            status: 503,
            headers: { 'access-control-allow-origin': 'https://a.example' },
          },
        ],
      },
      {
        steps: [{ send: get('/photos'), status: 200, body: '' }],
      },
    ],
  },
  {
    name: 'a logger, as in the README of Koa',
    build({ app, note, placeBatch }) {
      app.use(async (ctx, next) => {
        await next();
        ctx.set('x-response-time', 'soon');
        note(`${ctx.url} ${ctx.method} ${ctx.status} ${ctx.length} ${ctx.ip}`);
      });
      placeBatch();
      app.use((ctx) => {
        ctx.body = ctx.path === '/json' ? { a: 1 } : 'four';
      });
    },
    exchanges: [
      { steps: [{ send: postJson('/json', {}), status: 200, headers: { 'x-response-time': 'soon' } }] },
      { steps: [{ send: { method: 'HEAD', path: '/text' }, status: 200 }] },
    ],
    notes: ['/json POST 200 7 127.0.0.1', '/text HEAD 200 4 127.0.0.1'],
  },
  ...[false, true].map((isProxied): KoaCase => {
    const shared = isProxied ? { 'x-forwarded-for': '203.0.113.7' } : {};
    const address = isProxied ? '203.0.113.7' : '127.0.0.1';
    return {
      name: isProxied ? 'koa-ratelimit behind a proxy' : 'koa-ratelimit',
      countsEnvelope: true,
      volatile: /(x-ratelimit-reset|retry-after): [\d.]+/,
      build({ app, isBehind, note, placeBatch }) {
        app.proxy = isProxied;
        const max = isBehind ? 3 : 2;
        app.use(
          ratelimit({ driver: 'memory', db: new Map(), max, duration: 60_000, errorMessage: 'too many' }),
        );
        placeBatch();
        app.use((ctx) => {
          note(`${ctx.url} ${ctx.ip}`);
          ctx.body = ctx.ip;
        });
      },
      exchanges: [{ shared, steps: limitedSteps }],
      notes: [`/who ${address}`, `/who?2 ${address}`],
    };
  }),
];
