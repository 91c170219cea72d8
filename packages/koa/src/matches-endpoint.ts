import { pathOf } from '@multistatus/core/adapter';

interface RoutedContext {
  readonly path: string;
  /** The routes that a request has matched, as set by @koa/router and koa-router. */
  readonly matched?: readonly { readonly methods: readonly string[]; readonly stack: readonly unknown[] }[];
}

/**
 * Checks whether a request is for the batch endpoint.
 *
 * With the option `path`, the path below the mount must equal it. Without the option, nothing but `/` may be left of the
 * path below the mount, or the batch is a handler of a matched route (`router.post('/batch', batch())`).
 */
export function matchesEndpoint(
  ctx: RoutedContext,
  { path, middleware }: { readonly path: string | undefined; readonly middleware: unknown },
): boolean {
  const pathBelowMount = pathOf(ctx.path);
  if (path !== undefined) return pathBelowMount === pathOf(path);
  // A layer without methods is not a route: router.use() created it.
  const isRoute =
    ctx.matched?.some(({ methods, stack }) => methods.length > 0 && stack.includes(middleware)) ?? false;
  return pathBelowMount === '' || isRoute;
}
