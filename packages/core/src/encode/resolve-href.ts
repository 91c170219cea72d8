import { isRedirect } from '@multistatus/wire';
import { stripBasePath } from '../operation/base-path.js';
import type { Outcome } from '../operation/outcome.js';
import { encodeUnsafe, resolveLocation } from '../operation/resolve-location.js';
import { isUrlTemplate } from '../operation/url-template.js';

/** Where the resource of an outcome is. */
export interface ResourceLocation {
  /** What the response is about: an absolute path with query, without fragment. */
  readonly href: string;
  /** What the Location of a 201 or a redirect points to: such a path, or an absolute URI of another origin. */
  readonly location?: string;
}

/** What outcomes are located by. */
export interface HrefContext {
  /** Where an operation is that has no URL of its own; its index follows. */
  readonly operationsPath: string;
  /** The Host header of the envelope; a Location with this authority is of this origin, whatever its scheme. */
  readonly host: string | undefined;
  /** Public prefix that every href has. */
  readonly basePath: string;
}

/**
 * Tells what an outcome is about: the Location of a 201 if it is of this origin, else the URL of the operation, or
 * the operation itself if its URL was never resolved.
 */
export function resolveHref(
  outcome: Outcome,
  { operationsPath, host, basePath }: HrefContext,
): ResourceLocation {
  const { url, index } = outcome.operation;
  if (isUrlTemplate(url)) return { href: `${operationsPath}${index}` };
  const href = encodeUnsafe(basePath + url);
  if (outcome.kind !== 'answered') return { href };
  const { status, headers } = outcome.answer;
  const written = headers['location'];
  if (typeof written !== 'string' || !(status === 201 || isRedirect(status))) return { href };
  const resolved = resolveLocation(written, url, host);
  if (resolved === undefined) return { href };
  const isOwn = resolved.startsWith('/');
  const location = isOwn ? basePath + (stripBasePath(resolved, basePath) ?? resolved) : resolved;
  return { href: status === 201 && isOwn ? location : href, location };
}
