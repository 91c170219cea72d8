import { parseMediaType } from '@multistatus/wire';
import type { Call } from './call.js';

/** What an operation's URL may hold (RFC 9112 section 3.2.1), without the braces that mark a variable. */
const TARGET = /^\/(?!\/)(?:[!$&-;=?-[\]^-z|~]|%[0-9A-Fa-f]{2})*$/;

/**
 * Whether a call can be an operation of a batch that is sent to `endpoint`, as far as is known without the limits of
 * the server and the body of the call. What cannot is for `fetch` to do, or to refuse.
 */
export function mayTravel({ request, url, headers }: Call, endpoint: URL): boolean {
  const { method, cache, redirect, keepalive, integrity, mode, referrer, referrerPolicy } = request;
  return (
    isInApp(url, endpoint) &&
    method === method.toUpperCase() &&
    !(method === 'DELETE' && hasBody(request)) &&
    (!hasBody(request) || parseMediaType(request.headers.get('content-type') ?? undefined) !== undefined) &&
    headers.denied === undefined &&
    // undefined where a platform knows no such choice
    (cache ?? 'default') === 'default' &&
    redirect !== 'manual' &&
    keepalive !== true &&
    (integrity ?? '') === '' &&
    (mode ?? 'cors') === 'cors' &&
    (referrer ?? 'about:client') === 'about:client' &&
    (referrerPolicy ?? '') === ''
  );
}

/** The path and query of a URL, as an operation has it. */
export function toTarget({ pathname, search }: URL): string {
  return pathname + search;
}

/** Whether a request has a body, be it empty. Where the platform does not show one, its Content-Type tells. */
export function hasBody({ method, body, headers }: Request): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  return body === undefined ? headers.has('content-type') : body !== null;
}

function isInApp(url: URL, endpoint: URL): boolean {
  return (
    url.origin === endpoint.origin &&
    url.pathname !== endpoint.pathname &&
    TARGET.test(toTarget(url)) &&
    !hasHiddenDotSegment(url.pathname)
  );
}

/** A dot-segment behind encoded delimiters or with parameters, which a server refuses. The plain ones are resolved. */
function hasHiddenDotSegment(pathname: string): boolean {
  const decoded = pathname.replace(/%(?:2e|2f|3b|5c)/gi, decodeURIComponent).replaceAll('\\', '/');
  return decoded.split('/').some((segment) => /^\.\.?(?:;|%00|$)/.test(segment));
}
