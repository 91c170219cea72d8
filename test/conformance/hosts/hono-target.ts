import { Hono } from 'hono';
import { observeTarget, type TargetLog } from '../observe-target.js';
import { fetchRoutes } from '../routes/fetch-routes.js';

type Fetch = (request: Request) => Response | Promise<Response>;

/** The target of a fetch host: a Hono app with the routes of the suite, and the log of what it saw. */
export interface HonoTarget {
  readonly fetch: Fetch;
  readonly log: TargetLog;
  /** Sets the handler that `/again` calls. */
  mountIn(endpoint: Fetch): void;
}

/** Creates a target with an empty log. */
export function createHonoTarget(): HonoTarget {
  const log = observeTarget();
  const app = new Hono();
  let reenter: Fetch = notFound;
  app.use(async (c, next) => {
    const { url, signal } = c.req.raw;
    let close = (): void => {};
    log.enter(c.req.raw, url.slice(new URL(url).origin.length), (listener) => {
      close = listener;
    });
    signal.addEventListener('abort', close);
    await next();
    signal.removeEventListener('abort', close);
    if (c.res.body === null) close();
    else c.res = new Response(closing(c.res.body, close), c.res);
  });
  app.all('*', ({ req: { raw: request } }) => {
    const url = new URL(request.url);
    const route = fetchRoutes[`/${url.pathname.split('/')[1] ?? ''}`] ?? notFound;
    return route(request, { url, log, reenter: (again) => reenter(again) });
  });
  // Otherwise Hono would answer what a handler throws, and the batch could not report it.
  app.onError((error) => {
    throw error;
  });
  return {
    fetch: (request) => app.fetch(request),
    log,
    mountIn(endpoint) {
      reenter = endpoint;
    },
  };
}

function notFound(): Response {
  return new Response('no such route', {
    status: 404,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  });
}

/** Returns `body`, and calls `close` when it has been read, has failed or is cancelled. */
function closing(body: ReadableStream<Uint8Array>, close: () => void): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  body.pipeTo(writable).then(close, close);
  return readable;
}
