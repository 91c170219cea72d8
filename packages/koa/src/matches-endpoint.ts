import { pathOf } from '@multistatus/core/adapter';

interface RoutedContext {
  readonly path: string;
  /** What @koa/router and koa-router note of the routes that a request has matched. */
  readonly matched?: readonly { readonly methods: readonly string[]; readonly stack: readonly unknown[] }[];
}

/**
 * Whether a request is for the batch itself: nothing but `/` is left of its path after the mount, or the path is the
 * one of the option, or it came by a route that the batch is a handler of (`router.post('/batch', batch())`).
 */
export function matchesEndpoint(
  ctx: RoutedContext,
  { path, middleware }: { readonly path: string | undefined; readonly middleware: unknown },
): boolean {
  const rest = pathOf(ctx.path);
  if (path !== undefined) return rest === pathOf(path);
  // A layer without methods is no route: router.use() made it.
  const isRoute =
    ctx.matched?.some(({ methods, stack }) => methods.length > 0 && stack.includes(middleware)) ?? false;
  return rest === '' || isRoute;
}
