import { pathOf } from '@multistatus/core/adapter';
import { endsLike, warnOfMount } from '@multistatus/node';

interface RoutedContext {
  readonly method: string;
  readonly path: string;
  readonly originalUrl: string;
  readonly app: { readonly middleware?: readonly unknown[] };
  /** The routes that a request has matched, as set by @koa/router and koa-router. */
  readonly matched?: readonly {
    readonly path: unknown;
    readonly methods: readonly string[];
    readonly stack: readonly unknown[];
  }[];
}

/**
 * Checks whether a request is for the batch endpoint.
 *
 * With the option `path`, the path below the mount must equal it. Without the option, nothing but `/` may be left of the
 * path below the mount, or the batch is a handler of a matched route (`router.post('/batch', batch())`), or is called by one.
 */
export function matchesEndpoint(
  ctx: RoutedContext,
  { path, middleware }: { readonly path: string | undefined; readonly middleware: object },
): boolean {
  const pathBelowMount = pathOf(ctx.path);
  if (path !== undefined) return pathBelowMount === pathOf(path);
  if (pathBelowMount === '') return true;
  const { matched = [], method, originalUrl } = ctx;
  const routes = routesOf(ctx);
  if (routes.some(({ stack }) => stack.includes(middleware))) return true;
  if (isUsed(ctx, middleware)) return false;
  if (routes.some((route) => endsLike(pathBelowMount, route.path))) return true;
  // A mount path was removed from the URL, so the rest of it is for others.
  const isBelowMount = matched.length === 0 && pathOf(originalUrl) !== pathBelowMount;
  if (!isBelowMount) warnOfMount(middleware, { method, url: originalUrl });
  return false;
}

/**
 * Checks whether a middleware handles a request as the handler of a route, or is called by one: then requests for paths below its
 * own do not reach it.
 */
export function isHandlerOfRoute(ctx: RoutedContext, middleware: object): boolean {
  const routes = routesOf(ctx);
  if (routes.some(({ stack }) => stack.includes(middleware))) return true;
  return !isUsed(ctx, middleware) && routes.some((route) => endsLike(pathOf(ctx.path), route.path));
}

/** A layer without methods is not a route: `router.use()` created it. */
function routesOf({ matched = [] }: RoutedContext): NonNullable<RoutedContext['matched']> {
  return matched.filter(({ methods }) => methods.length > 0);
}

function isUsed({ app, matched = [] }: RoutedContext, middleware: object): boolean {
  return (
    app.middleware?.includes(middleware) === true || matched.some(({ stack }) => stack.includes(middleware))
  );
}
