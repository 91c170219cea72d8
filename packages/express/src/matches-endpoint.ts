import type { IncomingMessage } from 'node:http';
import { pathOf } from '@multistatus/core/adapter';

type RoutedRequest = IncomingMessage & {
  readonly route?: { readonly stack: readonly { readonly handle: unknown }[] };
};

/**
 * Checks whether a request is for the batch endpoint.
 *
 * With the option `path`, the path below the mount must equal it. Without the option, nothing but `/` may be left of the
 * path below the mount, or the batch is a handler of the matched route (`app.post('/batch', batch())`).
 */
export function matchesEndpoint(
  req: IncomingMessage,
  { path, middleware }: { readonly path: string | undefined; readonly middleware: unknown },
): boolean {
  const pathBelowMount = pathOf(req.url ?? '');
  if (path !== undefined) return pathBelowMount === pathOf(path);
  return pathBelowMount === '' || isRouteOf(req as RoutedRequest, middleware);
}

/** `req.route` is still set after its route has ended, so it counts only if it contains this middleware. */
function isRouteOf(req: RoutedRequest, middleware: unknown): boolean {
  return req.route?.stack.some((layer) => layer.handle === middleware) ?? false;
}
