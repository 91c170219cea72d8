import { parseMediaType } from '@multistatus/wire';
import type { Call } from './call.js';

/** The allowed URLs of operations (RFC 9112 section 3.2.1). Braces are excluded, because they mark variables. */
const TARGET = /^\/(?!\/)(?:[!$&-;=?-[\]^-z|~]|%[0-9A-Fa-f]{2})*$/;

/**
 * Checks whether a call can be an operation of a batch sent to `endpoint`, without looking at the limits of the server
 * and the body of the call. Other calls are passed to `fetch`.
 */
export function isBatchable({ request, url, headers }: Call, endpoint: URL): boolean {
  const { method, cache, redirect, keepalive, integrity, mode, referrer, referrerPolicy } = request;
  return (
    isInApp(url, endpoint) &&
    method === method.toUpperCase() &&
    !(method === 'DELETE' && hasBody(request)) &&
    (!hasBody(request) || parseMediaType(request.headers.get('content-type') ?? undefined) !== undefined) &&
    headers.unfit === undefined &&
    // these members are undefined if the platform does not support them
    (cache ?? 'default') === 'default' &&
    redirect !== 'manual' &&
    keepalive !== true &&
    (integrity ?? '') === '' &&
    (mode ?? 'cors') === 'cors' &&
    (referrer ?? 'about:client') === 'about:client' &&
    (referrerPolicy ?? '') === ''
  );
}

/** Returns the path and query of a URL, which is the URL of an operation. */
export function toTarget({ pathname, search }: URL): string {
  return pathname + search;
}

/**
 * Checks whether a request has a body, even an empty one. If the platform does not expose the body, this is decided by
 * whether there is a Content-Type.
 */
export function hasBody({ method, body, headers }: Request): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  return body === undefined ? headers.has('content-type') : body !== null;
}

/** Checks whether a URL can be that of an operation in a batch sent to `endpoint`. */
export function isInApp(url: URL, endpoint: URL): boolean {
  return (
    url.origin === endpoint.origin &&
    url.pathname !== endpoint.pathname &&
    TARGET.test(toTarget(url)) &&
    !hasHiddenDotSegment(url.pathname)
  );
}

/**
 * Checks for dot-segments with encoded delimiters or with parameters, which a server refuses. Plain dot-segments have
 * already been resolved by `URL`.
 */
function hasHiddenDotSegment(pathname: string): boolean {
  const decoded = pathname.replace(/%(?:2e|2f|3b|5c)/gi, decodeURIComponent).replaceAll('\\', '/');
  return decoded.split('/').some((segment) => /^\.\.?(?:;|%00|$)/.test(segment));
}
