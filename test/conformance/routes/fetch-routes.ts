import { setImmediate as turn } from 'node:timers/promises';
import { activeOperationOf } from '@multistatus/core/adapter';
import type { TargetLog } from '../observe-target.js';
import { answerWithReport } from './answer-with-report.js';

/** What a route gets in addition to the request. */
export interface FetchRouteContext {
  readonly url: URL;
  readonly log: TargetLog;
  /** Passes the request to the batch endpoint, as middleware that re-enters an app does. */
  readonly reenter: (request: Request) => Response | Promise<Response>;
}

/** Answers one request in the way that the case selects by the path. */
export type FetchRoute = (request: Request, context: FetchRouteContext) => Response | Promise<Response>;

type Fields = readonly (readonly [string, string])[];

/** Must never be in a response: the text of foreign errors is not sent. */
const SECRET = 'secret-detail of the database';
const PNG_HEAD = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0xff);
/** The statuses with which a Response cannot have a body. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);
const UTF8 = new TextEncoder();

const TEXT: Fields = [['content-type', 'text/plain']];
const JSON_TYPE: Fields = [['content-type', 'application/json']];

/** Requests that `/limited` has counted, by the address they come from. */
const counted = new Map<string, number>();
/** Operations held in `/meet` until enough of them are there. */
let meeting: (() => void)[] = [];

/** The routes of `reference-handler.ts` for hosts whose handlers return a Response. */
export const fetchRoutes: Readonly<Record<string, FetchRoute>> = {
  '/echo': async (request, { url }) => {
    const body = Buffer.from(await request.arrayBuffer());
    return replyJson({
      method: request.method,
      url: url.href.slice(url.origin.length),
      headers: Object.fromEntries(request.headers), // in the order of their names
      text: body.toString('utf8'),
      base64: body.toString('base64'),
    });
  },
  '/status': (_request, { url }) => {
    const status = Number(url.pathname.split('/')[2]);
    return reply(JSON.stringify({ status }), JSON_TYPE, status);
  },
  '/location': (_request, { url }) =>
    reply(
      null,
      [['location', url.searchParams.get('to') ?? '/photos/1']],
      Number(url.searchParams.get('status') ?? 201),
    ),
  '/redirect-without-location': () => reply(null, [], 302),
  '/not-modified': () => reply(null, [['etag', '"v1"']], 304),
  '/nothing': () => reply(null, [], 204),
  '/silent': () => reply(null),
  '/as': (_request, { url }) => {
    const type = url.searchParams.get('type');
    const hex = url.searchParams.get('hex');
    const body = hex === null ? (url.searchParams.get('text') ?? '') : Buffer.from(hex, 'hex');
    return reply(body, type === null ? [] : [['content-type', type]]);
  },
  '/binary': () => reply(PNG_HEAD, [['content-type', 'image/png']]),
  '/bad-json': () => reply('{"a":1}],"responses":[{', JSON_TYPE),
  '/pretty-json': () =>
    reply('{\r\n  "title": "Lisboa \u20ac <&>\\"",\n  "__proto__": { "a": 1 }\n}\n', [
      ['content-type', 'application/json; charset=utf-8'],
    ]),
  '/problem': () =>
    reply(
      '{"type":"about:blank","title":"Locked","status":423,"detail":"held by Ana"}',
      [['content-type', 'application/problem+json']],
      423,
    ),
  '/echo-207': () => reply('{"responses":[{"href":"/photos/1","status":423}]}', JSON_TYPE, 207),
  '/cookies': (_request, { url }) => {
    const backwards = url.searchParams.get('backwards');
    const hidden = backwards === null ? [] : [`sid=${Buffer.from(backwards).reverse().toString()}; HttpOnly`];
    const cookies = [...url.searchParams.getAll('set'), ...hidden];
    return reply(
      'baked',
      cookies.map((cookie) => ['set-cookie', cookie]),
    );
  },
  '/headers': () =>
    reply('headers', [
      ...TEXT,
      ['x-several', 'a'],
      ['x-several', 'b'],
      ['x-one', 'c'],
      ['etag', '"v1"'],
      ['retry-after', '7'],
      ['x-powered-by', 'reference'],
      ['date', 'Thu, 01 Jan 1970 00:00:00 GMT'],
      ['keep-alive', 'timeout=9'],
      ['proxy-authenticate', 'Basic'],
      ['trailer', 'x-later'],
      ['upgrade', 'h2c'],
      ['connection', 'x-hop'],
      ['x-hop', 'only for the next hop'],
    ]),
  '/large': (_request, { url }) =>
    reply('x'.repeat(Number(url.searchParams.get('bytes'))), [...TEXT, ['etag', '"large"']]),
  '/deep': (_request, { url }) => {
    const levels = Number(url.searchParams.get('levels'));
    return reply('['.repeat(levels) + ']'.repeat(levels), JSON_TYPE);
  },
  '/again': (request, { reenter }) => reenter(request),

  '/made': (_request, { url: { searchParams } }) => {
    const type = searchParams.get('type');
    const set = searchParams.getAll('set').map((field): [string, string] => {
      const [name = '', value = ''] = field.split(/:(.*)/s, 2);
      return [name, value];
    });
    const fields: Fields = [...(type === null ? [] : [['content-type', type] as const]), ...set];
    return reply(searchParams.get('text'), fields, Number(searchParams.get('status') ?? 200));
  },
  '/admin': () => reply('of the administrators'),
  '/operation': (request) => {
    const { id, index, transaction, signal } = activeOperationOf(request) ?? {};
    return replyJson({ id, index, transaction, isAborted: signal?.aborted });
  },
  '/report': async (request, { url }) => {
    const headers = Object.fromEntries(request.headers);
    const answer = await answerWithReport(request, url, { method: request.method, headers });
    return reply(answer.body, Object.entries(answer.headers) as [string, string][], answer.status);
  },
  '/stain': (request) => {
    request.headers.set('x-stain', 'request');
    return reply(null, [['x-stain', 'response']]);
  },
  '/clean': (request) => replyJson({ request: request.headers.get('x-stain') ?? undefined }),
  '/limited': (request, { url }) => {
    const key = `${url.searchParams.get('run')} ${request.headers.get('x-forwarded-for')}`;
    const count = (counted.get(key) ?? 0) + 1;
    counted.set(key, count);
    return count > Number(url.searchParams.get('of'))
      ? reply(null, [['retry-after', '30']], 429)
      : reply(null);
  },

  '/throws': () => {
    throw new Error(SECRET);
  },
  '/rejects': () => Promise.reject(new Error(SECRET)),
  '/throws-text': () => {
    throw SECRET;
  },
  '/throws-midway': () => stream((body) => body.error(new Error(SECRET)), 'half'),
  '/hangs': () => new Promise(() => {}),
  '/hangs-midway': () => stream(() => {}, 'half'),
  '/destroys': () => stream((body) => body.error()),
  '/destroys-with-error': () => stream((body) => body.error(new Error(SECRET))),
  '/destroys-midway': () => stream((body) => body.error(), 'half'),
  '/bogus-status': (_request, { url }) => reply('bogus', [], Number(url.pathname.split('/')[2])),

  '/later': async (_request, { url, log }) => {
    log.stepInside();
    for (let left = Number(url.searchParams.get('turns')); left > 0; left -= 1) await turn();
    log.stepOutside();
    return replyJson(url.search);
  },
  '/meet': async (request, { url, log }) => {
    log.stepInside();
    await new Promise<void>((resolve) => {
      meeting.push(resolve);
      request.signal.addEventListener('abort', () => {
        meeting = meeting.filter((leave) => leave !== resolve);
      });
      if (meeting.length < Number(url.searchParams.get('of'))) return;
      for (const leave of meeting) leave();
      meeting = [];
    });
    // If a further operation was dispatched too early, it arrives within this turn.
    await turn();
    log.stepOutside();
    return reply('met');
  },
  '/stream': () => {
    const response = stream(async (body) => {
      for (const byte of UTF8.encode('\u20ac and \u{1f4f7}')) {
        body.enqueue(Uint8Array.of(byte));
        await turn();
      }
      body.close();
    });
    response.headers.set('content-type', 'text/plain; charset=utf-8');
    return response;
  },
  '/stream-large': (_request, { url }) =>
    stream(async (body) => {
      for (let sent = 0; sent < Number(url.searchParams.get('bytes')); sent += 500) {
        body.enqueue(UTF8.encode('x'.repeat(500)));
        await turn();
      }
      body.close();
    }),
};

/** Returns a response with exactly these headers: for a text, Response itself would add a content-type. */
function reply(body: string | Uint8Array | null, fields: Fields = [], status = 200): Response {
  const bytes = typeof body === 'string' ? UTF8.encode(body) : body;
  const headers = new Headers(fields as [string, string][]);
  return new Response(WITHOUT_BODY.has(status) ? null : bytes, { status, headers });
}

function replyJson(value: unknown): Response {
  return reply(JSON.stringify(value), JSON_TYPE);
}

/** Returns a response in text/plain whose body is `head` and what `write` adds. */
function stream(
  write: (body: ReadableStreamDefaultController<Uint8Array>) => void | Promise<void>,
  head = '',
): Response {
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      if (head !== '') controller.enqueue(UTF8.encode(head));
      return write(controller);
    },
  });
  return new Response(body, { headers: TEXT as [string, string][] });
}
