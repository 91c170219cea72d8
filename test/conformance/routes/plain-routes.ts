import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Route } from '../reference-handler.js';

const PNG_HEAD = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0xff]);

/** Routes that answer as a normal application would, each with one special feature. */
export const plainRoutes: Readonly<Record<string, Route>> = {
  '/echo': echo,
  // /status/<code>: a small JSON body where that status may have one.
  '/status': (_request, response, { url }) => {
    const status = Number(url.pathname.split('/')[2]);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(status === 204 || status === 304 ? undefined : JSON.stringify({ status }));
  },
  // /location?status=201&to=/photos/1
  '/location': (_request, response, { url }) => {
    response.writeHead(Number(url.searchParams.get('status') ?? 201), {
      location: url.searchParams.get('to') ?? '/photos/1',
    });
    response.end();
  },
  '/redirect-without-location': (_request, response) => response.writeHead(302).end() && undefined,
  '/not-modified': (_request, response) => response.writeHead(304, { etag: '"v1"' }).end() && undefined,
  '/nothing': (_request, response) => response.writeHead(204).end() && undefined,
  '/silent': (_request, response) => void response.end(),
  // /as?type=<content type>&text=<text> or &hex=<bytes>: exactly these bytes under exactly this type.
  '/as': (_request, response, { url }) => {
    const type = url.searchParams.get('type');
    if (type !== null) response.setHeader('content-type', type);
    const hex = url.searchParams.get('hex');
    response.end(hex === null ? (url.searchParams.get('text') ?? '') : Buffer.from(hex, 'hex'));
  },
  '/binary': (_request, response) =>
    response.writeHead(200, { 'content-type': 'image/png' }).end(PNG_HEAD) && undefined,
  '/bad-json': (_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end('{"a":1}],"responses":[{');
  },
  '/pretty-json': (_request, response) => {
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.end('{\r\n  "title": "Lisboa \u20ac <&>\\"",\n  "__proto__": { "a": 1 }\n}\n');
  },
  '/problem': (_request, response) => {
    response.writeHead(423, { 'content-type': 'application/problem+json' });
    response.end('{"type":"about:blank","title":"Locked","status":423,"detail":"held by Ana"}');
  },
  // A report by the application, in a form that the batch does not write.
  '/echo-207': (_request, response) => {
    response.writeHead(207, { 'content-type': 'application/json' });
    response.end('{"responses":[{"href":"/photos/1","status":423}]}');
  },
  // /cookies?set=a%3D1&set=b%3D2: these Set-Cookie fields, in order. /cookies?backwards=terces: sid=secret.
  '/cookies': (_request, response, { url }) => {
    const backwards = url.searchParams.get('backwards');
    const hidden = backwards === null ? [] : [`sid=${Buffer.from(backwards).reverse().toString()}; HttpOnly`];
    response.setHeader('set-cookie', [...url.searchParams.getAll('set'), ...hidden]);
    response.end('baked');
  },
  // /trailers?set=x-a:1&set=x-a:2&header=connection:x-b: these trailer fields after a text, and these headers.
  '/trailers': (_request, response, { url }) => {
    const pairs = (name: string): [string, string][] =>
      url.searchParams.getAll(name).map((field) => {
        const [key = '', value = ''] = field.split(/:(.*)/s, 2);
        return [key, value];
      });
    for (const [name, value] of pairs('header')) response.setHeader(name, value);
    response.setHeader('content-type', 'text/plain');
    response.write('text');
    response.addTrailers(pairs('set'));
    response.end();
  },
  '/headers': headers,
  '/large': (_request, response, { url }) => {
    response.setHeader('content-type', 'text/plain');
    response.setHeader('etag', '"large"');
    response.end('x'.repeat(Number(url.searchParams.get('bytes'))));
  },
  '/deep': (_request, response, { url }) => {
    const levels = Number(url.searchParams.get('levels'));
    response.setHeader('content-type', 'application/json');
    response.end('['.repeat(levels) + ']'.repeat(levels));
  },
  '/again': (request, response, { reenter }) => reenter(request, response),
};

/** Reports what arrived: the headers in the order of their names, the body as text and as base64. */
async function echo(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  response.setHeader('content-type', 'application/json');
  response.end(
    JSON.stringify({
      method: request.method,
      url: request.url,
      headers: Object.fromEntries(Object.entries(request.headers).toSorted(([a], [b]) => (a < b ? -1 : 1))),
      text: body.toString('utf8'),
      base64: body.toString('base64'),
    }),
  );
}

function headers(_request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Content-Type', 'text/plain');
  response.setHeader('X-Several', ['a', 'b']);
  response.setHeader('X-One', 'c');
  response.setHeader('ETag', '"v1"');
  response.setHeader('Retry-After', '7');
  response.setHeader('X-Powered-By', 'reference');
  response.setHeader('Date', 'Thu, 01 Jan 1970 00:00:00 GMT');
  response.setHeader('Keep-Alive', 'timeout=9');
  response.setHeader('Proxy-Authenticate', 'Basic');
  response.setHeader('Trailer', 'x-later');
  response.setHeader('Upgrade', 'h2c');
  response.setHeader('Connection', 'x-hop');
  response.setHeader('X-Hop', 'only for the next hop');
  response.end('headers');
}
