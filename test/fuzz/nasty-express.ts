import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { batch } from '@multistatus/express';
import type { NodeHandler } from '@multistatus/inject';
import type express from 'express';
import fc from 'fast-check';

/** Express 5, or 4 under the types of 5. */
export type ExpressModule = typeof express;

const HERE = fileURLToPath(new URL('.', import.meta.url));
const THIS_FILE = fileURLToPath(import.meta.url);
const BODIES: Readonly<Record<string, unknown>> = {
  text: 'caf\u00e9',
  html: '<p>x</p>',
  empty: '',
  buffer: Buffer.from([0, 255, 13, 10]),
  json: { a: [1, null, '\u20ac'] },
  list: [],
  null: null,
  number: 7,
  boolean: false,
};
const THROWN: Readonly<Record<string, unknown>> = {
  error: new Error('secret'),
  teapot: Object.assign(new Error('short'), { status: 418, headers: { 'x-why': 'tea' } }),
  string: 'plain text',
  nonsense: Object.assign(new Error('odd'), { statusCode: 9_999 }),
};

/** URLs of a {@link createNastyExpress}, among them some that it has no route for. */
export const expressUrls: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...Object.keys(BODIES)).map((kind) => `/send/${kind === 'number' ? 'text' : kind}`),
  fc.constantFrom(...Object.keys(BODIES)).map((kind) => `/json/${kind}?callback=run`),
  fc
    .tuple(fc.constantFrom(200, 204, 205, 304, 404, 599), fc.boolean())
    .map(([code, isBare]) => (isBare ? `/bare/${code}` : `/status/${code}`)),
  fc
    .tuple(
      fc.constantFrom('sync', 'async', 'next', 'late', 'stream'),
      fc.constantFrom(...Object.keys(THROWN)),
    )
    .map(([where, what]) => `/throw/${where}/${what}`),
  fc.constantFrom(
    '/file',
    '/file?max=9',
    '/missing-file',
    '/dotfile',
    '/download',
    '/attachment',
    '/static/program.ts',
  ),
  fc.constantFrom('/pieces?count=3', '/pieces?count=0', '/large', '/pipe', '/raw-head', '/early', '/cookies'),
  fc.constantFrom('/redirect?to=%2Fx', '/redirect?to=http%3A%2F%2Fb.example%2F%3Fa', '/location', '/format'),
  fc.constantFrom(
    '/echo',
    '/echo?a=1&a=2&b[c]=3',
    '/ECHO/',
    '/router/7/echo',
    '/sub/echo?x',
    '/%FF',
    '/nothing',
  ),
  fc.webQueryParameters().map((query) => `/echo?${query.replace(/[^\w=&%.+-]/g, '')}`),
);

/** Creates an app that does all that apps may do to a response, with a batch at `/batch`. */
export function createNastyExpress(load: ExpressModule): NodeHandler {
  const app = load();
  app.set('env', 'production'); // error pages without stacks, which tell where a request came from
  app.set('query parser', 'extended');
  app.use('/batch', batch());
  app.use(load.json({ strict: false }), load.urlencoded({ extended: true }));
  app.use(load.text(), load.raw());
  app.use('/static', load.static(HERE));
  addAnswers(app);
  addStreams(app);
  addFaults(app);
  const router = load.Router({ mergeParams: true });
  router.all('/echo', echo);
  app.use('/router/:id', router);
  const sub = load();
  sub.all('/echo', echo);
  app.use('/sub', sub);
  app.all('/echo', echo);
  return app as unknown as NodeHandler;
}

const echo: express.RequestHandler = (req, res) => {
  const { connection: _, ...headers } = req.headers;
  const { method, url, originalUrl, baseUrl, path, query, params, body, hostname, protocol, ip, ips } = req;
  res.json({
    ...{ method, url, originalUrl, baseUrl, path, query, params, headers, hostname, protocol, ip, ips },
    body: Buffer.isBuffer(body) ? body.toString('hex') : body,
    ...{ fresh: req.fresh, xhr: req.xhr, secure: req.secure, subdomains: req.subdomains },
    accepts: [req.accepts('json', 'html'), req.acceptsLanguages('pt', 'en'), req.is('json'), req.range(100)],
    ...{ httpVersion: req.httpVersion, trailers: req.trailers, isComplete: req.complete },
    distinct: Object.keys(req.headersDistinct).length - ('connection' in req.headers ? 1 : 0),
    address: [req.socket.remoteAddress, req.socket.remoteFamily, req.connection === req.socket],
  });
};

function addAnswers(app: express.Express): void {
  app.all('/send/:kind', (req, res) => void res.send(BODIES[req.params.kind]));
  app.all('/json/:kind', (req, res) => void res.jsonp(BODIES[req.params.kind]));
  app.all('/status/:code', (req, res) => void res.status(Number(req.params.code)).send('a body'));
  app.all('/bare/:code', (req, res) => void res.sendStatus(Number(req.params.code)));
  app.all('/redirect', (req, res) => res.redirect(303, req.query['to'] as string));
  app.all(
    '/location',
    (_req, res) => void res.location('/caf\u00e9 au lait').links({ next: '/2' }).status(201).end(),
  );
  app.all(
    '/attachment',
    (_req, res) => void res.attachment('caf\u00e9 \u20ac.txt').vary('X-A').append('X-B', ['1', '2']).end(),
  );
  app.all('/cookies', (_req, res) => {
    // Not the option maxAge: it adds an Expires that the clock decides, and two requests may see different seconds.
    res.append('Set-Cookie', 'm=1; Max-Age=1; Path=/');
    res.cookie('a', 'x y', { httpOnly: true }).cookie('b', { c: 1 }, { path: '/p' });
    res
      .clearCookie('c')
      .cookie('a', 'again', { expires: new Date(0) })
      .send('set');
  });
  app.all('/format', (_req, res) => {
    res.format({
      text: () => res.send('text'),
      html: () => res.send('<p>'),
      json: () => res.send({ json: 1 }),
    });
  });
}

function addStreams(app: express.Express): void {
  app.all('/file', (req, res) => {
    res.sendFile('program.ts', { root: HERE, maxAge: Number(req.query['max'] ?? 0), etag: true });
  });
  app.all('/missing-file', (_req, res) => res.sendFile('missing', { root: HERE }));
  app.all('/dotfile', (_req, res) => res.sendFile('.hidden', { root: HERE, dotfiles: 'deny' }));
  app.all('/download', (_req, res) => res.download(THIS_FILE, 'nasty \u20ac.ts'));
  app.all('/pieces', async (req, res) => {
    res.type('text').set('ETag', '"tag"');
    for (let piece = 0; piece < Number(req.query['count']); piece += 1) {
      res.write(`piece ${piece} \u20ac`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    res.end();
  });
  app.all('/large', async (_req, res) => {
    await pipeline(Readable.from(Array.from({ length: 9 }, (_, at) => Buffer.alloc(30_000, at))), res);
  });
  app.all('/pipe', (_req, res) => void createReadStream(THIS_FILE).pipe(res.type('js')));
  app.all('/raw-head', (_req, res) => {
    res.writeHead(203, 'Other', ['X-A', '1', 'X-A', '2', 'Content-Type', 'text/plain']);
    res.end('caf\u00e9', 'latin1');
  });
  app.all('/early', (req, res) => {
    res.writeEarlyHints({ link: '</a.css>; rel=preload' });
    if (req.method !== 'HEAD') res.set('Trailer', 'X-Sum');
    res.flushHeaders();
    res.write('a');
    res.addTrailers({ 'X-Sum': '1' });
    res.end('b', () => res.end());
  });
}

function addFaults(app: express.Express): void {
  const thrown = (req: express.Request<{ what: string }>): unknown => THROWN[req.params.what];
  app.all('/throw/sync/:what', (req) => {
    throw thrown(req);
  });
  // Express 4 does not look at promises: there the error has to be handed on.
  app.all('/throw/async/:what', (req, _res, next) => Promise.reject(thrown(req)).catch(next));
  app.all('/throw/next/:what', (req, res, next) => {
    res.set('x-set', 'before').status(409).cookie('kept', '1');
    next(thrown(req));
  });
  app.all('/throw/late/:what', (req, res, next) => {
    res.write('begun');
    next(thrown(req));
  });
  app.all('/throw/stream/:what', (_req, res) => {
    const source = new Readable({ read: () => source.destroy(new Error('source broke')) });
    source.on('error', (error) => res.destroy(error)).pipe(res);
  });
}
