import { expect } from '@jest/globals';
import compression from 'compression';
import cors from 'cors';
import helmet from 'helmet';
import morgan from 'morgan';
import { get, postJson } from '../middleware-case.js';
import type { ExpressCase } from './express-host.js';

const LONG_TEXT = 'a line of a long text\n'.repeat(100);

export const policyCases: readonly ExpressCase[] = [
  {
    name: 'compression',
    build({ app, placeBatch }) {
      app.use(compression({ threshold: 0 }));
      placeBatch();
      app.get('/text', (_req, res) => void res.type('text').send(LONG_TEXT));
      app.get('/json', (_req, res) => void res.json({ text: LONG_TEXT }));
      app.get('/pieces', (_req, res) => {
        res.type('text').write('one,');
        res.flush();
        res.write('two,');
        res.end('three');
      });
    },
    exchanges: [
      {
        envelope: { 'accept-encoding': 'gzip' },
        behind: { 'content-encoding': 'gzip', vary: 'Accept, Accept-Encoding' },
        steps: [
          { send: get('/text'), status: 200, headers: { vary: 'Accept-Encoding' }, body: LONG_TEXT },
          { send: get('/json'), status: 200, headers: { 'content-encoding': undefined } },
          { send: get('/pieces'), status: 200, body: 'one,two,three' },
          { send: { method: 'HEAD', path: '/text' }, status: 200, body: '' },
          { send: get('/missing'), status: 404, body: /Cannot GET \/missing/ },
        ],
      },
    ],
  },
  {
    name: 'helmet',
    build({ app, placeBatch }) {
      app.use(helmet());
      placeBatch();
      app.get('/page', (_req, res) => void res.send('<p>page</p>'));
      app.get('/frame', helmet.frameguard({ action: 'deny' }), (_req, res) => void res.json('frame'));
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
          {
            send: get('/missing'),
            status: 404,
            headers: { 'content-security-policy': "default-src 'none'" },
          },
        ],
      },
    ],
  },
  {
    name: 'cors',
    build({ app, placeBatch }) {
      app.use(
        cors({
          origin: ['https://a.example', /\.b\.example$/],
          credentials: true,
          exposedHeaders: 'X-Total',
        }),
      );
      placeBatch();
      app.get('/photos', (req, res) => void res.set('x-total', '3').vary('Accept').json(req.headers.origin));
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
              'access-control-allow-credentials': 'true',
              'access-control-expose-headers': 'X-Total',
              vary: 'Origin, Accept',
            },
          },
          { send: { method: 'OPTIONS', path: '/photos' }, status: 204, body: '' },
        ],
      },
      {
        shared: { origin: 'https://other.example' },
        steps: [{ send: get('/photos'), status: 200, headers: { 'access-control-allow-origin': undefined } }],
      },
    ],
  },
  {
    name: 'morgan',
    build({ app, express, note, placeBatch }) {
      const stream = { write: (line: string): void => note(line.trimEnd()) };
      app.use(
        morgan(':url :method :status :res[content-length] :remote-addr HTTP/:http-version', { stream }),
      );
      app.use(
        '/timed',
        morgan((tokens, req, res) => `/timed ${Number(tokens['response-time']?.(req, res)) >= 0}`, {
          stream,
        }),
      );
      placeBatch();
      app.get(['/text', '/timed'], (_req, res) => void res.send('four'));
      app.post('/json', express.json(), (req, res) => void res.status(201).json(req.body));
      app.get('/pieces', (_req, res) => void res.writeHead(202).end('pieces'));
    },
    exchanges: [
      { steps: [{ send: get('/text?a=b'), status: 200 }] },
      { steps: [{ send: postJson('/json', { a: 1 }), status: 201 }] },
      { steps: [{ send: { method: 'HEAD', path: '/text' }, status: 200 }] },
      { steps: [{ send: get('/pieces'), status: 202 }] },
      { steps: [{ send: get('/timed'), status: 200 }] },
      { steps: [{ send: get('/text', { 'if-none-match': '*' }), status: 304 }] },
    ],
    notes: [
      '/text?a=b GET 200 4 127.0.0.1 HTTP/1.1',
      '/json POST 201 7 127.0.0.1 HTTP/1.1',
      '/text HEAD 200 4 127.0.0.1 HTTP/1.1',
      '/pieces GET 202 - 127.0.0.1 HTTP/1.1',
      '/timed GET 200 4 127.0.0.1 HTTP/1.1',
      '/timed true',
      '/text GET 304 - 127.0.0.1 HTTP/1.1',
    ],
  },
];
