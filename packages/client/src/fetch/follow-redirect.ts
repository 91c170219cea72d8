import type { StatusResponse } from '@multistatus/document';
import { headerOf, isRedirect } from '@multistatus/wire';
import type { Call } from './call.js';
import { hasBody } from './may-travel.js';
import { markResponse } from './to-response.js';

/** What describes a body that is not sent again. */
const OF_BODY = ['content-encoding', 'content-language', 'content-location', 'content-type'];
/** What one origin must not learn of another. */
const OF_ORIGIN = ['authorization', 'cookie', 'proxy-authorization'];

/**
 * Gives where an outcome sends its caller, or `undefined` if to nowhere.
 *
 * @throws {TypeError} if the caller asked for an error instead, or the Location is no URL, as `fetch` does.
 */
export function redirectOf({ request, url }: Call, outcome: StatusResponse): URL | undefined {
  if (!isRedirect(outcome.status)) return undefined;
  if (request.redirect === 'error') {
    throw new TypeError(`${request.method} ${request.url} was redirected, and redirect is "error"`);
  }
  const location = headerOf(outcome.headers, 'location') ?? outcome.location;
  if (location === undefined) return undefined;
  const target = new URL(location, url);
  target.hash ||= url.hash;
  return target;
}

/**
 * Follows a redirect by a request of its own, with the method, headers and body that the Fetch standard says (section
 * 4.5, HTTP-redirect fetch): a POST that is answered 301 or 302, and whatever is answered 303, goes on as GET.
 */
export async function followRedirect(
  { request, url }: Call,
  {
    fetch,
    status,
    target,
  }: { readonly fetch: typeof globalThis.fetch; readonly status: number; readonly target: URL },
): Promise<Response> {
  const { credentials, signal } = request;
  const isPost = request.method === 'POST' && (status === 301 || status === 302);
  const becomesGet = isPost || (status === 303 && request.method !== 'GET' && request.method !== 'HEAD');
  const headers = new Headers(request.headers);
  for (const name of becomesGet ? OF_BODY : []) headers.delete(name);
  for (const name of target.origin === url.origin ? [] : OF_ORIGIN) headers.delete(name);
  const keepsBody = !becomesGet && hasBody(request);
  const response = await fetch(
    new Request(target, {
      method: becomesGet ? 'GET' : request.method,
      headers,
      body: keepsBody ? await request.arrayBuffer() : null,
      credentials,
      signal,
    }),
  );
  return markResponse(response, { url: response.url, redirected: true });
}
