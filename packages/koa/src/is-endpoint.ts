interface RoutedContext {
  readonly path: string;
  /** What @koa/router and koa-router note of the routes that a request has matched. */
  readonly matched?: readonly { readonly stack: readonly unknown[] }[];
}

/**
 * Whether a request is for the batch itself: nothing but `/` is left of its path after the mount, or the path is the
 * one of the option, or it came by a route that the batch is a handler of (`router.post('/batch', batch())`).
 */
export function isEndpoint(
  ctx: RoutedContext,
  { path, middleware }: { readonly path: string | undefined; readonly middleware: unknown },
): boolean {
  const rest = ctx.path.replace(/\/$/, '');
  if (path !== undefined) return rest === path.replace(/\/$/, '');
  return rest === '' || (ctx.matched?.some((layer) => layer.stack.includes(middleware)) ?? false);
}
