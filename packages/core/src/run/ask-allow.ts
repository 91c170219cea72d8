import type { Operation } from '../operation/operation.js';
import { pathSegments } from '../operation/path-segments.js';
import type { ResolvedOptions } from '../options/resolve-options.js';

/** Calls the option `allow` with an operation and the segments of its path. */
export function askAllow(
  allow: NonNullable<ResolvedOptions['allow']>,
  operation: Operation,
  outer: unknown,
): boolean | Promise<boolean> {
  return allow({ ...operation, path: pathSegments(operation.url) }, outer);
}
