import { isRedirect } from '@multistatus/wire';
import { stripBasePath } from '../operation/base-path.js';
import type { Outcome } from '../operation/outcome.js';
import { encodeUnsafe, resolveLocation } from '../operation/resolve-location.js';
import { isUrlTemplate } from '../operation/url-template.js';
import type { Exchange } from './exchange.js';

/** The URLs of the resource that an outcome is about. */
export interface ResourceLocation {
  /** The resource that the response is about: an absolute path with query, without fragment. */
  readonly href: string;
  /** The Location of a 201 or a redirect: an absolute path, or an absolute URI if it is of another origin. */
  readonly location?: string;
}

/** The part of an exchange that an href depends on. */
type HrefSource = Pick<Exchange, 'operationsPath' | 'host'> & {
  readonly options: Pick<Exchange['options'], 'basePath'>;
};

/**
 * Returns the resource that an outcome is about: the Location of a 201 if it is of the same origin, else the URL of the
 * operation. If it has no URL, or the variables of that were never replaced, it is the URL of the operation within the batch.
 */
export function resolveHref(
  outcome: Outcome,
  { operationsPath, host, options: { basePath } }: HrefSource,
): ResourceLocation {
  const { url, index } = outcome.operation;
  // A line that could not be read has no URL.
  if (url === '' || isUrlTemplate(url)) return { href: `${operationsPath}${index}` };
  const href = encodeUnsafe(basePath + url);
  if (outcome.kind !== 'answered') return { href };
  const { status, headers } = outcome.answer;
  const raw = headers['location'];
  if (typeof raw !== 'string' || !(status === 201 || isRedirect(status))) return { href };
  const resolved = resolveLocation(raw, url, host);
  if (resolved === undefined) return { href };
  const isSameOrigin = resolved.startsWith('/');
  const location = isSameOrigin ? basePath + (stripBasePath(resolved, basePath) ?? resolved) : resolved;
  return { href: status === 201 && isSameOrigin ? location : href, location };
}
