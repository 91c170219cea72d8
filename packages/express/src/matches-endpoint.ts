import type { IncomingMessage } from 'node:http';
import { pathOf } from '@multistatus/core/adapter';

type RoutedRequest = IncomingMessage & {
  readonly route?: { readonly stack: readonly { readonly handle: unknown }[] };
};

/**
 * Whether a request is for the batch itself: nothing but `/` is left of its path after the mount, or the path is the
 * one of the option, or it came by a route that the batch is the handler of (`app.post('/batch', batch())`).
 */
export function matchesEndpoint(
  req: IncomingMessage,
  { path, middleware }: { readonly path: string | undefined; readonly middleware: unknown },
): boolean {
  const rest = pathOf(req.url ?? '');
  if (path !== undefined) return rest === pathOf(path);
  return rest === '' || isRouteOf(req as RoutedRequest, middleware);
}

/** `req.route` outlives its route, so it counts only if this middleware stands in it. */
function isRouteOf(req: RoutedRequest, middleware: unknown): boolean {
  return req.route?.stack.some((layer) => layer.handle === middleware) ?? false;
}
