import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { observeTarget, type TargetLog } from './observe-target.js';
import { faultRoutes } from './routes/fault-routes.js';
import { madeRoutes } from './routes/made-routes.js';
import { plainRoutes } from './routes/plain-routes.js';
import { timingRoutes } from './routes/timing-routes.js';

/** What a route gets in addition to the request and the response. */
export interface RouteContext {
  readonly url: URL;
  readonly log: TargetLog;
  /** Passes the request to the host in which the batch is mounted, as middleware that re-enters an app does. */
  readonly reenter: (request: IncomingMessage, response: ServerResponse) => void;
}

/** Answers one request in the way that the case selects by the path. */
export type Route = (
  request: IncomingMessage,
  response: ServerResponse,
  context: RouteContext,
) => void | Promise<void>;

/** The target of every host: a plain Node handler and the log of what it saw. */
export interface ReferenceTarget {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
  readonly log: TargetLog;
  /** Sets the handler that `/again` calls. */
  mountIn(host: RequestListener, endpoint: string): void;
}

const routes: Readonly<Record<string, Route>> = {
  ...plainRoutes,
  ...madeRoutes,
  ...faultRoutes,
  ...timingRoutes,
};

/** Creates a target with an empty log. */
export function createReferenceTarget(): ReferenceTarget {
  const log = observeTarget();
  let host: RequestListener | undefined;
  let endpoint = '';
  return {
    log,
    mountIn(listener, path) {
      host = listener;
      endpoint = path;
    },
    handle(request, response) {
      log.enter(request, request.url ?? '', (listener) => response.once('close', listener));
      const url = new URL(request.url ?? '/', 'http://photos.example');
      const route = routes[`/${url.pathname.split('/')[1] ?? ''}`] ?? notFound;
      return route(request, response, {
        url,
        log,
        reenter(again, answer) {
          again.url = endpoint;
          host?.(again, answer as Parameters<RequestListener>[1]);
        },
      });
    },
  };
}

function notFound(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
  response.end('no such route');
}
