import { pathOf } from '@multistatus/core/adapter';

/**
 * Checks whether a path ends with the same segment as a route, such as `/tenants/7/batch` and `/tenants/:tenant/batch`. Routers
 * ignore the case of letters.
 */
export function endsLike(path: string, route: unknown): boolean {
  if (Array.isArray(route)) return route.some((each) => endsLike(path, each));
  return typeof route === 'string' && lastSegment(pathOf(route)) === lastSegment(path);
}

function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('/')).toLowerCase();
}
