import type { IncomingMessage } from 'node:http';
import { pathOf } from '@multistatus/core/adapter';
import { endsLike, warnOfMount } from '@multistatus/node';

interface Layer {
  readonly handle: unknown;
}

interface Router {
  readonly stack: readonly (Layer & { readonly route?: unknown })[];
}

type RoutedRequest = IncomingMessage & {
  readonly originalUrl?: string;
  readonly route?: { readonly path: unknown; readonly stack: readonly Layer[] };
  /** The router is in `router` in Express 5, and in `_router` in Express 4, where reading `router` throws. */
  readonly app?: { readonly _router?: Router; readonly router?: Router };
};

/** Endpoints that are known to be in a router themselves. */
const used = new WeakSet<object>();

/**
 * Checks whether a request is for the batch endpoint.
 *
 * With the option `path`, the path below the mount must equal it. Without the option, nothing but `/` may be left of the
 * path below the mount, or the batch is a handler of the matched route (`app.post('/batch', batch())`), or is called by one, as
 * in a controller of NestJS.
 */
export function matchesEndpoint(
  req: IncomingMessage,
  { path, middleware }: { readonly path: string | undefined; readonly middleware: object },
): boolean {
  const pathBelowMount = pathOf(req.url ?? '');
  if (path !== undefined) return pathBelowMount === pathOf(path);
  if (pathBelowMount === '') return true;
  const { route, app, originalUrl = req.url, method = '' } = req as RoutedRequest;
  if (route?.stack.some((layer) => isLayerOf(layer, middleware)) === true) return true;
  // `req.route` is still set after its route has ended, so it says nothing about a middleware that is not in a route.
  if (isUsed(app, middleware)) return false;
  if (route !== undefined && endsLike(pathBelowMount, route.path)) return true;
  // A mount path was removed from the URL, so the rest of it is for others.
  const isBelowMount = route === undefined && originalUrl !== req.url;
  if (!isBelowMount) warnOfMount(middleware, { method, url: originalUrl ?? '' });
  return false;
}

/**
 * Checks whether a middleware handles a request as the handler of a route, or is called by one: then requests for paths below its
 * own do not reach it.
 */
export function isHandlerOfRoute(req: IncomingMessage, middleware: object): boolean {
  const { route, app, url = '' } = req as RoutedRequest;
  if (route === undefined) return false;
  if (route.stack.some((layer) => isLayerOf(layer, middleware))) return true;
  return !isUsed(app, middleware) && endsLike(pathOf(url), route.path);
}

function isUsed(app: RoutedRequest['app'], middleware: object): boolean {
  if (used.has(middleware)) return true;
  const isFound = app !== undefined && contains(app._router ?? app.router, middleware);
  if (isFound) used.add(middleware);
  return isFound;
}

function contains(router: Router | undefined, middleware: object): boolean {
  return (
    router?.stack?.some(
      (layer) =>
        layer.route === undefined &&
        (isLayerOf(layer, middleware) || contains(layer.handle as unknown as Router, middleware)),
    ) ?? false
  );
}

/** OpenTelemetry wraps handlers, and keeps what it has wrapped. */
function isLayerOf({ handle }: Layer, middleware: object): boolean {
  for (let each = handle; typeof each === 'function'; each = (each as { __original?: unknown }).__original) {
    if (each === middleware) return true;
  }
  return false;
}
