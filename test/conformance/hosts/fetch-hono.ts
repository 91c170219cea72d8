import { Hono } from 'hono';
import type { WireRequest } from '../case.js';
import { exchangeByFetch } from '../exchange-by-fetch.js';
import { toBatchOptions } from '../named-options.js';
import { batch } from './fetch-batch.js';
import { createHonoTarget } from './hono-target.js';
import type { ConformanceHost, HostSetup } from './host.js';
import { postBatch } from './post-batch.js';
import { withoutMonitors } from './without-monitors.js';

const NO_STATUS = 'a Response has a status from 200 to 599';
const ONE_RESPONSE = 'a fetch handler returns one Response, and nothing after it';
const NO_TRAILERS = 'a Response has no trailers';
const NO_SOCKET = 'a Request has no socket and cannot be destroyed';
const JOINED = 'Headers joins the values of a field, except Set-Cookie';

/** A fetch handler: the batch in a Hono app, called with Requests. */
export const fetchHonoHost: ConformanceHost = {
  name: 'fetch handler, Hono',
  skip: {
    ...withoutMonitors(),
    C422: JOINED,
    C490: JOINED,
    C505: 'a fetch handler cannot send interim responses',
    C507: ONE_RESPONSE,
    C508: ONE_RESPONSE,
    C524: NO_SOCKET,
    C525: NO_SOCKET,
    C527: NO_STATUS,
    C528: NO_STATUS,
    C529: NO_STATUS,
    C530: NO_STATUS,
    C531: NO_STATUS,
    C730: JOINED,
    C1115: NO_TRAILERS,
    C1116: NO_TRAILERS,
    C1117: NO_TRAILERS,
    C1118: NO_TRAILERS,
  },
  otherBytes: {
    C488: "in the query of a URL, the URL standard writes ' as %27",
    C536: 'an exception after the start of a body is a body that fails: no-response, not internal',
    C715: NO_STATUS,
  },
  start: async (setup) => {
    const target = createHonoTarget();
    const endpoint = setup.mount === '/' ? '/batch' : `${setup.mount}/batch`;
    const handleBatch = batch(target.fetch, toBatchOptions(setup.options, target.log));
    target.mountIn((request) => handleBatch(request, new Headers()));

    const app = new Hono({ strict: false });
    app.all(endpoint, async (c) => {
      for (const [name, value] of Object.entries(setup.answerHeaders)) c.header(name, value);
      const sent = c.res.headers;
      c.res = undefined; // otherwise Hono would write these headers over those of the batch
      return handleBatch(c.req.raw, sent, await parse(c.req.raw, setup.bodyParser));
    });

    const exchange = (request: WireRequest) => exchangeByFetch(app.fetch, endpoint, request);
    return {
      ...target.log,
      name: fetchHonoHost.name,
      endpoint,
      exchange,
      batch: (requests, headers) => postBatch(exchange, requests, headers),
      close: async () => {},
    };
  },
};

/** Reads the body as a parser in front of the batch does: JSON only in a JSON type. */
async function parse(request: Request, parser: HostSetup['bodyParser']): Promise<unknown> {
  if (request.body === null || parser === 'none') return undefined;
  if (parser === 'raw') return new Uint8Array(await request.arrayBuffer());
  return request.headers.get('content-type')?.startsWith('application/json') ? request.json() : undefined;
}
